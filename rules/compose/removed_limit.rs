//! A limit that is taken away.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct RemovedLimit;

impl Rule for RemovedLimit {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let name = &service.name.value;
        for limit in service.ulimits.iter().filter(|limit| limit.name.value == "nproc") {
            if limit.hard.as_ref().is_some_and(|hard| hard.is(-1)) {
                cx.report(limit.span, format!("service `{name}` can start an unlimited number of processes"))
                    .here("a fork bomb can take down the host")
                    .help("remove this setting and set `pids_limit`");
            }
        }
        let scalar = |key: &str| service.get(key).and_then(|value| value.as_scalar());
        if let Some(score) =
            scalar("oom_score_adj").filter(|it| it.value.parse().is_ok_and(|it: i64| it <= -900))
        {
            cx.report(score.span, format!("service `{name}` is never killed when memory runs out"))
                .here("the kernel kills other programs on the host first")
                .help("remove this setting and set `mem_limit`");
        }
        if let Some(flag) = scalar("oom_kill_disable").filter(|flag| flag.value == "true") {
            cx.report(flag.span, format!("service `{name}` hangs when its memory runs out"))
                .here("the container is neither killed nor restarted")
                .help("remove this setting and set `mem_limit`");
        }
    }
}
