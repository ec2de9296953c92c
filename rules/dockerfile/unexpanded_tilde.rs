//! `~` where no shell replaces it.

use dockerfile::{Form, Instruction, Kind, Word};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnexpandedTilde;

impl Rule for UnexpandedTilde {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        let words: Vec<&Word> = match &instruction.kind {
            Kind::Env(env) => {
                let paths = env.pairs.iter().filter(|pair| pair.name.value.ends_with("PATH"));
                paths.filter_map(|pair| pair.value.as_ref()).collect()
            }
            Kind::Volume(volume) => volume.paths.iter().collect(),
            Kind::Run(run) => {
                let fields = [&["target", "dst", "destination"][..], &["source", "src"]];
                let values = run.mounts.iter().flat_map(|it| fields.iter().filter_map(|keys| it.field(keys)));
                for value in values {
                    report_field(value, cx);
                }
                return;
            }
            Kind::Entrypoint(_) | Kind::Cmd(_) => {
                let command = match &instruction.kind {
                    Kind::Entrypoint(entrypoint) => &entrypoint.command,
                    Kind::Cmd(cmd) => &cmd.command,
                    _ => return,
                };
                match &command.form {
                    Form::Exec(words) => words.iter().take(1).collect(),
                    Form::Shell(_) => return,
                }
            }
            // A pattern at the start of a source would be the name of a file.
            _ => match instruction.copy_paths() {
                Some((sources, to)) if instruction.context_sources().count() == sources.len() => {
                    sources.iter().filter(|it| it.value.starts_with("~/")).chain([to]).collect()
                }
                Some((_, destination)) => vec![destination],
                None => return,
            },
        };
        let is_env = matches!(instruction.kind, Kind::Env(_));
        for word in words {
            let Some(at) = tilde(word.text.raw, is_env) else { continue };
            if cx.stage().is_some_and(|stage| stage.is_windows()) {
                return;
            }
            let home = home(cx);
            cx.report(word.text.slice(at, at + 1).span, "`~` is not expanded here")
                .here(if is_env {
                    "programs do not treat this as a home directory"
                } else {
                    "this refers to a directory named `~`"
                })
                .help(format!("write the full path, for example `{home}`"));
        }
    }
}

/// The usual home directory of the user at this point.
fn home(cx: &Context) -> String {
    let user = cx.stage().and_then(|stage| stage.user_at(cx.index()).get().map(str::to_owned));
    let name = user.as_deref().and_then(|user| user.split(':').next()).unwrap_or("root");
    match name.parse::<u32>() {
        _ if project::is_root(name) => "/root".to_owned(),
        Err(_) if !name.contains('$') => format!("/home/{name}"),
        _ => "/home/app".to_owned(),
    }
}

/// Reports a path of a mount.
fn report_field(value: Text<'_>, cx: &mut Context) {
    if value.raw == "~" || value.raw.starts_with("~/") {
        let home = home(cx);
        cx.report(value.slice(0, 1).span, "`~` is not expanded here")
            .here("this refers to a directory named `~`")
            .help(format!("write the full path, for example `{home}`"));
    }
}

/// Where a path starts with `~`; in a variable such as PATH, any of its paths.
fn tilde(text: &str, is_list: bool) -> Option<usize> {
    let is_home = |at: usize| text.get(at + 1..).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    text.match_indices('~').map(|(at, _)| at).filter(|at| is_home(*at)).find(|at| {
        let before = text.get(..*at).unwrap_or_default().trim_start_matches(['"', '\'']);
        before.is_empty() || (is_list && before.ends_with(':'))
    })
}
