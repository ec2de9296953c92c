//! Which files matter, by their names.

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
    /// Dockerfiles are `Dockerfile`, `Containerfile`, `Dockerfile.NAME`, `NAME.Dockerfile` in any letter case;
    /// Compose files are `compose.yaml`, `docker-compose.yml` and either with a part more (`compose.prod.yaml`,
    /// `docker-compose-dev.yml`).
    pub fn of(path: &str) -> Option<FileKind> {
        let name = path.rsplit('/').next().unwrap_or(path);
        if name == CONFIG_NAME || HADOLINT_NAMES.contains(&name) {
            return Some(FileKind::Config);
        }
        let name = name.to_ascii_lowercase();
        if let Some(stem) = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml")) {
            let is_compose = |rest: &str| rest.is_empty() || rest.starts_with(['.', '-', '_']);
            let rest = stem.strip_prefix("docker-compose").or_else(|| stem.strip_prefix("compose"));
            return rest.is_some_and(is_compose).then_some(FileKind::Compose);
        }
        ["dockerfile", "containerfile"].iter().find_map(|kind| {
            let is_one = match name.strip_prefix(kind) {
                // `Dockerfile.dockerignore` belongs to its Dockerfile but is none, and code about Dockerfiles is code.
                Some(rest) => {
                    rest.is_empty() || rest.strip_prefix('.').is_some_and(|end| !NO_DOCKERFILE.contains(&end))
                }
                None => name.strip_suffix(kind).is_some_and(|front| front.ends_with('.')),
            };
            is_one.then_some(FileKind::Dockerfile)
        })
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

/// Endings behind `Dockerfile.` that make it something else.
const NO_DOCKERFILE: [&str; 10] =
    ["dockerignore", "md", "txt", "sh", "py", "js", "json", "erb", "bak", "orig"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell() {
        for path in [
            "Dockerfile",
            "a/dockerfile",
            "x/Dockerfile.prod",
            "web.Dockerfile",
            "b.dockerfile",
            "Containerfile",
        ] {
            assert_eq!(FileKind::of(path), Some(FileKind::Dockerfile), "{path}");
        }
        for path in [
            "compose.yml",
            "docker-compose.yaml",
            "docker-compose-dev.yml",
            "compose.prod.yaml",
            "docker-compose_ci.yml",
        ] {
            assert_eq!(FileKind::of(path), Some(FileKind::Compose), "{path}");
        }
        for path in [
            "Dockerfile.dockerignore",
            "Dockerfiles",
            "mydockerfile",
            "composer.yml",
            "docker.yml",
            "compose.json",
        ] {
            assert_eq!(FileKind::of(path), None, "{path}");
        }
        assert_eq!(FileKind::of_named("stack.yml"), FileKind::Compose);
        assert_eq!(FileKind::of_named("build/app"), FileKind::Dockerfile);
    }
}
