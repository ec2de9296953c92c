//! What stands between a page's `---` lines: `key: value`, which is as much of YAML as the pages use.

use crate::page::{Category, Level, Preset, Status, Tag};

/// The front matter of a page.
#[derive(Debug)]
pub(crate) struct FrontMatter {
    pub(crate) summary: String,
    pub(crate) category: Category,
    pub(crate) level: Level,
    pub(crate) preset: Preset,
    pub(crate) minor: Option<Preset>,
    pub(crate) on: Vec<String>,
    pub(crate) aliases: Vec<String>,
    pub(crate) exceeds: Vec<String>,
    pub(crate) since: String,
    pub(crate) status: Status,
    pub(crate) replaces: Vec<String>,
    pub(crate) tag: Option<Tag>,
    pub(crate) selectable: bool,
    pub(crate) named_only: bool,
    pub(crate) needs_options: bool,
    pub(crate) blocks_fixes: bool,
}

/// The first release; a page without `since` describes a rule that it had.
const FIRST_RELEASE: &str = "0.1.0";

const KEYS: [&str; 17] = [
    "summary",
    "category",
    "level",
    "preset",
    "minor",
    "on",
    "aliases",
    "exceeds",
    "since",
    "status",
    "replaces",
    "also",
    "tag",
    "selectable",
    "named-only",
    "needs-options",
    "blocks-fixes",
];

impl FrontMatter {
    /// Reads the lines, or says what is wrong with the first one that is not right.
    pub(crate) fn read(text: &str) -> Result<FrontMatter, String> {
        let mut fields = Vec::new();
        for line in text.lines() {
            let (key, value) =
                line.split_once(": ").ok_or_else(|| format!("`{line}` is not `key: value`"))?;
            if !KEYS.contains(&key) {
                return Err(format!("unknown key `{key}`; known keys are {}", KEYS.join(", ")));
            }
            if fields.iter().any(|(known, _)| *known == key) {
                return Err(format!("`{key}` is there twice"));
            }
            fields.push((key, scalar(value.trim())?));
        }
        let get = |key: &str| fields.iter().find(|(known, _)| *known == key).map(|(_, value)| value.as_str());
        let need = |key: &str| get(key).ok_or_else(|| format!("`{key}` is missing"));
        let list = |key: &str| items(get(key).unwrap_or_default());
        let is_true = |key: &str| match get(key) {
            None => Ok(false),
            Some("true") => Ok(true),
            Some(_) => Err(format!("`{key}` is `true` or left out")),
        };
        Ok(FrontMatter {
            summary: need("summary")?.to_owned(),
            category: named(&Category::ALL, need("category")?)?,
            level: named(&Level::ALL, need("level")?)?,
            preset: named(&Preset::ALL, need("preset")?)?,
            minor: get("minor").map(|name| named(&Preset::ALL, name)).transpose()?,
            on: list("on"),
            aliases: list("aliases"),
            exceeds: list("exceeds"),
            since: get("since").unwrap_or(FIRST_RELEASE).to_owned(),
            status: get("status").map_or(Ok(Status::Stable), |name| named(&Status::ALL, name))?,
            replaces: list("replaces"),
            tag: get("tag").map(|name| named(&Tag::ALL, name)).transpose()?,
            selectable: is_true("selectable")?,
            named_only: is_true("named-only")?,
            needs_options: is_true("needs-options")?,
            blocks_fixes: is_true("blocks-fixes")?,
        })
    }
}

/// The text of a value, without its quotes. A value that other readers of YAML would misread must have some.
fn scalar(value: &str) -> Result<String, String> {
    if let Some(text) = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        return if text.contains(['"', '\\']) {
            Err(format!("{value} must not contain quotes or backslashes"))
        } else {
            Ok(text.to_owned())
        };
    }
    let is_reserved = value.starts_with("- ") || value.starts_with(|c: char| ",[]{}#&*!|>'\"%@`".contains(c));
    if is_reserved || value.contains(": ") || value.contains(" #") {
        return Err(format!("`{value}` must be in double quotes, as the front matter is YAML"));
    }
    Ok(value.to_owned())
}

/// The items of a comma-separated list.
fn items(list: &str) -> Vec<String> {
    list.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

/// The variant of this name.
fn named<T: Copy + std::fmt::Debug>(all: &[T], name: &str) -> Result<T, String> {
    let found = all.iter().find(|variant| crate::lower(variant) == name);
    found.copied().ok_or_else(|| {
        let known: Vec<String> = all.iter().map(crate::lower).collect();
        format!("unknown value `{name}`; known values are {}", known.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_scalars_of_yaml() {
        assert_eq!(scalar("a thing").as_deref(), Ok("a thing"));
        assert_eq!(scalar("\"--chown: a #1\"").as_deref(), Ok("--chown: a #1"));
        for value in ["a: b", "a #b", "`a`", "'a'", "\"a\"b\""] {
            assert!(scalar(value).is_err(), "{value}");
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        let wrong = |text: &str| FrontMatter::read(text).expect_err("it is wrong");
        assert!(wrong("summary").contains("`summary` is not `key: value`"));
        assert!(wrong("summary: a\nsummary: b").contains("twice"));
        assert!(wrong("summary: a\ncategory: style\nlevel: note").contains("`preset` is missing"));
    }
}
