//! A limit that is taken away.

use plimsoll_linter::prelude::*;

/// The size of `/dev/shm` from which on it is no limit on most hosts: 32 GiB.
const HUGE: f64 = 32.0 * 1024.0 * 1024.0 * 1024.0;

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
            cx.report(flag.span, format!("{title} is not killed when its memory runs out"))
                .here("with cgroup v1, the container hangs instead; with cgroup v2, this is ignored")
                .help(format!("remove this setting and set `{}`", container.says("mem_limit")));
        }
        let is_huge = |size: &&compose::yaml::Scalar| {
            compose::size_bytes(&size.value).is_some_and(|bytes| bytes >= HUGE)
        };
        // Files in memory count towards the limit of the container.
        let shared = scalar("shm_size").filter(is_huge).filter(|_| !has_memory_limit(service));
        if let Some(size) = shared {
            cx.report(size.span, format!("{title} can use `{}` of memory for shared files", size.value))
                .here("files in `/dev/shm` can use up the memory of the host")
                .help(format!("use a smaller size, or also set `{}`", container.says("mem_limit")));
        }
    }
}

/// Whether the memory of a service is limited.
fn has_memory_limit(service: &compose::Service) -> bool {
    let limits = service.deploy.as_ref().and_then(|deploy| deploy.limits.as_ref());
    service.mem_limit.is_some() || limits.is_some_and(|limits| limits.memory.is_some())
}
