//! The owner of copied files is changed by a later step.

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
        let mut copied: Vec<(Span, String)> = Vec::new();
        for (at, instruction) in stage.indexed() {
            if let Kind::Run(run) = &instruction.kind {
                for command in run.command.commands().iter().filter(|command| changes_owner(command)) {
                    check(command, stage, at, &mut copied, cx);
                }
            }
            let Some((_, destination)) = instruction.copy_paths() else { continue };
            let is_owned = instruction.flags.iter().any(|flag| flag.key() == "chown");
            let path = stage.expand(destination, at).get().and_then(|path| absolute(&path, stage, at));
            let is_noted = !is_owned && copied.len() < MOST_COPIED;
            copied.extend(path.filter(|_| is_noted).map(|path| (instruction.span, path)));
        }
    }
}

fn changes_owner(command: &Command) -> bool {
    command.name() == "chown" && command.has_option('R', &["--recursive"])
}

fn check(command: &Command, stage: &Stage, at: usize, copied: &mut Vec<(Span, String)>, cx: &mut Context) {
    let mut operands = command.operands();
    let Some(owner) = operands.next() else { return };
    for operand in operands {
        let Some(target) = operand.literal().and_then(|path| absolute(path, stage, at)) else { continue };
        let is_inside = |path: &str| {
            path.strip_prefix(&*target).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let Some(found) = copied.iter().position(|(_, path)| is_inside(path)) else { continue };
        let (span, _) = copied.remove(found);
        let owner = owner.unquoted();
        cx.report(command.span, "files that were just copied are stored a second time")
            .here("gives them another owner, for which this layer holds all of them again")
            .label(span, "copied here")
            .help(format!("give them their owner where they are copied: `--chown={owner}`"));
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
