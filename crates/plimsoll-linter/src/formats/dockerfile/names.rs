//! How Dockerfiles are told from other files: by their names, and where these do not tell, by their first line.

use plimsoll_diagnostics::nearest;
use plimsoll_dockerfile::Keyword;

use crate::formats::Name;

/// `Dockerfile`, `Containerfile`, `Dockerfile.NAME`, `Dockerfile-NAME`, `Dockerfile_NAME` and `NAME.Dockerfile`.
pub(super) fn is_named(name: Name<'_>) -> bool {
    ["dockerfile", "containerfile"].iter().any(|word| {
        if name.starts_with(word) {
            let name = name.file.to_ascii_lowercase();
            name.strip_prefix(word).is_some_and(names_variant)
        } else {
            let front = name.file.len().checked_sub(word.len()).and_then(|at| name.file.get(..at));
            name.ends_with(word) && front.is_some_and(|front| front.ends_with('.'))
        }
    })
}

/// Whether what stands behind `dockerfile` names a variant of it (`.prod`, `-alpine3.19`), and not a file about it.
fn names_variant(rest: &str) -> bool {
    // `Dockerfile.dockerignore` belongs to its Dockerfile but is none.
    let is_other = |end: &str| NO_DOCKERFILE.contains(&end) || TEMPLATES.contains(&end);
    match rest.chars().next() {
        None => true,
        Some('.') => !rest.rsplit('.').next().is_some_and(is_other),
        // `dockerfile_test.go` is code, `Dockerfile-alpine3.19` ends in a version.
        Some('-' | '_') => match rest.split_once('.') {
            Some((_, end)) => {
                end.starts_with(|first: char| first.is_ascii_digit()) && names_variant(&format!(".{end}"))
            }
            // `Dockerfile-template` is a part of one, or has marks in it.
            None => !rest.ends_with("template") && !rest.ends_with("tmpl"),
        },
        Some(_) => false,
    }
}

/// Endings of what a Dockerfile is made from.
pub(in crate::formats) const TEMPLATES: [&str; 17] = [
    "ejs", "erb", "ftl", "gotmpl", "hbs", "in", "j2", "jinja", "jinja2", "m4", "mustache", "njk", "template",
    "tmpl", "tpl", "tt", "twig",
];

/// Endings behind `Dockerfile.` that make it something else, besides those of templates: texts about it, code for it.
pub(in crate::formats) const NO_DOCKERFILE: [&str; 17] = [
    "back",
    "bak",
    "dockerignore",
    "js",
    "json",
    "md",
    "ncl",
    "old",
    "orig",
    "py",
    "rej",
    "sh",
    "swp",
    "ts",
    "txt",
    "yaml",
    "yml",
];

/// Endings that other files have more often than Dockerfiles do (`Dockerfile.rego`, `dockerfile.go`): the text decides.
const OTHER_FILES: [&str; 74] = [
    "adoc",
    "append",
    "asciidoc",
    "bin",
    "c",
    "cc",
    "cfg",
    "conf",
    "cpp",
    "cs",
    "css",
    "csv",
    "dart",
    "diff",
    "dll",
    "ex",
    "example",
    "exe",
    "exs",
    "gif",
    "go",
    "gz",
    "h",
    "hcl",
    "html",
    "ico",
    "ignore",
    "inc",
    "include",
    "ini",
    "ipynb",
    "jar",
    "java",
    "jpeg",
    "jpg",
    "kt",
    "license",
    "lock",
    "log",
    "lua",
    "map",
    "mp4",
    "part",
    "patch",
    "pdf",
    "php",
    "pl",
    "png",
    "properties",
    "ps1",
    "rb",
    "rego",
    "rs",
    "rst",
    "sample",
    "sarif",
    "scala",
    "so",
    "spec",
    "sql",
    "svg",
    "swift",
    "tar",
    "tgz",
    "toml",
    "tsx",
    "vue",
    "wasm",
    "webp",
    "whl",
    "xml",
    "xz",
    "zig",
    "zip",
];

/// Whether only its text can tell whether a file with the name of a Dockerfile is one. `NAME.dockerfile` may be a part that
/// another frontend puts into a Dockerfile.
pub(super) fn is_doubtful(name: Name<'_>) -> bool {
    let is_other =
        |end: &str| OTHER_FILES.iter().chain(&["dockerfile"]).any(|other| other.eq_ignore_ascii_case(end));
    name.file.rsplit_once('.').is_some_and(|(_, end)| is_other(end))
}

/// Whether a text reads like a Dockerfile: its first line that is neither blank nor a comment starts with the name of an
/// instruction, or with one that has a slip in it. One that starts with another instruction than FROM or ARG, and has no
/// stage at all, is a part of one.
pub(super) fn reads_like(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let word = lines.next().and_then(|line| line.split_whitespace().next()).unwrap_or_default();
    let is_upper = word.bytes().all(|byte| byte.is_ascii_uppercase());
    let has_stage = || {
        // Prose starts lines with `from`, too.
        let from = if is_upper { "FROM" } else { "from" };
        text.lines().filter_map(|line| line.split_whitespace().next()).any(|word| word == from)
    };
    if let Some(keyword) = Keyword::from_name(word) {
        return matches!(keyword, Keyword::From | Keyword::Arg) || has_stage();
    }
    is_upper && nearest(word, Keyword::ALL.iter().map(|keyword| keyword.name())).is_some()
}
