//! WORKDIR in a folder that is the kernel's.

use facts::paths;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct SystemWorkdir;

impl Rule for SystemWorkdir {
    fn check_workdir(&self, workdir: &dockerfile::Workdir, cx: &mut Context) {
        let Some(path) = cx.expand(&workdir.path) else { return };
        let clean = path.trim_matches(['"', '\'']);
        let mut mounted = paths::with_role(&[paths::Role::MountedOver]);
        let Some(folder) = mounted.find(|known| known.covers(clean)).map(|known| known.path) else { return };
        if clean.starts_with("/dev/shm/") {
            return;
        }
        cx.report(workdir.path.text.span, format!("the working directory is in `{folder}`"))
            .here("this directory is not part of the image: the engine mounts a different filesystem here")
            .help("use another directory, such as `/srv/app`");
    }
}
