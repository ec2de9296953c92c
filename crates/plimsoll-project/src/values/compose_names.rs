//! The names of Compose files.

/// The names that Compose looks for in a directory, the preferred first. Source: compose-go, `DefaultFileNames`.
pub const COMPOSE_NAMES: [&str; 4] =
    ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

/// Whether a path has one of the names that are looked for, and no more in it.
pub fn is_named_alone(path: &str) -> bool {
    matches!(file_stem(path), "compose" | "docker-compose" | "podman-compose")
}

/// Whether a path is that of a stack, which `docker stack deploy` reads and Compose does not.
pub(crate) fn is_stack(path: &str) -> bool {
    file_stem(path).to_ascii_lowercase().starts_with("docker-stack")
}

/// Whether a path speaks of Swarm: `swarm/web/docker-compose.yml`, `docker-compose.swarm.yml`.
pub(crate) fn speaks_of_swarm(path: &str) -> bool {
    path.split(['/', '\\', '.', '-', '_']).any(|word| word.eq_ignore_ascii_case("swarm"))
}

/// The name of a file without its folder and without `.yml`.
pub(crate) fn file_stem(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
