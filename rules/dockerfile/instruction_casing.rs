//! Instructions in another letter case than most of the file.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct InstructionCasing;

impl Rule for InstructionCasing {
    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        // BuildKit leaves the ARG before the first FROM out, and so do we.
        let all = || {
            let stages = file.stages();
            let all =
                stages.flat_map(|stage| stage.from_instruction().into_iter().chain(stage.instructions()));
            // A keyword that is none has no letter case to speak of.
            all.filter(|instruction| !matches!(instruction.kind, Kind::Malformed(_)))
        };
        let is_lower = |keyword: &str| keyword.bytes().all(|byte| byte.is_ascii_lowercase());
        let is_upper = |keyword: &str| keyword.bytes().all(|byte| byte.is_ascii_uppercase());
        let lower = all().filter(|instruction| is_lower(&instruction.keyword.value)).count();
        let upper = all().filter(|instruction| is_upper(&instruction.keyword.value)).count();
        let (case, in_case): (&str, fn(&str) -> String) = if lower > upper {
            ("lower", str::to_ascii_lowercase)
        } else {
            ("upper", str::to_ascii_uppercase)
        };
        for keyword in all().map(|instruction| &instruction.keyword) {
            let expected = in_case(&keyword.value);
            if expected == keyword.value {
                continue;
            }
            cx.report(keyword.text.span, format!("`{}` is not {case}case", keyword.value))
                .here(format!("most instructions in this file are {case}case"))
                .help(format!("write `{expected}`"))
                .fix(Fix::safe(format!("write `{expected}`")).replace(keyword.text.span, expected));
        }
    }
}
