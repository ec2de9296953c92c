//! Standards, their controls, and which findings answer to them.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::table::{Fields, Row, Table};
use crate::{command_flags, quadlet_keys};

const STANDARDS: &str = include_str!("../facts/standards.tsv");

static TABLE: Table<Standard> = Table::new(STANDARDS);
static CONTROL_TABLE: Table<Control> =
    Table::packed(include_bytes!(concat!(env!("OUT_DIR"), "/controls.tsv")));
static RULE_TABLE: Table<RuleControl> =
    Table::packed(include_bytes!(concat!(env!("OUT_DIR"), "/rule-controls.tsv")));

/// What each rule answers to: a report asks for every finding.
static BY_RULE: LazyLock<HashMap<&'static str, Vec<RuleControl>>> = LazyLock::new(|| {
    let mut all: HashMap<&str, Vec<RuleControl>> = HashMap::new();
    rows().for_each(|row| all.entry(row.rule()).or_default().push(row));
    all
});

/// What the options that rows are about are called where a container is described.
static SPELLINGS: LazyLock<HashMap<&'static str, Spellings>> = LazyLock::new(|| {
    let parts = rows().filter_map(|row| row.part()).filter(|part| !part.contains(' '));
    parts.map(|part| (part, Spellings::of(part))).collect()
});

/// A standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standard {
    /// What it is called here: `cis-docker`.
    pub id: &'static str,
    /// The edition whose numbers are used.
    pub version: &'static str,
    /// Its title.
    pub title: &'static str,
    /// Who publishes it.
    pub publisher: &'static str,
    /// How many controls it has in all, where they are counted.
    pub controls: Option<usize>,
    short: &'static str,
    /// Where it can be read or bought.
    pub source: &'static str,
}

/// A control of a standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Control {
    /// The id of the standard.
    pub standard: &'static str,
    /// Its number there.
    pub control: &'static str,
    /// What it asks, in our words.
    pub asks: &'static str,
    /// What it is about.
    pub about: About,
}

/// What a control is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// Anything that files describe.
    Any,
    /// The engine's settings alone.
    Engine,
    /// The machine that the engine runs on: a file can hold a command that breaks it, but shows nothing of its state.
    Host,
}

/// A rule whose findings answer to a control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleControl {
    rule: &'static str,
    /// The id of the standard.
    pub standard: &'static str,
    /// The number of the control there.
    pub control: &'static str,
    /// How well.
    pub fit: Fit,
}

/// How well a finding answers to a control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It is a breach of what the control asks.
    Direct,
    /// It is a breach of one of the things that it asks, or a sign of it.
    Partial,
    /// It belongs to this class of threats or weaknesses.
    Tag,
    /// The control asks for what the rule argues against.
    Contrary,
}

impl Row for Standard {
    const COLUMNS: &'static [&'static str] =
        &["id", "version", "title", "publisher", "controls", "short", "source"];

    fn read(fields: &mut Fields) -> Option<Standard> {
        let (id, version, title, publisher) = (fields.text(), fields.text(), fields.text(), fields.text());
        let controls = match fields.text() {
            "" => None,
            number => Some(number.parse().ok()?),
        };
        Some(Standard {
            id,
            version,
            title,
            publisher,
            controls,
            short: fields.text(),
            source: fields.text(),
        })
    }
}

impl Row for Control {
    const COLUMNS: &'static [&'static str] = &["standard", "control", "asks", "about", "source"];

    fn read(fields: &mut Fields) -> Option<Control> {
        let (standard, control, asks) = (fields.text(), fields.text(), fields.text());
        let about = match fields.text() {
            "engine" => About::Engine,
            "host" => About::Host,
            "" => About::Any,
            _ => return None,
        };
        Some(Control { standard, control, asks, about })
    }
}

impl Row for RuleControl {
    const COLUMNS: &'static [&'static str] = &["rule", "standard", "control", "fit", "source"];

    fn read(fields: &mut Fields) -> Option<RuleControl> {
        let (rule, standard, control) = (fields.text(), fields.text(), fields.text());
        let fit = match fields.text() {
            "direct" => Fit::Direct,
            "partial" => Fit::Partial,
            "category" | "class" => Fit::Tag,
            "contrary" => Fit::Contrary,
            "" if standard.is_empty() => Fit::Tag,
            _ => return None,
        };
        Some(RuleControl { rule, standard, control, fit })
    }
}

impl Fit {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Fit::Direct => "direct",
            Fit::Partial => "partial",
            Fit::Tag => "tag",
            Fit::Contrary => "contrary",
        }
    }
}

impl RuleControl {
    /// The rule.
    pub fn rule(&self) -> &'static str {
        self.rule.split('[').next().unwrap_or(self.rule)
    }

    /// The one option of the rule that it is about: `user` of `unhardened-service[user]`.
    pub fn part(&self) -> Option<&'static str> {
        self.rule.split_once('[').map(|(_, part)| part.trim_end_matches(']'))
    }

    /// Whether a finding of a rule with this message is about what the row is about: it names the option as the file has
    /// it, as a key of Compose, a flag or a key of Quadlet, or says the words of the row.
    pub fn is_about(&self, rule: &str, message: &str) -> bool {
        if self.rule() != rule {
            return false;
        }
        let Some(part) = self.part() else { return true };
        if part.contains(' ') {
            return message.contains(part);
        }
        message.split('`').skip(1).step_by(2).any(|named| is_called(part, named))
    }

    /// A message about several options, with the one alone that the row is about: of a list at its end, the others are left
    /// out.
    pub fn narrowed(&self, message: &str) -> String {
        let Some(part) = self.part() else { return message.to_owned() };
        let mut rest = message;
        let mut found = None;
        while let Some((before, named)) = rest.strip_suffix('`').and_then(|rest| rest.rsplit_once('`')) {
            if is_called(part, named) {
                found = Some(named);
            }
            rest = before;
            match before.strip_suffix(", ").or_else(|| before.strip_suffix(" or ")) {
                Some(more) => rest = more,
                None => break,
            }
        }
        found.map_or_else(|| message.to_owned(), |named| format!("{rest}`{named}`"))
    }

    /// The control with its standard: `cis-docker:5.5`.
    pub fn name(&self) -> String {
        format!("{}:{}", self.standard, self.control)
    }
}

