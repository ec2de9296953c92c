//! The files to measure with, told by their names.

use std::path::{Path, PathBuf};

/// The Dockerfiles and Compose files of a folder.
pub(super) struct Corpus {
    pub(super) dockerfiles: Vec<PathBuf>,
    pub(super) compose: Vec<PathBuf>,
}

impl Corpus {
    /// Every such file below a folder, ignored ones too.
    pub(super) fn find(folder: &Path) -> Corpus {
        let mut corpus = Corpus { dockerfiles: Vec::new(), compose: Vec::new() };
        let walk =
            ignore::WalkBuilder::new(folder).standard_filters(false).sort_by_file_path(Ord::cmp).build();
        for entry in walk.flatten().filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file())) {
            let name = entry.file_name().to_string_lossy().to_lowercase();
            if is_dockerfile(&name) {
                corpus.dockerfiles.push(entry.into_path());
            } else if is_compose(&name) {
                corpus.compose.push(entry.into_path());
            }
        }
        corpus
    }

    /// Both kinds together.
    pub(super) fn all(&self) -> Vec<PathBuf> {
        [self.dockerfiles.as_slice(), self.compose.as_slice()].concat()
    }
}

fn is_dockerfile(name: &str) -> bool {
    name == "dockerfile"
        || name.starts_with("dockerfile.")
        || name.ends_with(".dockerfile")
        || name.starts_with("containerfile")
}

fn is_compose(name: &str) -> bool {
    let stem = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml"));
    stem.is_some_and(|stem| {
        stem == "compose" || stem.starts_with("compose.") || stem.starts_with("docker-compose")
    })
}

/// How many bytes the files have together.
pub(super) fn size(files: &[PathBuf]) -> u64 {
    files.iter().filter_map(|file| std::fs::metadata(file).ok()).map(|metadata| metadata.len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_the_kind() {
        for name in ["dockerfile", "dockerfile.dev", "api.dockerfile", "containerfile"] {
            assert!(is_dockerfile(name) && !is_compose(name), "{name}");
        }
        for name in ["compose.yaml", "compose.prod.yml", "docker-compose.yml", "docker-compose-dev.yaml"] {
            assert!(is_compose(name) && !is_dockerfile(name), "{name}");
        }
        for name in ["dockerfiles", "composer.yaml", "compose.md", "readme.md"] {
            assert!(!is_dockerfile(name) && !is_compose(name), "{name}");
        }
    }
}
