//! A default limit that is none.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnlimitedDefaultUlimit;

impl Rule for UnlimitedDefaultUlimit {
    fn check_daemon(&self, daemon: &Daemon, cx: &mut Context) {
        const MOST: i64 = 1_048_576;
        let limits = daemon.entries("default-ulimits").iter();
        for limit in limits.filter(|limit| matches!(&*limit.key.value, "nofile" | "nproc")) {
            let hard = limit.value.get("Hard").and_then(|hard| hard.as_scalar());
            let is_huge = |value: &str| value.parse::<i64>().is_ok_and(|count| count == -1 || count > MOST);
            if let Some(hard) = hard.filter(|hard| is_huge(&hard.value)) {
                let (what, effect) = match &*limit.key.value {
                    "nofile" => {
                        ("open files", "programs that close every possible file descriptor seem to hang")
                    }
                    _ => ("processes", "a fork bomb in one container takes down the host"),
                };
                cx.report(hard.span, format!("containers can have an unlimited number of {what}"))
                    .here(effect)
                    .help(format!("use a limit of {MOST} or less"));
            }
        }
    }
}
