//! Paths as text, with `/` between folders. Nothing here looks at a disk.

use std::borrow::Cow;

use crate::Value;

/// `path` seen from `folder`, without `.` and, where it can be told, without `..`.
pub(crate) fn join(folder: &str, path: &str) -> String {
    let absolute = path.starts_with('/');
    let all = if absolute || folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") };
    clean(&all)
}

/// Whether a path names something elsewhere: a URL, or a repository of Git.
pub(crate) fn is_remote(path: &str) -> bool {
    path.contains("://")
        || path.starts_with("git@")
        || path.starts_with("github.com/")
        || path.ends_with(".git")
}

/// How one gets from `folder` to `to`, both seen from the same place; `None` when `folder` lies outside of it.
pub(crate) fn relative(folder: &str, to: &str) -> Option<String> {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = to.split('/').filter(|part| !part.is_empty()).collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = from.get(shared..)?;
    if up.contains(&"..") {
        return None;
    }
    let down = to.iter().skip(shared).copied();
    Some(up.iter().map(|_| "..").chain(down).collect::<Vec<_>>().join("/"))
}

/// The folder of a file; empty for one in the root.
pub(crate) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| if folder.is_empty() { "/" } else { folder })
}

/// A folder, and those that it lies in, the nearest first.
pub(crate) fn upward(folder: &str) -> impl Iterator<Item = &str> + Clone {
    std::iter::successors(Some(folder), |at| (!matches!(*at, "" | "/")).then(|| self::folder(at)))
}

/// How many folders are climbed from a file to find what is said of it there.
pub(crate) const MOST_LEVELS: usize = 6;

/// A folder, and those that it lies in, up to where the run was started; above that, nothing is known.
pub(crate) fn upward_inside(folder: &str) -> impl Iterator<Item = &str> {
    let is_top = |at: &str| matches!(at, "" | "." | "/") || at.starts_with("..");
    std::iter::successors(Some(folder), move |at| (!is_top(at)).then(|| self::folder(at)))
}

/// A folder, and those that it lies in that may be built together with it, the nearest first: what is vendored is built from
/// its own folders, and not from those of the repository that keeps it.
pub(crate) fn upward_in_module(folder: &str) -> impl Iterator<Item = &str> + Clone {
    let is_of_others = |at: &str| at.split('/').any(|part| FOLDERS_OF_OTHERS.contains(&part));
    let is_vendored = is_of_others(folder);
    upward(folder).take_while(move |at| !is_vendored || is_of_others(at))
}

/// The folders in which repositories keep a copy of other projects.
const FOLDERS_OF_OTHERS: [&str; 3] = ["vendor", "node_modules", "third_party"];

/// Whether a file is for tests, a CI job, development or an example, or is vendored, as its name or its directory says:
/// `compose.test.yaml`, `e2e/compose.yaml`, `examples/redis/compose.yaml`, `Shop.Tests/compose.yaml`.
pub fn is_for_tests(path: &str) -> bool {
    path.split(['/', '\\', '.', '-', '_', ' ']).any(is_word_of_tests)
}

/// The same without examples, which people copy.
pub(crate) fn is_for_development(path: &str) -> bool {
    path.split(['/', '\\', '.', '-', '_', ' ']).any(is_word_of_development)
}

/// Whether a word says that something is for tests, development or an example, in any casing.
fn is_word_of_tests(word: &str) -> bool {
    is_word_of_demos(word) || is_word_of_development(word)
}

/// Whether a word of a comment says where something is for: in development, or not in production.
pub(crate) fn is_word_of_stage(word: &str) -> bool {
    is_word_of_development(word) || is_among(&["prod", "production", "debugging"], word)
}

fn is_word_of_development(word: &str) -> bool {
    let is_camel = ["Test", "Tests"].iter().any(|end| word.ends_with(end));
    is_camel || is_among(WORDS_OF_TESTS, word)
}

/// Whether a word says that something is a demo or an example, in any casing.
pub(crate) fn is_word_of_demos(word: &str) -> bool {
    is_among(WORDS_OF_DEMOS, word)
}

fn is_among(words: &[&str], word: &str) -> bool {
    words.iter().any(|own| own.eq_ignore_ascii_case(word))
}

const WORDS_OF_DEMOS: &[&str] =
    &["demo", "demos", "example", "examples", "sample", "samples", "tutorial", "tutorials", "workshop"];

#[rustfmt::skip]
const WORDS_OF_TESTS: &[&str] = &[
    "test", "tests", "testing", "integration", "e2e", "ci", "bench", "benchmark", "benchmarks", "dev",
    "devcontainer", "devel", "development", "devstack", "local", "playground", "quickstart", "training",
    "vendor", "fixture", "fixtures", "testsuite", "testdata", "mocks", "sandbox",
];

/// A path seen from a root that nothing leads out of: `..` above it is dropped.
pub(crate) fn rooted(path: &str) -> String {
    clean(&format!("/{path}")).trim_start_matches('/').to_owned()
}

/// Whether a path counts from a folder of the project: not from the root, the user's home or a drive.
pub(crate) fn is_relative(path: &str) -> bool {
    !path.starts_with(['/', '~', '\\']) && path.get(1..2) != Some(":") && !path.is_empty()
}

/// Without empty parts and `.`, and `..` taken together with the folder before it.
pub(crate) fn clean(path: &str) -> String {
    let absolute = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if absolute => {}
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    if absolute { format!("/{joined}") } else { joined }
}

/// The working directory after a WORKDIR: a relative path goes on from the one before.
pub(crate) fn workdir<'s>(before: Value<&str>, path: Value<Cow<'s, str>>) -> Value<Cow<'s, str>> {
    let Value::Known { value: path, set_at } = path else { return path };
    let of_windows = path.contains('\\') || path.get(1..2) == Some(":");
    let joined = match before {
        _ if of_windows => return Value::known(path, set_at),
        _ if path.starts_with('/') => clean(&path),
        Value::Known { value: before, .. } => join(before, &path),
        Value::Unset => join("/", &path),
        Value::Unknown { because } => return Value::Unknown { because },
    };
    // Most paths are clean as they are written.
    Value::known(if joined == path { path } else { Cow::Owned(joined) }, set_at)
}

/// Whether the name of a Dockerfile is not that which a build looks for by itself: `Dockerfile.base`, `api.Dockerfile`.
pub(crate) fn names_one_of_several(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    !["dockerfile", "containerfile"].iter().any(|own| name.eq_ignore_ascii_case(own))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_text() {
        assert_eq!(join("", "./api"), "api");
        assert_eq!(join("deploy", "../api/./"), "api");
        assert_eq!(join("a", "../../b"), "../b");
        assert_eq!(join("/srv/app", ".."), "/srv");
        assert_eq!(join("a", "/etc"), "/etc");
        assert_eq!(join("", "."), "");
        assert_eq!(relative("", "a/b").as_deref(), Some("a/b"));
        assert_eq!(relative("a/b", "a/c").as_deref(), Some("../c"));
        assert_eq!(relative("../a", "b"), None);
        assert_eq!(
            (rooted("a/../../b"), rooted("../.."), rooted("./a/")),
            ("b".into(), String::new(), "a".into())
        );
        assert_eq!(upward("a/b").collect::<Vec<_>>(), ["a/b", "a", ""]);
        assert_eq!(upward("/a").collect::<Vec<_>>(), ["/a", "/"]);
        assert_eq!((folder("compose.yaml"), folder("a/b.yaml"), folder("/c")), ("", "a", "/"));
    }
}
