//! What programs do, as far as a rule asks for it.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::table::{Fields, Row, Table};

static TABLE: Table<Program> = Table::packed(include_bytes!(concat!(env!("OUT_DIR"), "/programs.tsv")));

static BY_NAME: LazyLock<HashMap<&'static str, &'static Program>> =
    LazyLock::new(|| TABLE.rows().iter().map(|program| (program.name, program)).collect());

struct Program {
    name: &'static str,
    roles: Vec<Role>,
    build: &'static str,
}

/// What a program does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Runs the script that follows `-c`.
    Shell,
    /// Runs what it reads from standard input.
    RunsInput,
    /// Gives `$NAME` in its arguments a meaning of its own.
    ReadsDollar,
    /// Never reads standard input.
    ReadsNoInput,
    /// No package has its name.
    NeverPackage,
    /// Does not fail, or is meant to be ended by the command it feeds.
    NeverFails,
    /// Downloads what its arguments name.
    Downloader,
    /// Compares a checksum or a signature.
    Verifier,
    /// Started by root, goes on as another user.
    UserSwitcher,
    /// Talks to a server of data.
    Client,
    /// A server of data.
    Server,
    /// Installs no package.
    InstallsNothing,
    /// Adds no other program to the search path.
    BringsNoProgram,
    /// Creates no user.
    CreatesNoUser,
    /// A package manager of Node.js that npm or Corepack installs.
    NodeManager,
    /// Is what a container is for, and runs until it is stopped.
    RunsOn,
}

impl Role {
    fn from_name(name: &str) -> Option<Role> {
        Some(match name {
            "shell" => Role::Shell,
            "runs-input" => Role::RunsInput,
            "reads-dollar" => Role::ReadsDollar,
            "reads-no-input" => Role::ReadsNoInput,
            "never-a-package" => Role::NeverPackage,
            "never-fails" => Role::NeverFails,
            "downloader" => Role::Downloader,
            "verifier" => Role::Verifier,
            "user-switcher" => Role::UserSwitcher,
            "client" => Role::Client,
            "server" => Role::Server,
            "installs-nothing" => Role::InstallsNothing,
            "brings-no-program" => Role::BringsNoProgram,
            "creates-no-user" => Role::CreatesNoUser,
            "node-manager" => Role::NodeManager,
            "runs-on" => Role::RunsOn,
            _ => return None,
        })
    }

    /// Whether a program, by its name without directory, has this role.
    pub fn is_of(self, program: &str) -> bool {
        BY_NAME.get(program).is_some_and(|it| it.roles.contains(&self))
    }

    /// The names of all programs that have this role.
    pub fn programs(self) -> impl Iterator<Item = &'static str> {
        TABLE.rows().iter().filter(move |program| program.roles.contains(&self)).map(|program| program.name)
    }
}

/// What a tool for a running machine does, or fails to do, in a build step.
pub fn in_build(program: &str) -> Option<&'static str> {
    BY_NAME.get(program).map(|it| it.build).filter(|does| !does.is_empty())
}

impl Row for Program {
    const COLUMNS: &'static [&'static str] = &["program", "roles", "build", "source"];

    fn read(fields: &mut Fields) -> Option<Program> {
        let name = fields.text();
        let roles: Option<Vec<Role>> = fields.words().into_iter().map(Role::from_name).collect();
        Some(Program { name, roles: roles?, build: fields.text() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<Program>(TABLE.text());
        assert!(TABLE.rows().is_sorted_by_key(|program| program.name));
        assert_eq!(BY_NAME.len(), TABLE.rows().len(), "a program has two rows");
        let is_idle = |it: &&Program| it.roles.is_empty() && it.build.is_empty();
        assert_eq!(TABLE.rows().iter().find(is_idle).map(|it| it.name), None);
    }

    #[test]
    fn programs_have_roles() {
        assert!(Role::Shell.is_of("bash") && Role::RunsInput.is_of("bash") && !Role::Shell.is_of("node"));
        assert!(Role::UserSwitcher.programs().any(|name| name == "gosu"));
        assert!(in_build("systemctl").is_some() && in_build("curl").is_none());
    }
}
