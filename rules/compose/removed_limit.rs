//! A limit that is taken away.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct RemovedLimit;

impl Rule for RemovedLimit {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let title = container.title();
        for limit in service.ulimits.iter().filter(|limit| limit.name.value == "nproc") {
            if limit.hard.as_ref().is_some_and(|hard| hard.is(-1)) {
                cx.report(limit.span, format!("{title} can start an unlimited number of processes"))
                    .here("a fork bomb can take down the host")
                    .help(format!("remove this setting and set `{}`", container.says("pids_limit")));
            }
        }
        let scalar = |key: &str| service.get(key).and_then(|value| value.as_scalar());
        if let Some(score) =
            scalar("oom_score_adj").filter(|it| it.value.parse().is_ok_and(|it: i64| it <= -900))
        {
            let order = if score.value == "-1000" { "is never killed" } else { "is killed last" };
            cx.report(score.span, format!("{title} {order} when memory runs out"))
                .here("the kernel kills other programs on the host first")
                .help(format!("remove this setting and set `{}`", container.says("mem_limit")));
        }
        if let Some(flag) = scalar("oom_kill_disable").filter(|flag| flag.value == "true") {
            cx.report(flag.span, format!("{title} hangs when its memory runs out"))
                .here("the container is neither killed nor restarted")
                .help(format!("remove this setting and set `{}`", container.says("mem_limit")));
        }
    }
}
