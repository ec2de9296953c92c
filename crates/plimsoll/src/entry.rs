//! A rule as programs get it.

use plimsoll_linter::RuleMeta;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::schema::Schema;

/// What the lists of rules say of one.
#[derive(Serialize)]
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    pub(crate) summary: &'static str,
    family: &'static str,
    category: &'static str,
    pub(crate) level: &'static str,
    pub(crate) preset: &'static str,
    pub(crate) fixable: bool,
    pub(crate) fixable_unsafely: bool,
    since: &'static str,
    status: &'static str,
    replaces: &'static [&'static str],
    aliases: &'static [&'static str],
    url: String,
    #[serde(flatten)]
    details: Option<Details>,
}

/// What only those get who ask for all.
#[derive(Serialize)]
struct Details {
    options: Map<String, Value>,
    /// In Markdown.
    page: &'static str,
}

impl Entry {
    /// What fits in a list.
    pub(crate) fn short(meta: &'static RuleMeta) -> Entry {
        Entry {
            name: meta.name,
            summary: meta.summary,
            family: meta.family,
            category: meta.category.name(),
            level: meta.level.name(),
            preset: meta.preset.name(),
            fixable: meta.fixable,
            fixable_unsafely: meta.fixable_unsafely,
            since: meta.since,
            status: meta.status.name(),
            replaces: meta.replaces,
            aliases: meta.aliases,
            url: meta.url(),
            details: None,
        }
    }

    /// All of it.
    pub(crate) fn full(meta: &'static RuleMeta, schema: &Schema) -> Entry {
        let details = Details { options: schema.options(meta.name), page: meta.body().trim_start() };
        Entry { details: Some(details), ..Entry::short(meta) }
    }
}

#[cfg(test)]
mod tests {
    use plimsoll_rules::RULES;

    use super::*;

    #[test]
    fn programs_get_pages_and_options() {
        let rule = RULES.iter().find(|rule| rule.meta.name == "floating-tag").unwrap();
        let full = serde_json::to_value(Entry::full(&rule.meta, &Schema::read())).unwrap();
        assert_eq!(full["options"]["tags"]["type"], "array");
        assert!(full["page"].as_str().unwrap().starts_with("# floating-tag"));
        let short = serde_json::to_value(Entry::short(&rule.meta)).unwrap();
        assert_eq!((short.get("page"), short.get("options")), (None, None));
    }
}
