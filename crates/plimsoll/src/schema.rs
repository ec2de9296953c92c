//! The schema of `plimsoll.toml`, which says of each setting and each option of a rule what it is.

use plimsoll_packed::Pack;
use serde_json::{Map, Value};

/// `plimsoll.schema.json`, packed by `build.rs`. `cargo xtask rules` writes it from the rules' pages.
static TEXT: Pack = Pack::new(include_bytes!(concat!(env!("OUT_DIR"), "/schema")));

/// The schema, as text.
pub(crate) fn text() -> &'static str {
    TEXT.text()
}

/// The schema. It is read when it is asked for.
pub(crate) struct Schema(Value);

impl Schema {
    /// Reads it.
    pub(crate) fn read() -> Schema {
        Schema(serde_json::from_str(text()).unwrap_or_default())
    }

    /// The settings, each with what the schema says of it.
    pub(crate) fn settings(&self) -> impl Iterator<Item = (&str, &Value)> {
        let settings = self.object("/properties").into_iter().flatten();
        settings.map(|(name, setting)| (name.as_str(), self.followed(setting)))
    }

    /// The options of a rule, besides its level.
    pub(crate) fn options(&self, rule: &str) -> Map<String, Value> {
        let properties = format!("/definitions/rules/properties/{rule}/anyOf/1/properties");
        let options = self.object(&properties).into_iter().flatten().filter(|(name, _)| *name != "level");
        options.map(|(name, option)| (name.clone(), option.clone())).collect()
    }

    fn object(&self, pointer: &str) -> Option<&Map<String, Value>> {
        self.0.pointer(pointer).and_then(Value::as_object)
    }

    /// What a reference leads to; anything else is itself.
    fn followed<'v>(&'v self, value: &'v Value) -> &'v Value {
        let target = value.get("$ref").and_then(Value::as_str);
        target.and_then(|target| self.0.pointer(target.strip_prefix('#')?)).unwrap_or(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_and_options_are_described() {
        let schema = Schema::read();
        let is_described = |(_, setting): &(&str, &Value)| setting.get("description").is_some();
        let described = schema.settings().filter(is_described).count();
        assert!(described > 5 && described == schema.settings().count());
        let options = schema.options("floating-tag");
        assert_eq!(options.keys().collect::<Vec<_>>(), ["tags"]);
        assert!(schema.options("latest-tag").is_empty());
    }
}
