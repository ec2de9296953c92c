//! Images that a configuration describes: rows like those of the table, with the file and line as their source.

use super::{ImageKind, ImageShell};

/// What a field of a row can contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// A text.
    Text,
    /// An absolute path.
    Path,
    /// Words without blanks in them.
    Words,
    /// Absolute paths.
    Paths,
    /// Numbers of ports.
    Ports,
    /// Whether something is so.
    Truth,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// An image of the table, perhaps with a tag.
    Like,
}

/// The fields that a configuration can set, by the names of their columns, with what each means.
pub const FIELDS: [(&str, FieldType, &str); 15] = [
    ("accounts", FieldType::Words, "The users that the image creates, as `name` or `name:uid`."),
    ("check", FieldType::Text, "A health check command that uses only programs in the image."),
    ("data", FieldType::Path, "The directory where the image stores its data."),
    (
        "env",
        FieldType::OneOf(&["none", "own"]),
        "Whether the image sets variables other than `PATH`: `none` or `own`.",
    ),
    ("files", FieldType::Words, "Variables that can also be set as `NAME_FILE`; `*` matches any ending."),
    ("healthcheck", FieldType::Truth, "Whether the image has a `HEALTHCHECK`."),
    ("kind", FieldType::OneOf(&ImageKind::NAMES), "The purpose of the image."),
    ("like", FieldType::Like, "A known image that provides all facts that are not set here."),
    ("ports", FieldType::Ports, "The ports that the image listens on."),
    (
        "requires",
        FieldType::Words,
        "Variables that the image requires to start; `A|B` means that one of them is enough.",
    ),
    ("shell", FieldType::OneOf(&ImageShell::NAMES), "The shell that `/bin/sh` refers to."),
    (
        "tags",
        FieldType::Words,
        "The tags that these facts apply to: `*` matches anything, `>=2` and `<2` compare versions.",
    ),
    ("tools", FieldType::Words, "Programs in the image; a leading `-` means that the program is missing."),
    (
        "user",
        FieldType::Text,
        "`root`, another user, or `drops:NAME` if the entrypoint switches to this user.",
    ),
    ("writes", FieldType::Paths, "Paths that must be writable when the root filesystem is read-only."),
];

/// An image that a configuration describes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnImage {
    name: String,
    source: String,
    fields: Vec<(&'static str, String)>,
}

impl OwnImage {
    /// An image of this name, of which `*` at the end stands for any rest. `source` is where it is described.
    pub fn new(name: &str, source: String) -> OwnImage {
        let name = name.strip_prefix("docker.io/").unwrap_or(name);
        let name = name.strip_prefix("library/").unwrap_or(name);
        OwnImage { name: name.to_owned(), source, fields: Vec::new() }
    }

    /// Sets a field, as the table writes it.
    pub fn set(&mut self, column: &'static str, value: String) {
        self.fields.push((column, value));
    }

    fn get(&self, column: &str) -> Option<&str> {
        self.fields.iter().find_map(|(name, value)| (*name == column).then_some(&**value))
    }

    /// What it says of a column of the table; empty where it does not say it. What it is said to lack was looked for.
    pub(super) fn column(&self, column: &str) -> &str {
        match column {
            "repository" => &self.name,
            "source" => &self.source,
            "checked" if self.get("tools").is_some() => "all",
            "tags" => self.get("tags").unwrap_or("*"),
            _ => self.get(column).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ImageUser, Images};

    fn image(name: &str, fields: &[(&'static str, &str)]) -> OwnImage {
        let mut image = OwnImage::new(name, "plimsoll.toml:3".to_owned());
        for (column, value) in fields {
            image.set(column, (*value).to_owned());
        }
        image
    }

    #[test]
    fn rows_of_a_configuration_come_first() {
        let own =
            [image("ghcr.io/acme/*", &[("user", "app"), ("like", "postgres:17"), ("tools", "-curl jq")])];
        let known = Images::new(&own).find("ghcr.io/acme/store", "2").unwrap();
        assert_eq!(known.user, ImageUser::NonRoot("app"));
        assert_eq!(known.data, Some("/var/lib/postgresql/data"));
        assert_eq!(known.has_tool("curl"), Some(false));
        assert_eq!(known.has_tool("jq"), Some(true));
        assert_eq!(Images::default().find("ghcr.io/acme/store", "2"), None);
    }

    #[test]
    fn what_they_leave_open_the_table_says() {
        let own = [image("docker.io/library/redis", &[("tags", "7*"), ("user", "redis")])];
        let user = |tag| Images::new(&own).find("docker.io/library/redis", tag).map(|image| image.user);
        assert_eq!(user("7.2"), Some(ImageUser::NonRoot("redis")));
        assert_eq!(user("8"), Some(ImageUser::DropsPrivileges));
        let facts = Images::new(&own).describe("docker.io/library/redis", "7.2");
        let source = |column: &str| facts.iter().find(|fact| fact.column == column).unwrap().source;
        assert_eq!(source("user"), "plimsoll.toml:3");
        assert!(source("ports").starts_with("https://"));
    }

    #[test]
    fn an_image_without_a_kind_is_an_application() {
        let own = [image("acme/app", &[("ports", "8080")])];
        let known = Images::new(&own).find("docker.io/acme/app", "latest").unwrap();
        assert_eq!(known.kind, ImageKind::Application);
        assert_eq!(known.ports().collect::<Vec<_>>(), [8080]);
    }

    #[test]
    fn every_word_of_a_choice_is_one_of_the_table() {
        assert!(ImageKind::NAMES.iter().all(|name| ImageKind::from_name(name).is_some()));
        assert!(ImageShell::NAMES.iter().all(|name| ImageShell::from_name(name).is_some()));
    }
}
