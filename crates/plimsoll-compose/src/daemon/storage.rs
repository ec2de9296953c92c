//! The storage driver with its options.

use plimsoll_facts::daemon_keys::is_older;

use super::{Problem, Settings, Verdict};

/// Drivers that dockerd does not have any more, and since when.
const REMOVED: [(&str, &str); 3] = [("aufs", "24.0"), ("overlay", "24.0"), ("devicemapper", "25.0")];

pub(super) fn check(settings: Settings<'_, '_>, engine: Option<&str>, found: &mut Vec<Problem>) {
    let is_gone = |version: &str| !engine.is_some_and(|engine| is_older(engine, version));
    let Some(driver) = settings.text("storage-driver") else { return };
    let removed = REMOVED.iter().find(|(name, version)| *name == driver.value && is_gone(version));
    if let Some((name, version)) = removed {
        let message = format!("the `{name}` storage driver was removed in Docker {version}");
        let help = "use `overlay2`; images and containers created with the old driver are not migrated";
        found.push(Problem::new(Verdict::Unsupported, driver.span, message, help));
        return;
    }
    for option in settings.texts("storage-opts") {
        let Some((name, _)) = option.value.split_once('=') else { continue };
        let name = name.trim().to_ascii_lowercase();
        if name == "overlay2.override_kernel_check" && &*driver.value == "overlay2" && is_gone("24.0") {
            let message = format!("`{name}` was removed in Docker 24.0");
            found.push(Problem::new(Verdict::Unsupported, option.span, message, "remove this option"));
        }
        let other = match name.split_once('.') {
            Some(("dm", _)) => Some("devicemapper"),
            Some((other @ ("overlay2" | "btrfs" | "zfs"), _)) => Some(other),
            _ => None,
        };
        let is_classic = ["overlay2", "fuse-overlayfs", "btrfs", "zfs", "vfs"].contains(&&*driver.value);
        if let Some(other) = other.filter(|other| *other != driver.value && is_classic) {
            let message = format!("`{name}` is an option of the `{other}` storage driver");
            let problem = Problem::invalid(option.span, message, "remove this option");
            found.push(problem.because(driver.span, "the driver"));
        }
    }
}
