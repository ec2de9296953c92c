//! Code that the user who runs it may change.

use dockerfile::{Instruction, Kind};
use plimsoll_linter::prelude::*;
use project::is_root;

#[derive(Default)]
pub(crate) struct WritableCode;

/// Parts of paths whose files are there to be written.
const DATA: [&str; 14] = [
    "data", "upload", "var/lib", "var/log", "var/run", "/run", "tmp", "cache", "storage", "logs", "state",
    "media", "db", "backup",
];

impl Rule for WritableCode {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        let Value::Known { value: user, set_at } = stage.user() else { return };
        if !stage.is_last() || is_root(user) || stage.is_windows() {
            return;
        }
        let name = user.split(':').next().unwrap_or_default();
        let volumes: Vec<&str> = stage.instructions().iter().flat_map(declared).collect();
        let is_data = |path: &str| {
            // Configuration, and a home as a whole, are no code.
            path.starts_with("/etc")
                || path.trim_end_matches('/').matches('/').count() < 3 && path.starts_with("/home/")
                || DATA.iter().any(|part| path.contains(part))
                || volumes.iter().any(|volume| path.starts_with(volume))
        };
        let given = stage.instructions().iter().find_map(|instruction| {
            if let Kind::Run(run) = &instruction.kind {
                return run.command.commands().iter().find_map(|command| {
                    let mut operands = command.operands();
                    let owner = operands.next().filter(|_| command.name() == "chown")?;
                    let is_all =
                        command.has_option('R', &["--recursive"]) && is_owner(owner.unquoted(), name);
                    let target = operands.next().filter(|word| is_all && !is_data(word.unquoted()))?;
                    let is_code = stage.instructions().iter().any(|it| copies_into(it, target.unquoted()));
                    is_code.then_some(command.span)
                });
            }
            let (_, to) = instruction.copy_paths()?;
            let owner = instruction.flag("chown")?.value.as_ref()?;
            let path = format!("{}/{}", stage.workdir().get().unwrap_or_default(), to.value);
            let path = if to.value.starts_with('/') { &*to.value } else { path.as_str() };
            (is_owner(&owner.value, name) && !is_data(path)).then_some(owner.text.span)
        });
        if let Some(span) = given {
            cx.report(span, format!("user `{name}` can change the code that the container runs"))
                .here("an attacker who can write files as this user can replace the code")
                .label(set_at, "the container runs as this user")
                .help("keep code owned by root, and `chown` only files that the program writes to");
        }
    }
}

/// The paths of VOLUME.
fn declared<'i>(instruction: &'i Instruction) -> Vec<&'i str> {
    match &instruction.kind {
        Kind::Volume(volume) => volume.paths.iter().map(|path| &*path.value).collect(),
        _ => Vec::new(),
    }
}

fn is_owner(written: &str, user: &str) -> bool {
    written.split([':', '.']).next() == Some(user)
}

/// Whether an instruction copies into a directory, or to one above or below.
fn copies_into(instruction: &Instruction, folder: &str) -> bool {
    let folder = folder.trim_end_matches('/');
    let Some((_, to)) = instruction.copy_paths() else { return false };
    let to = to.value.trim_end_matches('/');
    !folder.is_empty() && to.starts_with('/') && (to.starts_with(folder) || folder.starts_with(to))
}
