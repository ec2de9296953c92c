//! Commands that log in and keep the credentials in a file.

use crate::table::{Fields, Row, Table};

const TEXT: &str = include_str!("../facts/logins.tsv");

static TABLE: Table<Login> = Table::new(TEXT);

/// A command that logs in.
#[derive(Debug)]
pub struct Login {
    /// The program.
    pub program: &'static str,
    /// The operands that log in.
    pub operands: Vec<&'static str>,
    /// Whether it logs in to a cloud.
    pub is_cloud: bool,
    /// The file or folder that it keeps the credentials in; `~` stands for the home directory.
    pub keeps: &'static str,
    /// The variable that names another place; empty where there is none.
    pub variable: &'static str,
    /// How a build does without it, as a message says it.
    pub instead: Option<&'static str>,
}

impl Row for Login {
    const COLUMNS: &'static [&'static str] =
        &["program", "operands", "into", "keeps", "variable", "instead", "source"];

    fn read(fields: &mut Fields) -> Option<Login> {
        let (program, operands, into) = (fields.text(), fields.words(), fields.text());
        let is_known = ["cloud", "registry", "service"].contains(&into);
        let (keeps, variable, instead) = (fields.text(), fields.text(), fields.text());
        let instead = Some(instead).filter(|text| !text.is_empty());
        is_known.then_some(Login { program, operands, is_cloud: into == "cloud", keeps, variable, instead })
    }
}

/// The commands of a program that log in.
pub fn of_program(name: &str) -> impl Iterator<Item = &'static Login> {
    TABLE.rows().iter().filter(move |login| login.program == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<Login>(TEXT);
        assert_eq!(of_program("gcloud").count(), 2);
        assert!(of_program("az").all(|login| login.is_cloud));
    }
}
