//! `wget` that draws its progress into the log.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::Command;

/// What silences it, or sends what it says elsewhere.
const QUIET: [&str; 8] = [
    "--quiet",
    "--no-verbose",
    "--progress",
    "--output-file",
    "--append-output",
    "--background",
    "--version",
    "--help",
];

#[derive(Default)]
pub(crate) struct WgetProgress;

impl Rule for WgetProgress {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_)))
            || command.name() != "wget"
            || command.has_option('q', &QUIET)
            || command.options().any(|word| is_quiet(word.unquoted()))
            || command.operands().next().is_none()
        {
            return;
        }
        let Some(word) = command.name_word() else { return };
        let (here, help) = if has_gnu_wget(cx) {
            (
                "without a terminal, it prints a line for every 50 KiB",
                "pass `-q`, `-nv` or `--progress=dot:giga`",
            )
        } else {
            ("without a terminal, it prints its progress line by line", "pass `-q`")
        };
        cx.report(word.span, "`wget` prints its progress to the build log").here(here).help(help);
    }
}

/// Whether `wget` is GNU's, which knows more than `-q`: as in Debian and Ubuntu.
fn has_gnu_wget(cx: &Context) -> bool {
    let image = cx.stage().and_then(|stage| stage.root_image());
    image.is_some_and(|image| {
        image.debian_release().is_some()
            || image.known().is_some_and(|known| known.has_tool("apt") == Some(true))
    })
}

/// `-nv`, `-o file`, `-a file`, `-b`, also behind other letters. Those that take a value end a bundle.
fn is_quiet(option: &str) -> bool {
    let Some(letters) = option.strip_prefix('-').filter(|letters| !letters.starts_with('-')) else {
        return false;
    };
    let end = letters.find(['O', 'P', 'U', 'T', 't', 'e', 'Q', 'w', 'i']).unwrap_or(letters.len());
    let letters = letters.get(..end).unwrap_or_default();
    letters.contains("nv") || letters.replace("nc", "").replace("nH", "").contains(['o', 'a', 'b', 'V'])
}
