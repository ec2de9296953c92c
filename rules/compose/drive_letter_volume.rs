//! A volume whose name is read as a drive of Windows.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct DriveLetterVolume;

impl Rule for DriveLetterVolume {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        let letters: Vec<_> =
            app.compose.volumes.iter().filter(|volume| volume.key.value.len() == 1).take(52).collect();
        for service in app.services().filter(|_| !letters.is_empty()) {
            for mount in service.volumes.iter().filter(|mount| mount.syntax == compose::Syntax::Short) {
                let path = mount.source.as_ref().or(mount.target.as_ref());
                let Some((name, rest)) = path.and_then(|path| path.value.split_once(':')) else { continue };
                let declared = letters.iter().find(|volume| volume.key.value == name);
                let Some(volume) = declared.filter(|_| rest.starts_with('/')) else {
                    continue;
                };
                let message = format!("volume `{name}` is not mounted: its name is parsed as a drive letter");
                cx.report(mount.span, message)
                    .here(format!("`{name}:{rest}` is parsed as a Windows path"))
                    .label(volume.key.span, "this volume has a one-letter name")
                    .help("use a volume name of at least two characters, or the long syntax");
            }
        }
    }
}
