//! The options of a rule, read from the table of its page's `## Options` section.

use plimsoll_pages::{Problems, markdown};

/// A row: `| option | type | default | meaning |`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RuleOption {
    pub(crate) name: String,
    pub(crate) kind: OptionKind,
    /// As JSON, which the values that can stand here share with TOML.
    pub(crate) default: serde_json::Value,
    pub(crate) meaning: String,
}

/// The types that an option can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OptionKind {
    Boolean,
    Integer,
    Text,
    ListOfText,
    TableOfText,
    Table,
    ListOfTables,
}

impl OptionKind {
    /// Every type, with its name in a page.
    const NAMES: [(&'static str, OptionKind); 7] = [
        ("boolean", OptionKind::Boolean),
        ("integer", OptionKind::Integer),
        ("string", OptionKind::Text),
        ("list of strings", OptionKind::ListOfText),
        ("table of strings", OptionKind::TableOfText),
        ("table", OptionKind::Table),
        ("list of tables", OptionKind::ListOfTables),
    ];

    fn from_name(name: &str) -> Result<OptionKind, String> {
        let found = OptionKind::NAMES.into_iter().find(|(known, _)| *known == name);
        found.map(|(_, kind)| kind).ok_or_else(|| {
            let known: Vec<&str> = OptionKind::NAMES.iter().map(|(known, _)| *known).collect();
            format!("an option cannot be of type `{name}`; known types are {}", known.join(", "))
        })
    }
}

/// Reads the table in the lines of an `## Options` section.
pub(crate) fn read(lines: &[String]) -> Result<Vec<RuleOption>, Problems> {
    let rows = markdown::table(lines);
    if rows.is_empty() {
        return Err(vec!["`## Options` has no table `| option | type | default | meaning |`".to_owned()]);
    }
    let mut options = Vec::new();
    let mut problems = Problems::new();
    for row in rows {
        match read_row(&row) {
            Ok(option) => options.push(option),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(options) } else { Err(problems) }
}

fn read_row(row: &[&str]) -> Result<RuleOption, String> {
    let &[name, kind, default, meaning] = row else {
        return Err(format!("the row `{}` must have four cells", row.join(" | ")));
    };
    let (Some(name), Some(default)) = (markdown::code(name), markdown::code(default)) else {
        return Err(format!("the name and the default of {name} must be in backticks"));
    };
    let default = serde_json::from_str(default).map_err(|_| {
        format!("the default of `{name}` must be written as in TOML: `true`, `3`, `\"a\"`, `[]`")
    })?;
    Ok(RuleOption {
        name: name.to_owned(),
        kind: OptionKind::from_name(kind)?,
        default,
        meaning: meaning.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(row: &str) -> [String; 3] {
        ["| option | type | default | meaning |", "|---|---|---|---|", row].map(str::to_owned)
    }

    #[test]
    fn a_row_is_an_option() {
        let options =
            read(&section("| `allow` | list of strings | `[\"a\"]` | Who may. |")).expect("it is right");
        let expected = RuleOption {
            name: "allow".into(),
            kind: OptionKind::ListOfText,
            default: serde_json::json!(["a"]),
            meaning: "Who may.".into(),
        };
        assert_eq!(options, [expected]);
    }

    #[test]
    fn what_is_wrong_is_said() {
        let wrong = |row| read(&section(row)).expect_err("it is wrong").join("\n");
        assert!(wrong("| `a` | regex | `\"\"` | x |").contains("type `regex`"));
        assert!(wrong("| a | string | `\"\"` | x |").contains("backticks"));
        assert!(wrong("| `a` | string | `x` | x |").contains("written as in TOML"));
        assert!(wrong("| `a` | string |").contains("four cells"));
    }
}
