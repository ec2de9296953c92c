//! Makefiles and justfiles: the lines of recipes, each a script of its own.

use plimsoll_commands::Variables;
use plimsoll_diagnostics::{Joined, JoinedBuilder, Text};
use plimsoll_project::{Folder, Place};

use super::found::{Found, Shell, replaced, without_templates};
use super::none;

/// The recipes of a Makefile.
pub(super) fn makefile<'s>(source: Text<'s>, folder: &str) -> Found<'s> {
    let variables = variables(source.raw).shared();
    let mut found = Found::new(Place::Script);
    let is_recipe = |line: &str| line.starts_with('\t');
    for recipe in recipes(source, is_recipe) {
        let text = replaced(&recipe, reference);
        let folder = Folder::At(folder.to_owned());
        found.scripts.push(Shell { text, variables: variables.clone(), folder, outside: None });
    }
    found
}

/// The recipes of a justfile.
pub(super) fn justfile<'s>(source: Text<'s>, folder: &str) -> Found<'s> {
    let mut found = Found::new(Place::Script);
    let is_recipe = |line: &str| line.starts_with([' ', '\t']) && !line.trim().is_empty();
    for recipe in recipes(source, is_recipe) {
        let text = without_templates(&recipe, "{{", "}}");
        found.scripts.push(Shell {
            text,
            variables: none(),
            folder: Folder::At(folder.to_owned()),
            outside: None,
        });
    }
    found
}

/// Each line of a recipe, continued ones joined, without what is for the program that reads the file.
fn recipes<'s>(source: Text<'s>, is_recipe: impl Fn(&str) -> bool) -> Vec<Joined<'s>> {
    let mut recipes = Vec::new();
    let mut open: Option<JoinedBuilder> = None;
    let (mut at, mut indent) = (0, 0);
    for line in source.raw.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        let continues = content.ends_with('\\');
        if open.is_some() || is_recipe(content) {
            let is_first = open.is_none();
            let builder = open.get_or_insert_with(|| JoinedBuilder::new(source.span.file));
            // The shell sees what a line that continues another is indented by more than the first.
            let blanks = content.len() - content.trim_start_matches(['\t', ' ']).len();
            let mut skip = blanks.min(indent);
            if is_first {
                indent = blanks;
                skip = content.len() - content.trim_start_matches(['\t', ' ', '@', '-', '+']).len();
            }
            builder.push(source.slice(at + skip, at + line.len()));
            if !continues {
                recipes.extend(open.take().map(JoinedBuilder::finish));
            }
        }
        at += line.len();
    }
    recipes.extend(open.map(JoinedBuilder::finish));
    recipes
}

/// Variables that are set once to a text without others in it.
fn variables(text: &str) -> Variables {
    let mut variables = Variables::default();
    for line in text.lines().filter(|line| !line.starts_with(['\t', ' ', '#'])) {
        let Some((name, value)) = line.split_once('=') else { continue };
        let is_default = name.ends_with('?');
        let adds = name.ends_with('+') || name.ends_with('!');
        let name = name.trim_end_matches([':', '?', '+', '!']).trim();
        let name = name.strip_prefix("export ").unwrap_or(name).trim();
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            continue;
        }
        let value = value.split(" #").next().unwrap_or_default().trim();
        let is_client = plimsoll_commands::Tool::named(value).is_some();
        // Quotes are for the shell, which sees them where the variable stands.
        let is_open = value.contains(['$', '"', '\'', '`']) || value.ends_with('\\');
        if is_default && !is_client || adds || is_open {
            variables.open(name);
        } else {
            variables.set(name, value);
        }
    }
    variables
}

/// What make replaces before the shell sees a line: `$$`, `$(NAME)`, `$(shell …)`, `$@`.
fn reference(rest: &str) -> Option<(std::ops::Range<usize>, String)> {
    let start = rest.find('$')?;
    let behind = rest.get(start + 1..)?;
    let first = behind.chars().next()?;
    if first == '$' {
        return Some((start..start + 2, "$".to_owned()));
    }
    let close = match first {
        '(' => ')',
        '{' => '}',
        _ => return Some((start..start + 1 + first.len_utf8(), "${_}".to_owned())),
    };
    let mut depth = 0_usize;
    let end = behind.char_indices().find_map(|(at, character)| {
        if character == first {
            depth += 1;
        } else if character == close {
            depth -= 1;
        }
        (depth == 0).then_some(at)
    })?;
    let name = behind.get(1..end)?;
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let by = if is_name { format!("${{{name}}}") } else { "${_}".to_owned() };
    Some((start..start + end + 2, by))
}
