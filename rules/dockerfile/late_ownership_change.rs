//! The owner or mode of copied files is changed by a later step.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::Command;

/// How many copies of a stage are kept in mind: each `chown` looks through them.
const MOST_COPIED: usize = 500;

#[derive(Default)]
pub(crate) struct LateOwnershipChange;

impl Rule for LateOwnershipChange {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        if !stage.is_shipped() || stage.is_windows() {
            return;
        }
        let mut copied: Vec<Copied> = Vec::new();
        for (at, instruction) in stage.indexed() {
            if let Kind::Run(run) = &instruction.kind {
                for command in
                    run.command.commands().iter().filter(|it| matches!(it.name(), "chown" | "chmod"))
                {
                    check(command, stage, at, &mut copied, cx);
                }
            }
            let Some((sources, destination)) = instruction.copy_paths() else { continue };
            if copied.len() >= MOST_COPIED {
                continue;
            }
            let Some(written) = stage.expand(destination, at).get() else { continue };
            let path = if written == "/" { Some(String::new()) } else { absolute(&written, stage, at) };
            let Some(path) = path else { continue };
            let has = |flag: &str| instruction.flag(flag).is_some();
            copied.push(Copied {
                span: instruction.span,
                files: files(sources, &written, &path),
                path,
                options: [("chown", has("chown")), ("chmod", has("chmod"))],
            });
        }
    }
}

/// What an instruction copied.
struct Copied {
    span: Span,
    /// Where to.
    path: String,
    /// The files, as far as their names say that they are some.
    files: Vec<String>,
    /// Whether it sets the owner, and whether it sets the mode.
    options: [(&'static str, bool); 2],
}

/// The paths of copied files that are named one by one.
fn files(sources: &[dockerfile::Word], written: &str, path: &str) -> Vec<String> {
    let is_folder = written.ends_with('/') || written.ends_with('.');
    let name = |source: &dockerfile::Word| {
        let source = source.literal()?;
        // Without an extension it may as well be a directory, whose files keep their modes.
        let name = source.rsplit('/').next()?;
        if !name.contains('.') || name.contains(['*', '?', '[']) {
            return None;
        }
        Some(if is_folder { format!("{path}/{name}") } else { path.to_owned() })
    };
    sources.iter().filter_map(name).collect()
}

fn check(command: &Command, stage: &Stage, at: usize, copied: &mut Vec<Copied>, cx: &mut Context) {
    let is_recursive = command.has_option('R', &["--recursive"]);
    let option = command.name();
    let mut operands = command.operands();
    let Some(value) = operands.next().map(shell::Word::unquoted) else { return };
    for operand in operands {
        let Some(target) = operand.literal().and_then(|path| absolute(path, stage, at)) else { continue };
        let is_meant = |it: &Copied| {
            let is_inside = |rest: &str| rest.is_empty() || rest.starts_with('/');
            let is_changed = is_recursive && it.path.strip_prefix(&*target).is_some_and(is_inside)
                || it.files.contains(&target);
            is_changed && !it.options.iter().any(|(name, is_given)| *name == option && *is_given)
        };
        let Some(found) = copied.iter().position(is_meant) else { continue };
        let span = copied.remove(found).span;
        let (here, help) = match option {
            "chown" => (
                "changing the owner stores another copy in this layer",
                format!(
                    "keep code owned by root and use `COPY --chown={value}` for files that the program writes to"
                ),
            ),
            _ => (
                "changing the mode stores another copy in this layer",
                if value.bytes().all(|byte| byte.is_ascii_digit()) {
                    format!("set the mode when the file is copied: `--chmod={value}`")
                } else {
                    "set the mode when the file is copied: `--chmod=755`".to_owned()
                },
            ),
        };
        cx.report(command.span, "the copied files are stored a second time")
            .here(here)
            .label(span, "copied here")
            .help(help);
    }
}

/// A path of the image, without a slash at its end.
fn absolute(path: &str, stage: &Stage, at: usize) -> Option<String> {
    let path = path.strip_suffix("/.").unwrap_or(path);
    let path = if path.starts_with('/') {
        path.to_owned()
    } else {
        let folder = stage.workdir_at(at).get()?;
        let inside = path.trim_start_matches("./");
        format!("{}/{}", folder.trim_end_matches('/'), if inside == "." { "" } else { inside })
    };
    let path = path.trim_end_matches('/');
    (!path.is_empty() && !path.contains("..")).then(|| path.to_owned())
}
