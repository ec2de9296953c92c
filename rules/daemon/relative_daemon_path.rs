//! A path that depends on where dockerd is started.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct RelativeDaemonPath;

const KEYS: [&str; 7] =
    ["data-root", "exec-root", "pidfile", "seccomp-profile", "tlscacert", "tlscert", "tlskey"];

impl Rule for RelativeDaemonPath {
    fn check_daemon(&self, daemon: &Daemon, cx: &mut Context) {
        for (key, path) in KEYS.iter().filter_map(|key| Some((key, daemon.settings.text(key)?))) {
            let text = &*path.value;
            let is_word = *key == "seccomp-profile" && matches!(text, "builtin" | "unconfined");
            let is_of_windows = daemon.settings.is_windows || text.contains('\\');
            if text.is_empty() || text.starts_with('/') || is_word || is_of_windows {
                continue;
            }
            cx.report(path.span, format!("`{key}` is a relative path"))
                .here(if text.starts_with('~') {
                    "`~` is not expanded, so a directory named `~` is used"
                } else {
                    "the path depends on the working directory of `dockerd`"
                })
                .help("use an absolute path");
        }
    }
}
