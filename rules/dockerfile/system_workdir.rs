//! WORKDIR in a folder that is the kernel's.

use plimsoll_linter::prelude::*;

const SYSTEM: [&str; 6] = ["/proc", "/sys", "/dev", "/boot", "/initrd", "/lost+found"];

#[derive(Default)]
pub(crate) struct SystemWorkdir;

impl Rule for SystemWorkdir {
    fn check_workdir(&self, workdir: &dockerfile::Workdir, cx: &mut Context) {
        let Some(path) = cx.expand(&workdir.path) else { return };
        let clean = path.trim_matches(['"', '\'']);
        let is_inside = |folder: &&&str| {
            clean.strip_prefix(**folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let Some(folder) = SYSTEM.iter().find(is_inside) else { return };
        if clean.starts_with("/dev/shm/") {
            return;
        }
        cx.report(workdir.path.text.span, format!("the working directory is in `{folder}`"))
            .here("not a folder of the image: the engine mounts over it")
            .help("work in a folder of your own, as `/srv/app`");
    }
}
