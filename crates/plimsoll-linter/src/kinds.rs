//! Which files matter, by their names.

use plimsoll_diagnostics::nearest;
use plimsoll_dockerfile::Keyword;

/// What a file is to the linter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// A Compose file. Comes first: reading it tells which Dockerfiles belong to it.
    Compose,
    /// A Dockerfile.
    Dockerfile,
    /// `plimsoll.toml`, or the configuration of a peer.
    Config,
}

/// The name of the configuration file.
pub const CONFIG_NAME: &str = "plimsoll.toml";

/// The names of hadolint's configuration file; the first counts where both are.
pub const HADOLINT_NAMES: [&str; 2] = [".hadolint.yaml", ".hadolint.yml"];

impl FileKind {
    /// What a file's name says about it; `None`: nothing that a search would take along.
    ///
    /// Dockerfiles are `Dockerfile`, `Containerfile`, `Dockerfile.NAME`, `Dockerfile-NAME`, `Dockerfile_NAME` and
    /// `NAME.Dockerfile`; Compose files are `compose.yaml`, `docker-compose.yml`, `podman-compose.yml` and each with a part more
    /// (`compose.prod.yaml`, `docker-compose-dev.yml`), all in any letter case. `.pre-commit-hooks.yaml` says the
    /// same in the words of pre-commit.
    pub fn of(path: &str) -> Option<FileKind> {
        let name = path.rsplit('/').next().unwrap_or(path);
        if name == CONFIG_NAME || HADOLINT_NAMES.contains(&name) {
            return Some(FileKind::Config);
        }
        if !may_matter(name) {
            return None;
        }
        let path = path.to_ascii_lowercase();
        let name = path.rsplit('/').next().unwrap_or(&path);
        if let Some(stem) = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml")) {
            let is_compose = |rest: &str| rest.is_empty() || rest.starts_with(['.', '-', '_']);
            let starts = ["docker-compose", "podman-compose", "compose"];
            let rest = starts.iter().find_map(|start| stem.strip_prefix(start));
            return (rest.is_some_and(is_compose) && !is_workflow(&path)).then_some(FileKind::Compose);
        }
        ["dockerfile", "containerfile"].iter().find_map(|kind| {
            let is_one = match name.strip_prefix(kind) {
                Some(rest) => names_variant(rest),
                None => name.strip_suffix(kind).is_some_and(|front| front.ends_with('.')),
            };
            is_one.then_some(FileKind::Dockerfile)
        })
    }

    /// What a text is that has no name. YAML opens with a key, where a Dockerfile has an instruction and its arguments.
    pub fn of_text(text: &[u8]) -> FileKind {
        let text = String::from_utf8_lossy(text);
        let mut lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
        let first = lines.find(|line| !line.is_empty() && !line.starts_with(['#', '%']) && *line != "---");
        let is_key = |key: &str| !key.is_empty() && !key.contains(char::is_whitespace);
        let is_mapping = |line: &str| match line.strip_prefix('{') {
            // `{{` opens a template.
            Some(rest) => rest.is_empty() || rest.trim_start().starts_with('"'),
            None => line.split_once(':').is_some_and(|(key, value)| {
                is_key(key) && (value.is_empty() || value.starts_with(char::is_whitespace))
            }),
        };
        if first.is_some_and(is_mapping) { FileKind::Compose } else { FileKind::Dockerfile }
    }

    /// What a file is that somebody named: by its name, else by its extension.
    pub fn of_named(path: &str) -> FileKind {
        let is_yaml =
            |extension: &str| extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml");
        FileKind::of(path).unwrap_or_else(|| match path.rsplit_once('.') {
            Some((_, extension)) if is_yaml(extension) => FileKind::Compose,
            _ => FileKind::Dockerfile,
        })
    }
}

/// Whether a name deserves a closer look: a search and the Git index of a large repository name 100,000 others.
fn may_matter(name: &str) -> bool {
    let starts = |word: &str| name.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let ends = |word: &str| {
        let end = name.len().checked_sub(word.len()).and_then(|at| name.get(at..));
        end.is_some_and(|end| end.eq_ignore_ascii_case(word))
    };
    let is_kind = |word| starts(word) || ends(word);
    ends("ml") || is_kind("dockerfile") || is_kind("containerfile")
}

