//! COPY or ADD with a redirection or an operator of the shell, which does not run it.

use dockerfile::Instruction;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ShellSyntaxInCopy;

impl Rule for ShellSyntaxInCopy {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        let Some((sources, destination)) = instruction.copy_paths() else { return };
        let mut words = sources.iter().chain([destination]).map(|word| word.text);
        let Some(first) = words.find(|word| is_of_shell(word.raw)) else { return };
        let name = instruction.keyword.value.to_ascii_uppercase();
        cx.report(first.span.to(destination.text.span), format!("`{name}` does not run in a shell"))
            .here("each of these words is a path, and the last one is the destination")
            .help(
                "remove this; a pattern may match nothing, so `COPY conf[i]g /app/` copies the file only if it exists",
            );
    }
}

/// Whether a word redirects output or connects commands.
fn is_of_shell(word: &str) -> bool {
    matches!(word, "||" | "&&" | "|" | ";" | ">" | ">>")
        || ["1>", "2>", "&>"].iter().any(|start| word.starts_with(start))
}
