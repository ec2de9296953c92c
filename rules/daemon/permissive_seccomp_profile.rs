//! A seccomp profile that allows more than the built-in one.

use plimsoll_linter::prelude::*;
use project::seccomp::{self, Allowed};

#[derive(Default)]
pub(crate) struct PermissiveSeccompProfile;

impl Rule for PermissiveSeccompProfile {
    fn check_document(&self, document: &Document, cx: &mut Context) {
        if document.kind != seccomp::KIND {
            return;
        }
        match seccomp::allowed(document) {
            Some(Allowed::Unfiltered(span)) => {
                cx.report(span, "this seccomp profile does not filter any system calls")
                    .here("without `defaultAction` and rules, seccomp is disabled")
                    .help("start with Docker's built-in profile");
            }
            Some(Allowed::AllBut(span, 0)) => {
                cx.report(span, "this seccomp profile allows every system call")
                    .here("this blocks no more than `unconfined`")
                    .help("use `SCMP_ACT_ERRNO` and list the calls that your programs need");
            }
            Some(Allowed::AllBut(span, count)) => {
                let calls = if count == 1 { "call" } else { "calls" };
                cx.report(span, format!("this seccomp profile allows all but {count} system {calls}"))
                    .here("calls added by newer kernels are also allowed")
                    .help("use `SCMP_ACT_ERRNO` and list the calls that your programs need");
            }
            Some(Allowed::Dangerous(calls)) => {
                let Some((_, first)) = calls.first() else { return };
                let names: Vec<String> = calls.iter().take(8).map(|(name, _)| format!("`{name}`")).collect();
                let list = match (calls.len().saturating_sub(names.len()), &*names) {
                    (0, [before @ .., last]) if !before.is_empty() => {
                        format!("{} and {last}", before.join(", "))
                    }
                    (0, _) => names.join(", "),
                    (more, _) => format!("{} and {more} more", names.join(", ")),
                };
                cx.report(*first, format!("this seccomp profile allows {list}"))
                    .here("the built-in profile blocks these calls or requires a capability for them")
                    .help("remove these calls, or add `\"includes\": {\"caps\": [\"CAP_…\"]}` to their rule");
            }
            None => {}
        }
    }
}
