//! VOLUME over a folder of the system, or over an engine's socket.

use plimsoll_linter::prelude::*;

const SYSTEM: [&str; 3] = ["/dev", "/proc", "/sys"];

#[derive(Default)]
pub(crate) struct SystemVolume;

impl Rule for SystemVolume {
    fn check_volume(&self, volume: &dockerfile::Volume, cx: &mut Context) {
        // Of other stages, only files are used.
        let is_inherited = cx.stage().is_none_or(|stage| stage.is_shipped() || stage.is_last());
        for word in volume.paths.iter().filter(|_| is_inherited) {
            let Some(path) = cx.expand(word) else { continue };
            let path = if path.len() > 1 { path.trim_end_matches('/') } else { &path };
            let is_socket = path.ends_with("/docker.sock");
            let is_proc = path == "/proc" || path.starts_with("/proc/");
            if !is_socket && !is_proc && !SYSTEM.contains(&path) {
                continue;
            }
            let here = if is_socket {
                "this becomes an empty directory, not a socket"
            } else if is_proc {
                "the container does not start: the runtime rejects mounts at this path"
            } else {
                "an empty directory hides the kernel's files"
            };
            cx.report(word.text.span, format!("volume at system path `{path}`"))
                .here(here)
                .help(if is_socket {
                    "mount the socket when you run the container"
                } else {
                    "remove this path"
                })
                .answers_to([if is_socket {
                    "semgrep:dockerfile-dockerd-socket-mount"
                } else {
                    "dockle:DKL-DI-0002"
                }]);
        }
    }
}
