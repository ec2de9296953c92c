//! COPY or ADD with words that only a shell understands.

use dockerfile::{Instruction, Word};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ShellSyntaxInCopy;

impl Rule for ShellSyntaxInCopy {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        let Some((sources, destination)) = instruction.copy_paths() else { return };
        let Some(word) = sources.iter().chain([destination]).find(is_of_shell) else { return };
        let name = instruction.keyword.value.to_ascii_uppercase();
        cx.report(word.text.span, format!("`{name}` does not run a shell"))
            .here("this is read as a path, so the build fails")
            .help("remove this; to copy a file only if it exists, use a pattern, such as `COPY app.conf* /etc/app/`");
    }
}

/// Whether a word is an operator or a redirection.
fn is_of_shell(word: &&Word) -> bool {
    let text = &*word.value;
    matches!(text, "||" | "&&" | "|" | ";" | "2>&1") || text.starts_with("2>/") || text.starts_with(">/")
}
