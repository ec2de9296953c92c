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
                let (effect, help) = if &*limit.key.value == "nofile" {
                    (
                        "programs that close every possible file descriptor seem to hang",
                        format!("use a limit of {MOST} or less"),
                    )
                } else {
                    (
                        "a fork bomb in one container can take down the host",
                        "use a limit that the host can survive, for example 4096".to_owned(),
                    )
                };
                let message = if hard.value == "-1" {
                    format!("containers have no `{}` limit by default", limit.key.value)
                } else {
                    format!("the default `{}` limit is too high to have an effect", limit.key.value)
                };
                cx.report(hard.span, message).here(effect).help(help);
            }
        }
    }
}
