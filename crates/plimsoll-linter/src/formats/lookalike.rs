//! Files that no format takes, and that look like a Dockerfile or a Compose file: templates of one, and Compose files with
//! another name. Nothing in them is checked, which a report on a policy must say.

use super::dockerfile::names::TEMPLATES;
use super::{FileKind, Name};

/// Endings of examples, which somebody copies and changes.
const EXAMPLES: [&str; 3] = ["dist", "example", "sample"];

/// Words in the names of files that may be Compose files.
const COMPOSE_WORDS: [&str; 3] = ["compose", "stack", "swarm"];

impl FileKind {
    /// Whether the name of a file that is of no kind is like that of a Dockerfile or a Compose file.
    pub(crate) fn has_lookalike_name(path: &str) -> bool {
        template_of(path).is_some() || is_like_compose_name(path)
    }

    /// What a file with such a name looks like. `read` gives its text, which decides where the name says little.
    pub fn lookalike(path: &str, read: impl FnOnce() -> Option<Vec<u8>>) -> Option<&'static str> {
        match template_of(path) {
            Some(FileKind::Dockerfile) => Some("a template of a Dockerfile"),
            Some(_) => Some("a template of a Compose file"),
            None => is_like_compose_name(path)
                .then(read)
                .flatten()
                .filter(|text| has_services(&String::from_utf8_lossy(text)))
                .map(|_| "a Compose file"),
        }
    }
}

/// What a template with this name is one of: `Dockerfile.j2`, `Dockerfile-template`, `compose.yaml.tmpl`.
fn template_of(path: &str) -> Option<FileKind> {
    let (name, ending) = path.rsplit_once(['.', '-', '_'])?;
    let is_template = TEMPLATES.iter().chain(&EXAMPLES).any(|one| one.eq_ignore_ascii_case(ending));
    let kind = is_template.then(|| FileKind::of(name)).flatten();
    kind.filter(|kind| matches!(kind, FileKind::Dockerfile | FileKind::Compose))
}

fn is_like_compose_name(path: &str) -> bool {
    let name = Name::new(path);
    let is_data = [".yaml", ".yml", ".json"].iter().any(|end| name.ends_with(end));
    is_data && {
        let file = name.file.to_ascii_lowercase();
        COMPOSE_WORDS.iter().any(|word| file.contains(word))
    }
}

/// Whether a text has the table that Compose files have at their top. Stack and Pulumi call their files alike.
fn has_services(text: &str) -> bool {
    let key = |line: &str| line.trim_start().trim_start_matches('{').trim_start().starts_with("\"services\"");
    let is_json = text.trim_start().starts_with('{');
    let opens = |line: &str| if is_json { key(line) } else { line.starts_with("services:") };
    text.lines().any(opens)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_checked_file_is_told() {
        let services = || Some(b"version: '3'\nservices:\n  web:\n    image: a\n".to_vec());
        for (path, expected) in [
            ("app/Dockerfile.j2", Some("a template of a Dockerfile")),
            ("Containerfile.in", Some("a template of a Dockerfile")),
            ("Dockerfile-template", Some("a template of a Dockerfile")),
            ("api.Dockerfile.TMPL", Some("a template of a Dockerfile")),
            ("docker-compose.yml.j2", Some("a template of a Compose file")),
            ("compose.yaml.example", Some("a template of a Compose file")),
            ("stack.yml", Some("a Compose file")),
            ("deploy/swarm-prod.yaml", Some("a Compose file")),
            ("services.yml", None),
            ("Dockerfile.md", None),
            ("notes.in", None),
        ] {
            let found =
                FileKind::has_lookalike_name(path).then(|| FileKind::lookalike(path, services)).flatten();
            assert_eq!(found, expected, "{path}");
        }
        let json = || Some(b"{\"services\": {\"web\": {}}}".to_vec());
        assert_eq!(FileKind::lookalike("compose.json", json), Some("a Compose file"));
        let haskell = || Some(b"resolver: lts-22.1\npackages: [.]\n".to_vec());
        assert_eq!(FileKind::lookalike("stack.yaml", haskell), None);
    }
}
