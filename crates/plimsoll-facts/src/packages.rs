//! What packages of distributions are there for.

use crate::table::{Fields, Row, Table};

static TABLE: Table<Package> = Table::packed(include_bytes!(concat!(env!("OUT_DIR"), "/packages.tsv")));

struct Package {
    name: &'static str,
    roles: Vec<Role>,
}

/// What a package is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Compiles programs.
    Compiler,
    /// A server for remote logins.
    RemoteLogin,
    /// Brings neither curl nor wget, and depends on neither.
    NoDownloader,
    /// In each image of Debian.
    Preinstalled,
    /// A package of Debian and Ubuntu that needs and recommends nothing that their images lack.
    SelfContained,
}

impl Role {
    fn from_name(name: &str) -> Option<Role> {
        Some(match name {
            "compiler" => Role::Compiler,
            "remote-login" => Role::RemoteLogin,
            "no-downloader" => Role::NoDownloader,
            "preinstalled" => Role::Preinstalled,
            "self-contained" => Role::SelfContained,
            _ => return None,
        })
    }

    /// Whether a package has this role.
    pub fn is_of(self, package: &str) -> bool {
        let named = TABLE.rows().binary_search_by_key(&package, |it| it.name).ok();
        named.and_then(|at| TABLE.rows().get(at)).is_some_and(|it| it.roles.contains(&self))
    }
}

impl Row for Package {
    const COLUMNS: &'static [&'static str] = &["package", "roles", "source"];

    fn read(fields: &mut Fields) -> Option<Package> {
        let name = fields.text();
        let roles: Option<Vec<Role>> = fields.words().into_iter().map(Role::from_name).collect();
        Some(Package { name, roles: roles.filter(|roles| !roles.is_empty())? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<Package>(TABLE.text());
        assert!(TABLE.rows().is_sorted_by_key(|package| package.name));
    }

    #[test]
    fn packages_have_roles() {
        assert!(Role::Compiler.is_of("gcc") && Role::NoDownloader.is_of("gcc"));
        assert!(Role::RemoteLogin.is_of("openssh-server") && !Role::Compiler.is_of("openssh-server"));
        assert!(!Role::NoDownloader.is_of("curl"));
        assert!(Role::SelfContained.is_of("tini") && !Role::SelfContained.is_of("zip"));
    }
}
