//! Which program reads a Compose file: its name and its keys tell.

use crate::yaml::Yaml;

/// The program that reads a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// `docker compose`, which refuses what it does not know.
    DockerCompose,
    /// `podman-compose`, which has keys and words of its own, and uses the last of several keys of one name.
    PodmanCompose,
}

impl Reader {
    /// The reader of a file: `podman-compose.yml` and files with keys such as `x-podman` are for podman-compose.
    pub fn of(path: &str, tree: &Yaml<'_>) -> Reader {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        let has_key = |yaml: &Yaml<'_>| {
            let mapping = yaml.as_mapping();
            mapping.is_some_and(|it| it.entries.iter().any(|it| it.key.value.starts_with("x-podman")))
        };
        let services = tree.get("services").and_then(Yaml::as_mapping);
        let mut services = services.into_iter().flat_map(|services| services.entries.iter());
        let is_for_podman = name.starts_with("podman-compose")
            || has_key(tree)
            || services.any(|service| has_key(&service.value));
        if is_for_podman { Reader::PodmanCompose } else { Reader::DockerCompose }
    }

    /// Whether it accepts a key that comes twice in a mapping.
    pub(crate) fn accepts_duplicate_keys(self) -> bool {
        self == Reader::PodmanCompose
    }
}
