//! Images that start a shell or the prompt of a language, which ends at once where there is no terminal.

use std::sync::LazyLock;

use crate::aliases::name;
use crate::images::fits_tag;
use crate::table::{ByRepository, Fields, Row};

const TEXT: &str = include_str!("../facts/interactive-images.tsv");

static TABLE: LazyLock<ByRepository<Interactive>> = LazyLock::new(|| ByRepository::new(TEXT));

/// An image that starts an interactive program.
#[derive(Clone, Copy, Debug)]
struct Interactive {
    tags: &'static str,
    command: &'static str,
}

impl Row for Interactive {
    const COLUMNS: &'static [&'static str] = &["repository", "tags", "command", "source"];

    fn read(fields: &mut Fields) -> Option<Interactive> {
        let (_repository, tags, command) = (fields.text(), fields.text(), fields.text());
        (!command.is_empty()).then_some(Interactive { tags, command })
    }
}

/// The interactive program that an image starts by default, if it is known to start one.
pub fn command(full: &str, tag: &str) -> Option<&'static str> {
    TABLE.about(&name(full)).find(|image| fits_tag(image.tags, tag)).map(|image| image.command)
}

/// Whether a program is a prompt that an image in the table starts, whatever its version: `python3`, `irb`.
pub fn is_prompt(program: &str) -> bool {
    let plain = |name: &str| name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let own = program.get(..plain(program));
    TABLE.repositories().flat_map(|name| TABLE.written(name)).any(|image| {
        let known = image.command.split(' ').next().unwrap_or_default();
        known.get(..plain(known)) == own
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<Interactive>(TEXT);
        assert_eq!(command("docker.io/library/python", "3.14-slim"), Some("python3"));
        assert_eq!(command("docker.io/library/eclipse-temurin", "21-jre"), None);
        assert_eq!(command("docker.io/library/postgres", "18"), None);
        assert!(is_prompt("python") && is_prompt("python3.12") && is_prompt("ghci") && !is_prompt("nginx"));
    }
}
