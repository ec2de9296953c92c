//! Manifests for other channels: templates, filled from `packaging/project.json` and `packaging/targets.json`. Checksums are
//! known once archives are built; what is committed has zeros in their place.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::template::{Values, filled};
use crate::{Problems, versions};

/// Where the manifests are, beside the templates that they are written from.
pub(crate) const FOLDER: &str = "packaging";
const TEMPLATES: &str = "packaging/templates";

/// Writes all manifests below this folder.
pub(super) fn write(root: &Path, sums: Option<&Path>, out: &Path) -> Result<(), Problems> {
    for (path, text) in manifests(root, sums)? {
        let path = out.join(path);
        if std::fs::read_to_string(&path).is_ok_and(|old| old == text) {
            continue;
        }
        let folder = path.parent().map_or(Ok(()), std::fs::create_dir_all);
        let done = folder.and_then(|()| std::fs::write(&path, text));
        done.map_err(|error| vec![format!("{}: {error}", path.display())])?;
        println!("wrote {}", path.strip_prefix(root).unwrap_or(&path).display());
    }
    Ok(())
}

/// Whether those that are committed are what the templates say.
pub(super) fn check(root: &Path) -> Problems {
    let manifests = match manifests(root, None) {
        Ok(manifests) => manifests,
        Err(problems) => return problems,
    };
    let folder = root.join(FOLDER);
    let is_fresh =
        |path: &Path, text: &str| std::fs::read_to_string(folder.join(path)).is_ok_and(|old| old == text);
    let stale = manifests.iter().filter(|(path, text)| !is_fresh(path, text));
    let say =
        |path: &Path| format!("packaging/{} is stale; run `cargo xtask release manifests`", path.display());
    stale.map(|(path, _)| say(path)).collect()
}

/// Every manifest by its path.
fn manifests(root: &Path, sums: Option<&Path>) -> Result<BTreeMap<PathBuf, String>, Problems> {
    let values = values(root, sums)?;
    let mut manifests = BTreeMap::new();
    let mut problems = Problems::new();
    let templates = root.join(TEMPLATES);
    for entry in ignore::WalkBuilder::new(&templates).standard_filters(false).build().flatten() {
        let Ok(path) = entry.path().strip_prefix(&templates) else { continue };
        let Ok(text) = std::fs::read_to_string(entry.path()) else { continue };
        match filled(&text, &values) {
            Ok(text) => drop(manifests.insert(path.to_path_buf(), text)),
            Err(why) => problems.push(format!("{TEMPLATES}/{}: {why}", path.display())),
        }
    }
    if problems.is_empty() { Ok(manifests) } else { Err(problems) }
}

/// What the templates are filled with.
fn values(root: &Path, sums: Option<&Path>) -> Result<Values, Problems> {
    let read = |path: &Path| {
        std::fs::read_to_string(path).map_err(|error| vec![format!("{}: {error}", path.display())])
    };
    let json = |name: &str| {
        let text = read(&root.join(FOLDER).join(name))?;
        serde_json::from_str::<Value>(&text).map_err(|error| vec![format!("packaging/{name}: {error}")])
    };
    let sums = sums.map(read).transpose()?;
    let version = versions::of_workspace(root);
    let mut values = Values::default();
    for (key, value) in json("project.json")?.as_object().into_iter().flatten() {
        values.named.insert(key.to_uppercase(), value.as_str().unwrap_or_default().to_owned());
    }
    let download =
        format!("{}/releases/download/v{version}", values.named.get("HOMEPAGE").map_or("", |it| it));
    // Python's way to write a rehearsal, which conda and Arch Linux read, too: they allow no hyphen.
    let python_version = version.replace("-rc.", "rc");
    let source = format!("plimsoll_lint-{python_version}.tar.gz");
    values.named.insert("PYTHON_VERSION".to_owned(), python_version);
    values.named.insert("VERSION".to_owned(), version);
    for target in json("targets.json")?.as_array().into_iter().flatten() {
        let name = target["target"].as_str().unwrap_or_default().to_owned();
        let ending = if name.contains("-windows-") { "zip" } else { "tar.gz" };
        add_archive(&mut values, &name, &format!("plimsoll-{name}.{ending}"), &download, sums.as_deref())?;
        for (key, value) in target.as_object().into_iter().flatten() {
            let value = value.as_str().unwrap_or_default().to_owned();
            values.named.insert(format!("{} {name}", key.to_uppercase()), value);
        }
        values.targets.push(name);
    }
    add_archive(&mut values, "source", &source, &download, sums.as_deref())?;
    Ok(values)
}

/// Names, address and checksum of an archive.
fn add_archive(
    values: &mut Values,
    target: &str,
    archive: &str,
    download: &str,
    sums: Option<&str>,
) -> Result<(), Problems> {
    let sum = match sums {
        None => "0".repeat(64),
        Some(sums) => {
            let line = sums.lines().find_map(|line| line.strip_suffix(&format!("  {archive}")));
            line.ok_or_else(|| vec![format!("there is no checksum of {archive}")])?.to_owned()
        }
    };
    let url = format!("{download}/{archive}");
    for (key, value) in [("ARCHIVE", archive.to_owned()), ("URL", url), ("SHA256", sum)] {
        values.named.insert(format!("{key} {target}"), value);
    }
    Ok(())
}