/// What an option is called besides its key of Compose: a flag, and a key of Quadlet with its `=`.
struct Spellings {
    flag: Option<&'static str>,
    unit: Option<String>,
}

impl Spellings {
    fn of(part: &str) -> Spellings {
        let is_key =
            |key: &str| key == part || key.strip_prefix(part).is_some_and(|rest| rest.starts_with('.'));
        let flag = command_flags::of(&["run"]).find(|flag| is_key(flag.key)).map(|flag| flag.name);
        let unit = quadlet_keys::of_section("Container")
            .find(|key| key.form == part || flag.is_some_and(|flag| key.flag == flag));
        Spellings { flag, unit: unit.map(|key| format!("{}=", key.name)) }
    }
}

/// Whether an option is called this where a container is described.
fn is_called(part: &str, named: &str) -> bool {
    let Some(Spellings { flag, unit }) = SPELLINGS.get(part) else { return named == part };
    let is_it = |name: &str| named == name || named == name.trim_end_matches('=');
    [Some(part), *flag, unit.as_deref()].into_iter().flatten().any(is_it)
        || named.strip_suffix(part).is_some_and(|before| before.ends_with(' '))
        || unit.as_deref().is_some_and(|unit| named.starts_with(unit))
}

/// Every standard.
pub fn all() -> &'static [Standard] {
    TABLE.rows()
}

/// The standard of this name.
pub fn find(name: &str) -> Option<Standard> {
    all()
        .iter()
        .find(|one| one.id.eq_ignore_ascii_case(name) || one.short.eq_ignore_ascii_case(name))
        .copied()
}

/// The controls of a standard that findings answer to, in order.
pub fn controls_of(standard: &str) -> impl Iterator<Item = Control> {
    CONTROL_TABLE.rows().iter().filter(move |row| row.standard == standard).copied()
}

/// What a rule answers to.
pub fn of_rule(rule: &str) -> impl Iterator<Item = RuleControl> {
    BY_RULE.get(rule).into_iter().flatten().copied()
}

/// Every rule with a control that it answers to.
pub fn rows() -> impl Iterator<Item = RuleControl> {
    RULE_TABLE.rows().iter().filter(|row| !row.standard.is_empty()).copied()
}

/// Whether somebody decided what a rule answers to, even if it is nothing.
pub fn is_mapped(rule: &str) -> bool {
    RULE_TABLE.rows().iter().any(|row| row.rule() == rule)
}

/// The control that `cis-docker:5.5` names.
pub fn control(name: &str) -> Option<Control> {
    let (standard, number) = name.split_once(':')?;
    let standard = find(standard)?.id;
    controls_of(standard).find(|control| control.control.eq_ignore_ascii_case(number))
}

/// What answers to a control, as `cis-docker:5.5`.
pub fn rows_of(name: &str) -> Vec<RuleControl> {
    let Some(control) = control(name) else { return Vec::new() };
    let is_its = |row: &RuleControl| (row.standard, row.control) == (control.standard, control.control);
    rows().filter(is_its).collect()
}

/// The rules that answer to a control, as `cis-docker:5.5`.
pub fn rules_of(name: &str) -> Vec<&'static str> {
    let mut rules: Vec<&str> = rows_of(name).iter().map(RuleControl::rule).collect();
    rules.dedup();
    rules
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<Standard>(STANDARDS);
        crate::table::check::<Control>(CONTROL_TABLE.text());
        crate::table::check::<RuleControl>(RULE_TABLE.text());
        for control in CONTROL_TABLE.rows() {
            assert!(find(control.standard).is_some_and(|one| one.id == control.standard), "{control:?}");
        }
        for row in rows() {
            assert!(control(&row.name()).is_some(), "{row:?}");
        }
        let mut seen = std::collections::HashSet::new();
        assert!(rows().all(|row| seen.insert((row.rule, row.name()))), "twice");
        // A standard is listed as far as rules answer to it, or whole.
        let listed = |id: &str| controls_of(id).count();
        for control in CONTROL_TABLE.rows() {
            let name = format!("{}:{}", control.standard, control.control);
            let is_whole =
                find(control.standard).and_then(|one| one.controls) == Some(listed(control.standard));
            assert!(is_whole || !rules_of(&name).is_empty(), "{name}");
        }
        assert_eq!(find("cis-docker").and_then(|one| one.controls), Some(listed("cis-docker")));
    }

    #[test]
    fn names_are_found() {
        assert_eq!(find("PCI").map(|one| one.id), Some("pci-dss"));
        assert!(rules_of("cis:5.5").contains(&"privileged-container"), "{:?}", rules_of("cis:5.5"));
        assert!(rules_of("cis-docker:9.9").is_empty() && rules_of("5.5").is_empty());
    }
}
