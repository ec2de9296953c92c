//! Folders by their paths: what lies in which, and what lies above, even above where the run was started.

use std::borrow::Cow;

/// The folder that a path lies in; of one without a `/` it is `.`.
pub(crate) fn folder_of(path: &str) -> &str {
    match path.rsplit_once('/') {
        Some(("", _)) => "/",
        Some((folder, _)) => folder,
        None => ".",
    }
}

/// The last part of a path.
pub(crate) fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The folder above a folder: `..` above `.`, and none above the root of a file system.
pub(crate) fn above(folder: &str) -> Option<Cow<'_, str>> {
    match folder {
        "/" | "" => None,
        "." => Some("..".into()),
        _ if name_of(folder) == ".." => Some(format!("{folder}/..").into()),
        // `C:`
        _ if folder.ends_with(':') => None,
        _ => Some(folder_of(folder).into()),
    }
}

/// How many folders a path climbs from where the run was started: 2 of `../../a`.
pub(crate) fn climbs(path: &str) -> usize {
    path.split('/').take_while(|part| *part == "..").count()
}

/// Whether a folder is another one, or the other lies in it.
pub(crate) fn holds(folder: &str, other: &str) -> bool {
    match folder {
        "." => climbs(other) == 0 && !other.starts_with('/'),
        "/" => other.starts_with('/'),
        _ => other.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
    }
}

/// A path that is written in a file of `folder`, seen from where the run was started.
pub(crate) fn join(folder: &str, path: &str) -> String {
    let all =
        if path.starts_with('/') || folder == "." { path.to_owned() } else { format!("{folder}/{path}") };
    let mut parts: Vec<&str> = Vec::new();
    for part in all.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if all.starts_with('/') => {}
            part => parts.push(part),
        }
    }
    format!("{}{}", if all.starts_with('/') { "/" } else { "" }, parts.join("/"))
}

/// A path as a file in `folder` would name it. Both are seen from `here`, where the run was started.
pub(crate) fn seen_from(folder: &str, path: &str, here: &str) -> String {
    let here = if here.is_empty() { "." } else { here };
    let (folder, path) = (join(here, folder), join(here, path));
    let (folder, path) = (parts(&folder), parts(&path));
    let shared = folder.iter().zip(&path).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", folder.len() - shared);
    up.chain(path.into_iter().skip(shared)).collect::<Vec<_>>().join("/")
}

fn parts(path: &str) -> Vec<&str> {
    path.split('/').filter(|part| !part.is_empty()).collect()
}

/// A folder to look at paths from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folder {
    /// Without `./` before it and `/` behind it; empty where the run was started.
    path: String,
    /// For one above where the run was started: the names of the folders on the way down.
    down: Vec<String>,
}

impl Folder {
    /// The run was started in `here`, an absolute path, or nobody knows where.
    pub(crate) fn new(path: &str, here: &str) -> Folder {
        let path = path.trim_start_matches("./").trim_end_matches('/');
        let up = climbs(path);
        let names: Vec<&str> = here.split('/').filter(|name| !name.is_empty()).collect();
        // `../a` is not above anything that is there.
        let is_above = up > 0 && path.split('/').count() == up;
        let down = names.iter().skip(names.len().saturating_sub(up)).filter(|_| is_above);
        let down = down.map(|name| (*name).to_owned()).collect();
        Folder { path: if path == "." { String::new() } else { path.to_owned() }, down }
    }

    /// A path seen from the folder; `None` outside of it.
    pub(crate) fn inside<'p>(&self, path: &'p str) -> Option<Cow<'p, str>> {
        let path = path.strip_prefix("./").unwrap_or(path);
        if self.path.is_empty() {
            return Some(path.into());
        }
        if let Some(rest) = path.strip_prefix(&*self.path).and_then(|rest| rest.strip_prefix('/')) {
            return (climbs(rest) == 0).then_some(rest.into());
        }
        let up = climbs(path);
        if up >= self.down.len() || path.starts_with('/') {
            return None;
        }
        let down = self.down.iter().take(self.down.len() - up).map(String::as_str);
        let rest = path.split('/').skip(up).filter(|part| *part != ".");
        Some(down.chain(rest).collect::<Vec<_>>().join("/").into())
    }
}

/// A path as it is named from where the run was started: `../here/a` is `a`.
pub(crate) fn from_here<'p>(path: &'p str, here: &str) -> &'p str {
    let up = climbs(path);
    let names: Vec<&str> = here.split('/').filter(|name| !name.is_empty()).collect();
    let mut rest = path.split('/').skip(up);
    let mut down = names.iter().skip(names.len().saturating_sub(up));
    if up == 0 || up > names.len() || !down.all(|name| rest.next() == Some(name)) {
        return path;
    }
    let len: usize = path.split('/').take(2 * up).map(|part| part.len() + 1).sum();
    path.get(len..).filter(|inside| !inside.is_empty()).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn upwards() {
        let all = |folder: &str| {
            let mut all = vec![folder.to_owned()];
            while let Some(up) = all.last().and_then(|last| above(last)).filter(|up| climbs(up) < 3) {
                let up = up.into_owned();
                all.push(up);
            }
            all
        };
        assert_eq!(all("a/b"), ["a/b", "a", ".", "..", "../.."]);
        assert_eq!(all("../a"), ["../a", "..", "../.."]);
        assert_eq!(all("/a/b"), ["/a/b", "/a", "/"]);
        assert_eq!(all("C:/a"), ["C:/a", "C:"]);
    }

    #[test]
    fn paths_seen_from_files() {
        for (folder, path, here, expected) in [
            (".", "a/b", "/x/y", "a/b"),
            ("p", "p/a", "/x", "a"),
            ("p", "q/a", "/x", "../q/a"),
            ("../p", "../q/a", "/x/r", "../q/a"),
            (".", "../q/a", "/x/p", "../q/a"),
            ("/x/p", "/x/q/a", "/x/r", "../q/a"),
            ("..", "a", "/x/r", "r/a"),
            ("../p", "../p/a", "", "a"),
        ] {
            assert_eq!(seen_from(folder, path, here), expected, "{path} from {folder}");
        }
    }

    #[test]
    fn paths_from_folders() {
        for (folder, path, expected) in [
            (".", "a/b", Some("a/b")),
            ("a", "a/b", Some("b")),
            ("a", "ab", None),
            ("a", "../b", None),
            ("/r", "/r/a", Some("a")),
            ("/r", "a", None),
            ("..", "a/b", Some("y/a/b")),
            ("..", "./a", Some("y/a")),
            ("..", ".", Some("y")),
            ("..", "../z/a", Some("z/a")),
            ("..", "../../z", None),
            ("..", "/r/x/y/a", None),
            ("../..", "a", Some("x/y/a")),
            ("../..", "../z/a", Some("x/z/a")),
            ("../..", "../../z/a", Some("z/a")),
            ("../z", "a", None),
            ("../z", "../z/a", Some("a")),
        ] {
            assert_eq!(Folder::new(folder, "/r/x/y").inside(path).as_deref(), expected, "{folder} {path}");
        }
    }
}
