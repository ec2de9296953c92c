//! What is wrong with the options of a rule, in the words of this program: serde speaks of its own types.

use plimsoll_diagnostics::nearest;

use super::names::did_you_mean;
use super::read::alternatives;

/// Types as serde calls them, and as people do.
const TYPES: [(&str, &str); 24] = [
    ("a sequence", "a list"),
    ("sequence", "a list"),
    ("a map", "a table"),
    ("map", "a table"),
    ("a string", "a string"),
    ("string", "a string"),
    // A word of a list of words, for which there is a table.
    ("string only", "a string"),
    ("unit variant", "a table"),
    ("a boolean", "`true` or `false`"),
    ("boolean", "a boolean"),
    ("integer", "a number"),
    ("floating point", "a number"),
    ("datetime", "a date"),
    ("u8", "a whole number from 0 to 255"),
    ("u16", "a whole number from 0 to 65535"),
    ("u32", "a whole number that is not negative"),
    ("u64", "a whole number that is not negative"),
    ("usize", "a whole number that is not negative"),
    ("i8", "a whole number"),
    ("i16", "a whole number"),
    ("i32", "a whole number"),
    ("i64", "a whole number"),
    ("f32", "a number"),
    ("f64", "a number"),
];

/// What is wrong with the options of a rule.
pub(crate) struct OptionError {
    /// The keys that lead to the value; none at the top.
    pub(crate) path: Vec<String>,
    /// The key or the value that it is about, as far as that is told.
    pub(crate) named: Option<String>,
    /// Whether it is a key that nobody knows.
    pub(crate) is_unknown: bool,
    said: String,
    pub(crate) help: Option<String>,
}

impl OptionError {
    pub(crate) fn new(problem: &toml::de::Error) -> OptionError {
        let all = problem.message();
        let said = all.lines().next().unwrap_or_default();
        // The keys that lead to the value are told by `Display` only: "…\nin `allow`".
        let shown = problem.to_string();
        let path = shown.rsplit_once("\nin `").map_or("", |(_, path)| path.trim_end().trim_end_matches('`'));
        let path = path.split('.').filter(|key| !key.is_empty()).map(str::to_owned).collect();
        let quoted: Vec<&str> = said.split('`').skip(1).step_by(2).filter(|word| !word.is_empty()).collect();
        let named = quoted.first().map(|word| (*word).to_owned());
        let known = quoted.get(1..).unwrap_or_default();
        let choice = |name: &str| match nearest(name, known.iter().copied()) {
            _ if known.is_empty() => None,
            near => Some(did_you_mean(near, || format!("use {}", alternatives(known)))),
        };
        let is_unknown = said.starts_with("unknown field") || said.contains("has no option");
        let word = named.as_deref().unwrap_or_default();
        let (said, named, help) = if is_unknown {
            (said.to_owned(), named.clone(), choice(word))
        } else if said.starts_with("unknown variant") {
            (format!("unknown value `{word}`"), named.clone(), choice(word))
        } else if said.starts_with("missing field") {
            (format!("`{word}` is missing"), None, Some(format!("add `{word}`")))
        } else if let Some((found, expected)) = types(said) {
            let value = value(found);
            let expected = plain(expected);
            let said = match &value {
                Some(value) if said.starts_with("invalid value") => {
                    format!("expected {expected}, found {value}")
                }
                _ => format!("expected {expected}, found {}", plain(found)),
            };
            // One name where several can stand.
            let in_list = value.as_ref().filter(|_| expected == "a list" && plain(found) == "a string");
            let help = in_list.map(|value| format!("write a list: `[\"{value}\"]`"));
            (said, value, help)
        } else {
            (said.to_owned(), named.clone(), None)
        };
        OptionError { path, named, is_unknown, said, help }
    }

    /// The message. `whose` names the rule or the declaration.
    pub(crate) fn message(&self, whose: &str) -> String {
        let unknown = self.named.as_deref().unwrap_or_default();
        match (self.is_unknown, &*self.path) {
            (true, []) => format!("{whose} has no option `{unknown}`"),
            (true, path) => format!("`{}` has no key `{unknown}`", path.join(".")),
            (false, []) => self.said.clone(),
            (false, path) => format!("invalid option `{}` for {whose}: {}", path.join("."), self.said),
        }
    }
}

/// What was found and what was expected, where a type or a value is wrong.
fn types(said: &str) -> Option<(&str, &str)> {
    let both = ["invalid type: ", "invalid value: ", "invalid length "];
    both.iter().find_map(|start| said.strip_prefix(start))?.rsplit_once(", expected ")
}

/// The value in ``integer `5` `` or `string "x"`.
fn value(found: &str) -> Option<String> {
    let quote = found.find(['`', '"'])?;
    let value = found.get(quote..)?.trim_matches(['`', '"']);
    Some(value.to_owned())
}

/// A type in plain words.
fn plain(name: &str) -> &str {
    let bare = name.split(['`', '"']).next().unwrap_or_default().trim_end();
    let known = TYPES.iter().find(|(own, _)| *own == bare || *own == name);
    match known {
        Some((_, plain)) => plain,
        None if name.starts_with("struct ") => "a table",
        None => name,
    }
}