/// Whether what stands behind `dockerfile` names a variant of it (`.prod`, `-alpine3.19`), and not a file about it.
fn names_variant(rest: &str) -> bool {
    // `Dockerfile.dockerignore` belongs to its Dockerfile but is none.
    let is_other = |end: &str| NO_DOCKERFILE.contains(&end);
    match rest.chars().next() {
        None => true,
        Some('.') => !rest.rsplit('.').next().is_some_and(is_other),
        // `dockerfile_test.go` is code, `Dockerfile-alpine3.19` ends in a version.
        Some('-' | '_') => match rest.split_once('.') {
            Some((_, end)) => {
                end.starts_with(|first: char| first.is_ascii_digit()) && names_variant(&format!(".{end}"))
            }
            None => true,
        },
        Some(_) => false,
    }
}

/// Whether a file is where GitHub keeps workflows: `docker-compose.yml` there says when to test Compose files.
fn is_workflow(path: &str) -> bool {
    path.rsplit_once('/')
        .is_some_and(|(folder, _)| folder == ".github/workflows" || folder.ends_with("/.github/workflows"))
}

/// Endings behind `Dockerfile.` that make it something else: texts about it, code for it, what it is made from.
const NO_DOCKERFILE: [&str; 23] = [
    "bak",
    "dockerignore",
    "erb",
    "gotmpl",
    "hbs",
    "in",
    "j2",
    "jinja",
    "jinja2",
    "js",
    "json",
    "md",
    "mustache",
    "orig",
    "py",
    "rej",
    "sh",
    "swp",
    "template",
    "tmpl",
    "tpl",
    "ts",
    "txt",
];

/// Endings that other files have more often than Dockerfiles do (`Dockerfile.rego`, `dockerfile.go`): the text decides.
const OTHER_FILES: [&str; 42] = [
    "asciidoc",
    "adoc",
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
    "ex",
    "exs",
    "go",
    "h",
    "hcl",
    "html",
    "ini",
    "java",
    "kt",
    "license",
    "lock",
    "log",
    "lua",
    "patch",
    "php",
    "pl",
    "properties",
    "ps1",
    "rb",
    "rego",
    "rs",
    "rst",
    "sarif",
    "scala",
    "spec",
    "svg",
    "swift",
    "toml",
    "xml",
    "zig",
];

/// Whether only its text can tell whether a file with the name of a Dockerfile is one.
pub(crate) fn is_doubtful(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_other = |end: &str| OTHER_FILES.iter().any(|other| other.eq_ignore_ascii_case(end));
    FileKind::of(path) == Some(FileKind::Dockerfile)
        && name.rsplit_once('.').is_some_and(|(_, end)| is_other(end))
}

