//! `~` in quotes.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct QuotedTilde;

impl Rule for QuotedTilde {
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        if READS_TILDE.contains(&program(finding.span, cx)) {
            return;
        }
        finding
            .retell("`~` is not expanded in quotes", cx)
            .here("this refers to a directory named `~`")
            .help("use `$HOME`, or move `~/` out of the quotes");
    }
}

/// Programs that put the home directory in by themselves, or for which it is a text like any other.
const READS_TILDE: [&str; 16] = [
    "git", "ssh", "scp", "sftp", "rsync", "npm", "pnpm", "yarn", "conda", "mamba", "pip", "echo", "printf",
    "grep", "sed", "awk",
];

/// The first word of the command that a place is in, as far as its line tells; none where a redirection names a file.
fn program<'a>(span: Span, cx: &Context<'a>) -> &'a str {
    let all = cx.project().sources.text(span.file).raw;
    let before = all.get(..span.start as usize).unwrap_or_default();
    if before.trim_end_matches(['"', '\'', ' ']).ends_with('>') {
        return "";
    }
    let line = before.rsplit('\n').next().unwrap_or_default();
    let command = line.rsplit(['&', ';', '|']).next().unwrap_or_default();
    let mut words = command.split_whitespace().skip_while(|word| word.eq_ignore_ascii_case("run"));
    words.next().unwrap_or_default()
}
