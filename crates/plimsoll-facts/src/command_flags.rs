//! The flags of the command lines of container clients.

use crate::table::{Fields, Row, Table};

static TABLE: Table<CommandFlag> =
    Table::packed(include_bytes!(concat!(env!("OUT_DIR"), "/command-flags.tsv")));

/// A flag of `docker run`, `docker build` and their like.
#[derive(Debug)]
pub struct CommandFlag {
    commands: Vec<&'static str>,
    /// Its long name: `--volume`.
    pub name: &'static str,
    /// Its short name, without the dash.
    pub short: Option<char>,
    /// Whether a value belongs to it.
    pub takes_value: bool,
    /// What its value must be for the client: `int`, `bytes`, `duration`.
    pub kind: &'static str,
    /// Whether it may come several times, each adding to the others.
    pub is_list: bool,
    /// Whether nothing reads it any more.
    pub is_deprecated: bool,
    /// The key of a Compose service that says the same, parts divided by `.`; empty without one.
    pub key: &'static str,
}

impl Row for CommandFlag {
    const COLUMNS: &'static [&'static str] =
        &["command", "flag", "short", "value", "type", "list", "status", "key", "source"];

    fn read(fields: &mut Fields) -> Option<CommandFlag> {
        let commands = fields.words();
        let name = fields.text();
        let short = fields.text().chars().nth(1);
        let takes_value = fields.text() == "value";
        let kind = fields.text();
        let is_list = fields.text() == "list";
        let is_deprecated = match fields.text() {
            "current" | "hidden" | "experimental" | "legacy" => false,
            "deprecated" => true,
            _ => return None,
        };
        let key = fields.text();
        Some(CommandFlag { commands, name, short, takes_value, kind, is_list, is_deprecated, key })
    }
}

/// The flags that one of these commands has: `["run", "podman-run"]`.
pub fn of<'c>(commands: &'c [&'c str]) -> impl Iterator<Item = &'static CommandFlag> + 'c {
    let rows = TABLE.rows().iter();
    rows.filter(|flag| flag.commands.iter().any(|command| commands.contains(command)))
}

/// The flag of this long name, `--volume`.
pub fn long(commands: &[&str], name: &str) -> Option<&'static CommandFlag> {
    TABLE
        .rows()
        .iter()
        .find(|flag| flag.name == name && flag.commands.iter().any(|command| commands.contains(command)))
}

/// The flag of this short name, `v`.
pub fn short(commands: &[&str], name: char) -> Option<&'static CommandFlag> {
    of(commands).find(|flag| flag.short == Some(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<CommandFlag>(TABLE.text());
        assert!(long(&["run"], "--volume").is_some_and(|flag| flag.short == Some('v') && flag.is_list));
        assert!(short(&["create"], 'd').is_none() && short(&["run"], 'd').is_some());
        assert!(long(&["run"], "--secret").is_none() && long(&["run", "podman-run"], "--secret").is_some());
    }
}
