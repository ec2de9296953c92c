//! `--chown` and `--chmod` in a Dockerfile for Windows.

use dockerfile::{Instruction, Kind};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct WindowsOwnership;

impl Rule for WindowsOwnership {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        if !matches!(instruction.kind, Kind::Copy(_) | Kind::Add(_)) {
            return;
        }
        for flag in instruction.flags.iter().filter(|flag| matches!(flag.key(), "chown" | "chmod")) {
            if !cx.stage().is_some_and(|stage| stage.is_windows()) {
                return;
            }
            cx.report(flag.word.text.span, format!("`--{}` does not work on Windows", flag.key()))
                .here("Windows images do not have Linux users and modes")
                .help("remove this flag and set permissions with `icacls` in a `RUN`");
        }
    }
}
