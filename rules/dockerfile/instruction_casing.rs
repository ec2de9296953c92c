//! Instructions in another letter case than most of the file.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct InstructionCasing;

impl Rule for InstructionCasing {
    fn check_dockerfile(&self, file: &BuildFile, cx: &mut Context) {
        // BuildKit leaves the ARG before the first FROM out, and so do we.
        let all = || file.stages().flat_map(|stage| stage.from_instruction().into_iter().chain(stage.instructions()));
        let is_lower = |keyword: &str| keyword.bytes().all(|byte| byte.is_ascii_lowercase());
        let is_upper = |keyword: &str| keyword.bytes().all(|byte| byte.is_ascii_uppercase());
        let lower = all().filter(|instruction| is_lower(&instruction.keyword.value)).count();
        let upper = all().filter(|instruction| is_upper(&instruction.keyword.value)).count();
        let wants_lower = lower > upper;
        for instruction in all() {
            let keyword = &instruction.keyword;
            if if wants_lower { is_lower(&keyword.value) } else { is_upper(&keyword.value) } {
                continue;
            }
            let expected =
                if wants_lower { keyword.value.to_ascii_lowercase() } else { keyword.value.to_ascii_uppercase() };
            let case = if wants_lower { "lower" } else { "upper" };
            cx.report(keyword.text.span, format!("`{}` is not in {case} case", keyword.value))
                .here(format!("most instructions of this file are in {case} case"))
                .help(format!("write `{expected}`"))
                .fix(Fix::safe(format!("write `{expected}`")).replace(keyword.text.span, expected));
        }
    }
}