/// Whether a text reads like a Dockerfile: its first line that is neither blank nor a comment starts with the name of an
/// instruction, or with one that has a slip in it.
pub(crate) fn reads_like_dockerfile(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let word = lines.next().and_then(|line| line.split_whitespace().next()).unwrap_or_default();
    let is_upper = word.bytes().all(|byte| byte.is_ascii_uppercase());
    Keyword::from_name(word).is_some()
        || is_upper && nearest(word, Keyword::ALL.iter().map(|keyword| keyword.name())).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCKERFILES: [&str; 11] = [
        "Dockerfile",
        "a/dockerfile",
        "x/Dockerfile.prod",
        "Dockerfile.linux.extra",
        "web.Dockerfile",
        "b.dockerfile",
        "Containerfile",
        "prod.containerfile",
        "Dockerfile-alpine",
        "Dockerfile_ci",
        "Dockerfile-alpine3.19",
    ];
    const COMPOSE: [&str; 8] = [
        "compose.yml",
        "docker-compose.yaml",
        "docker-compose-dev.yml",
        "compose.prod.yaml",
        "docker-compose_ci.yml",
        "podman-compose.yaml",
        "podman-compose.dev.yml",
        "github/workflows/compose.yml",
    ];
    const NEITHER: [&str; 20] = [
        "Dockerfile.dockerignore",
        ".dockerignore",
        "Dockerfile.j2",
        "Dockerfile.prod.template",
        "Dockerfile-linux.template",
        "Dockerfile.md",
        "dockerfile_test.go",
        "dockerfile-lint.yml",
        "dockerfile-1.json",
        "Dockerfiles",
        "mydockerfile",
        "Dockerfile/README",
        "composer.yml",
        "docker.yml",
        "docker_compose.yml",
        "compose.json",
        "compose/main.yml",
        "compose.yaml.j2",
        ".github/workflows/docker-compose.yml",
        "a/.github/workflows/compose.yaml",
    ];

    #[test]
    fn names_tell() {
        for (paths, kind) in [
            (&DOCKERFILES[..], Some(FileKind::Dockerfile)),
            (&COMPOSE, Some(FileKind::Compose)),
            (&NEITHER, None),
        ] {
            for path in paths {
                assert_eq!(FileKind::of(path), kind, "{path}");
            }
        }
        assert_eq!(FileKind::of("a/plimsoll.toml"), Some(FileKind::Config));
        assert_eq!(FileKind::of_named("stack.yml"), FileKind::Compose);
        assert_eq!(FileKind::of_named("build/app"), FileKind::Dockerfile);
    }

    #[test]
    fn texts_tell_where_names_do_not() {
        for path in ["Dockerfile.rego", "pkg/dockerfile.go", "Dockerfile.LICENSE", "Dockerfile.cross.toml"] {
            assert!(is_doubtful(path), "{path}");
        }
        for path in ["Dockerfile", "Dockerfile.prod", "go.Dockerfile", "main.go", "Dockerfile.ubi8"] {
            assert!(!is_doubtful(path), "{path}");
        }
        for text in ["FROM a", "# c\n\n  arg A=1\n", "FORM debian\n"] {
            assert!(reads_like_dockerfile(text.as_bytes()), "{text}");
        }
        for text in
            ["package docker", "// x\npackage pkg\n", "use std::fs;\n", "[a]\n", "", "class Dockerfile; end"]
        {
            assert!(!reads_like_dockerfile(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn texts_tell() {
        for compose in [
            "services:\n  a: {}",
            "\u{feff}# c\r\n\r\n---\r\nname: x\r\n",
            "{\n\"services\": {}}",
            "x-a: &a\n",
            "%YAML 1.2\n---\n\"services\": {}\n",
        ] {
            assert_eq!(FileKind::of_text(compose.as_bytes()), FileKind::Compose, "{compose:?}");
        }
        for dockerfile in [
            "",
            "# syntax=docker/dockerfile:1\nFROM a:b",
            "FROM  a",
            "{{ x }}\nFROM a",
            "ARG A=b:c",
            "LABEL a: b",
        ] {
            assert_eq!(FileKind::of_text(dockerfile.as_bytes()), FileKind::Dockerfile, "{dockerfile:?}");
        }
    }

    /// The `files` and `exclude` of the hooks choose what the linter itself would.
    #[test]
    fn hooks_choose_the_same_files() {
        const HOOKS: &str = include_str!("../../../.pre-commit-hooks.yaml");
        let pattern = |key: &str| {
            let line =
                HOOKS.lines().find(|line| line.trim_start().starts_with(key)).expect("the first hook has it");
            let (_, quoted) = line.split_once('\'').expect("it is quoted");
            regex::Regex::new(quoted.trim_end_matches('\'')).expect("it is a regular expression")
        };
        let (files, exclude) = (pattern("files:"), pattern("exclude:"));
        let agree = |path: &str| {
            let wanted = matches!(FileKind::of(path), Some(FileKind::Dockerfile | FileKind::Compose));
            assert_eq!(files.is_match(path) && !exclude.is_match(path), wanted, "{path}");
        };
        DOCKERFILES.iter().chain(&COMPOSE).chain(&NEITHER).for_each(|path| agree(path));
        // And every way to put the parts of names together.
        let endings: Vec<String> = NO_DOCKERFILE.iter().map(|end| format!(".{end}")).collect();
        let more = [
            "", ".", ".prod", "-alpine", "_ci", "s", "3", "-1.2", ".1", "-a.b", ".yml", ".yaml", ".YML",
            ".go",
        ];
        let parts: Vec<&str> = more.into_iter().chain(endings.iter().map(String::as_str)).collect();
        for folder in ["", "a/", "dockerfile/", "compose.yml/", ".github/workflows/", ".github/"] {
            for front in ["", "x.", "x-", "x", "."] {
                for kind in [
                    "Dockerfile",
                    "containerfile",
                    "compose",
                    "docker-compose",
                    "docker_compose",
                    "podman-compose",
                ] {
                    for first in &parts {
                        for second in &parts {
                            agree(&format!("{folder}{front}{kind}{first}{second}"));
                        }
                    }
                }
            }
        }
    }
}
