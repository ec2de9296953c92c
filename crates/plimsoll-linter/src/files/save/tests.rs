//! What belongs to a file stays with it, and nothing that happens meanwhile leads a write elsewhere.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use super::*;

/// A directory with a Dockerfile in `sub`, and the disk below it.
fn folder(name: &str) -> (PathBuf, Disk) {
    let path = std::env::temp_dir().join(format!("plimsoll-save-{}-{name}", std::process::id()));
    let _ = fs::remove_dir_all(&path);
    for part in [".git", "sub"] {
        fs::create_dir_all(path.join(part)).unwrap();
    }
    fs::write(path.join("sub/Dockerfile"), "FROM a\n").unwrap();
    let disk = Disk::below(&path);
    (path, disk)
}

fn names(folder: &Path) -> Vec<String> {
    let entries =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = entries.collect();
    names.sort_unstable();
    names
}

#[test]
fn a_directory_that_becomes_a_link_leads_nowhere() {
    let (path, disk) = folder("swap");
    fs::create_dir(path.join("elsewhere")).unwrap();
    let whole = disk.write_named("sub/out.json", b"{}".to_vec()).unwrap();
    fs::rename(path.join("sub"), path.join("moved")).unwrap();
    symlink("elsewhere", path.join("sub")).unwrap();
    whole.put().unwrap();
    assert_eq!(names(&path.join("elsewhere")), [""; 0]);
    assert_eq!(names(&path.join("moved")), ["Dockerfile", "out.json"]);
    fs::remove_dir_all(path).unwrap();
}

#[test]
fn attributes_stay() {
    let (path, disk) = folder("attributes");
    let file = path.join("sub/Dockerfile");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    // Only root can give a file away, and not every file system has extended attributes.
    let is_given = std::os::unix::fs::chown(&file, Some(65534), Some(12)).is_ok();
    let open = fs::OpenOptions::new().write(true).open(&file).unwrap();
    let name = "user.plimsoll";
    let is_marked = rustix::fs::fsetxattr(&open, name, b"kept", rustix::fs::XattrFlags::empty()).is_ok();
    assert_eq!(disk.replace("sub/Dockerfile", "FROM b\n").unwrap(), [""; 0]);
    let found = fs::metadata(&file).unwrap();
    assert_eq!(found.mode() & 0o777, 0o640);
    if is_given {
        assert_eq!((found.uid(), found.gid()), (65534, 12));
    }
    if is_marked {
        let mut value = [0; 4];
        rustix::fs::fgetxattr(fs::File::open(&file).unwrap(), name, &mut value).unwrap();
        assert_eq!(&value, b"kept");
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "FROM b\n");
    fs::remove_dir_all(path).unwrap();
}

#[test]
fn a_file_with_other_names_is_left_alone() {
    let (path, disk) = folder("names");
    fs::hard_link(path.join("sub/Dockerfile"), path.join("other")).unwrap();
    let why = disk.replace("sub/Dockerfile", "FROM b\n").unwrap_err();
    assert_eq!(why.to_string(), "the file has another name (hard links), which would keep the old text");
    assert_eq!(fs::read_to_string(path.join("other")).unwrap(), "FROM a\n");
    fs::remove_dir_all(path).unwrap();
}

#[test]
fn what_a_killed_run_left_is_removed_and_nothing_else() {
    let (path, disk) = folder("left");
    let sub = path.join("sub");
    let old = SystemTime::now() - Duration::from_hours(2);
    let ours = ".plimsoll-0123456789abcdef.tmp";
    let kept = [
        // Another run may be at it.
        (".plimsoll-0000000000000000.tmp", SystemTime::now()),
        (".plimsoll-0123456789abcdeF.tmp", old),
        (".plimsoll-1.tmp", old),
        ("plimsoll-0123456789abcdef.tmp", old),
    ];
    for (name, modified) in kept.into_iter().chain([(ours, old)]) {
        fs::write(sub.join(name), "").unwrap();
        fs::File::open(sub.join(name)).unwrap().set_modified(modified).unwrap();
    }
    symlink("Dockerfile", sub.join(".plimsoll-1111111111111111.tmp")).unwrap();
    disk.replace("sub/Dockerfile", "FROM b\n").unwrap();
    let left = names(&sub);
    assert!(!left.contains(&ours.to_owned()), "{left:?}");
    assert_eq!(left.len(), kept.len() + 2, "{left:?}");
    fs::remove_dir_all(path).unwrap();
}
