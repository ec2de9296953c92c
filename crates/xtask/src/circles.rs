//! Circles between the files of a crate: files that use each other cannot be read, moved or tested alone. In a crate with
//! layers, no file uses one of a layer above its own.

use std::collections::{BTreeMap, BTreeSet};

use crate::repository::File;

/// Circles that stay: their crate, their files in order, and the reason. A file that joins or leaves one is a change here.
#[rustfmt::skip]
const KEPT: [(&str, &[&str], &str); 12] = [
    ("crates/plimsoll", &["check", "fix", "watch"], "`check` chooses among the modes, and each mode ends as `check` does"),
    ("crates/plimsoll-compose", &["daemon/nested", "daemon/shape"], "one recursion over what is nested"),
    ("crates/plimsoll-compose", &["yaml/decode", "yaml/scalar", "yaml/tree"], "parts of one tree"),
    ("crates/plimsoll-diagnostics", &["source", "span", "text"], "a text knows its place, and a place its text"),
    ("crates/plimsoll-dockerfile", &["ast", "command", "instructions"], "parts of one tree"),
    ("crates/plimsoll-linter", &["config", "formats", "policy", "proof", "ruleset", "walk"], "`FileKind` names every format"),
    ("crates/plimsoll-linter", &["checked", "left_out", "linter"], "one linter and what it gives, in three files"),
    ("crates/plimsoll-lsp", &["diagnostics", "state"], "diagnostics are sent through the state that they come from"),
    ("crates/plimsoll-pages", &["front_matter", "page"], "a page and its head"),
    ("crates/plimsoll-shellcheck", &["check", "found", "memory", "own"], "a finding of either kind"),
    ("crates/plimsoll-shellcheck", &["codes", "own/facts"], "one list of codes, in two parts"),
    ("crates/xtask", &["agreement", "snippets"], "two ways to run one comparison"),
];

/// The layers of crates that have some, from bottom to top: the folders in `src`.
const LAYERS: [(&str, &[&str]); 1] =
    [("crates/plimsoll-project", &["values", "model", "queries", "read", "views"])];

/// The files of a crate, by their modules: `["yaml", "scalar"]`; the root has none.
type Modules<'f> = BTreeMap<Vec<String>, &'f File>;

/// What each module makes known under its own name although it is another's: the module that has it.
type Exports = BTreeMap<(Vec<String>, String), Vec<String>>;

/// What is wrong in a crate, whose files these are.
pub(crate) fn check(crate_path: &str, files: &[&File]) -> Vec<String> {
    let modules: Modules<'_> =
        files.iter().filter_map(|file| Some((module(crate_path, file)?, *file))).collect();
    let exports = exports(&modules);
    let arrows: BTreeMap<&Vec<String>, BTreeSet<&Vec<String>>> = modules
        .iter()
        .map(|(from, file)| {
            let used =
                paths(&file.text).into_iter().filter_map(|path| owner(&modules, &exports, from, &path));
            // A parent and its children are one thing in several files.
            let is_apart = |to: &&Vec<String>| !from.starts_with(to) && !to.starts_with(from);
            (from, used.filter(is_apart).collect())
        })
        .collect();
    let name = |module: &Vec<String>| modules.get(module).map_or("", |file| &file.path).to_owned();
    let layers =
        LAYERS.iter().find(|(folder, _)| *folder == crate_path).map_or(&[][..], |(_, layers)| *layers);
    let layer =
        |module: &Vec<String>| layers.iter().position(|layer| module.first().is_some_and(|it| it == layer));
    let mut problems = Vec::new();
    for (from, used) in &arrows {
        for to in used.iter().filter(|to| layer(from).is_some() && layer(to) > layer(from)) {
            problems.push(format!("{}: uses {}, which is in a layer above it", name(from), name(to)));
        }
    }
    let circles = circles(&arrows);
    let names = |circle: &Vec<&Vec<String>>| -> Vec<String> {
        circle.iter().map(|module| module.join("/")).collect()
    };
    let kept: Vec<_> = KEPT.iter().filter(|(folder, ..)| *folder == crate_path).collect();
    let is_kept = |circle: &Vec<&Vec<String>>| kept.iter().any(|(_, kept, _)| names(circle) == *kept);
    let is_left = |kept: &[&str]| circles.iter().any(|circle| names(circle) == kept);
    let gone = kept.iter().filter(|(_, kept, _)| !is_left(kept));
    problems.extend(gone.map(|(_, kept, _)| {
        format!("{crate_path}: no longer a circle of exactly these files: {}", kept.join(", "))
    }));
    let message = |circle: &Vec<&Vec<String>>| {
        let names: Vec<String> = circle.iter().map(|module| name(module)).collect();
        format!("these files use each other: {}", names.join(", "))
    };
    problems.extend(circles.iter().filter(|circle| !is_kept(circle)).map(message));
    problems
}

/// The module of a file; `None` outside of `src`.
fn module(crate_path: &str, file: &File) -> Option<Vec<String>> {
    let path = file.path.strip_prefix(crate_path)?.strip_prefix('/')?;
    let path = path.strip_prefix("src/").unwrap_or(path).strip_suffix(".rs")?;
    let parts = path.split('/').filter(|part| !matches!(*part, "lib" | "main" | "mod"));
    Some(parts.map(str::to_owned).collect())
}

/// What `pub use` passes on.
fn exports(modules: &Modules<'_>) -> Exports {
    let mut exports = Exports::new();
    for (module, file) in modules {
        for statement in file
            .text
            .split(';')
            .filter_map(|code| code.split("pub use ").nth(1).or_else(|| code.split("pub(crate) use ").nth(1)))
        {
            for path in expand(statement) {
                let parts: Vec<&str> = path.iter().map(String::as_str).collect();
                if let (Some(to), Some(name)) = (resolve(modules, module, &parts), parts.last()) {
                    exports.insert((module.clone(), (*name).to_owned()), to);
                }
            }
        }
    }
    exports
}

/// The module that has what a path in `from` names.
fn owner<'m>(
    modules: &'m Modules<'_>,
    exports: &Exports,
    from: &[String],
    path: &[String],
) -> Option<&'m Vec<String>> {
    let parts: Vec<&str> = path.iter().map(String::as_str).collect();
    let mut at = resolve(modules, from, &parts)?;
    // Names that a module passes on belong to another one.
    for name in &parts {
        while let Some(next) = exports.get(&(at.clone(), (*name).to_owned())) {
            if *next == at {
                break;
            }
            at.clone_from(next);
        }
    }
    modules.get_key_value(&at).map(|(module, _)| module)
}

/// The deepest module that a path leads to.
fn resolve(modules: &Modules<'_>, from: &[String], path: &[&str]) -> Option<Vec<String>> {
    let mut at = from.to_vec();
    let mut rest = path;
    loop {
        match rest {
            ["crate", after @ ..] => (at, rest) = (Vec::new(), after),
            ["self", after @ ..] => rest = after,
            ["super", after @ ..] => {
                at.pop()?;
                rest = after;
            }
            [name, after @ ..] => {
                let mut below = at.clone();
                below.push((*name).to_owned());
                if !modules.contains_key(&below) {
                    break;
                }
                (at, rest) = (below, after);
            }
            [] => break,
        }
    }
    (rest.len() < path.len()).then_some(at)
}

/// The paths in a file that start at its crate or near itself, tests and comments aside.
fn paths(text: &str) -> Vec<Vec<String>> {
    let code = text.split("\n#[cfg(test)]\n").next().unwrap_or(text);
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    let code = code.lines().filter(is_code).collect::<Vec<_>>().join("\n");
    let mut found = Vec::new();
    for start in ["crate::", "super::", "self::"] {
        for (at, _) in code.match_indices(start) {
            let before = code.get(..at).and_then(|before| before.chars().next_back());
            if before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':') {
                found.extend(expand(code.get(at..).unwrap_or_default()));
            }
        }
    }
    found
}

/// The paths of a tree such as `a::{b, c::{d, e}}`, up to what belongs to none.
fn expand(text: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    tree(text.trim_start(), &[], &mut found);
    found
}

/// Reads one path or tree behind `before`; gives what comes after it.
fn tree<'t>(mut text: &'t str, before: &[String], found: &mut Vec<Vec<String>>) -> &'t str {
    let mut path = before.to_vec();
    loop {
        if let Some(mut rest) = text.strip_prefix('{') {
            loop {
                rest = tree(rest.trim_start(), &path, found).trim_start();
                match rest.strip_prefix(',') {
                    Some(next) => rest = next.trim_start(),
                    None => return rest.strip_prefix('}').unwrap_or(rest),
                }
            }
        }
        let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
        let (name, rest) = text.split_at_checked(end).unwrap_or((text, ""));
        if !name.is_empty() {
            path.push(name.to_owned());
        }
        match rest.strip_prefix("::") {
            Some(next) if !name.is_empty() => text = next,
            _ => {
                // A new name hides the old one.
                let rest = rest
                    .strip_prefix(" as ")
                    .map_or(rest, |rest| rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_'));
                if path.len() > before.len() {
                    found.push(path);
                }
                return rest;
            }
        }
    }
}

/// The groups of modules that lead to each other.
fn circles<'m>(arrows: &BTreeMap<&'m Vec<String>, BTreeSet<&'m Vec<String>>>) -> Vec<Vec<&'m Vec<String>>> {
    let reach = |from: &'m Vec<String>| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
        while let Some(next) = open.pop().and_then(|at| arrows.get(at)) {
            open.extend(next.iter().copied().filter(|to| seen.insert(*to)));
        }
        seen
    };
    let reached: BTreeMap<_, _> = arrows.keys().map(|from| (*from, reach(from))).collect();
    let mut known = BTreeSet::new();
    let mut circles = Vec::new();
    for (from, there) in &reached {
        if !there.contains(from) || known.contains(from) {
            continue;
        }
        let leads_back = |to: &&&Vec<String>| reached.get(**to).is_some_and(|there| there.contains(from));
        let circle: Vec<_> = there.iter().filter(leads_back).copied().collect();
        known.extend(circle.iter().copied());
        circles.push(circle);
    }
    circles
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(files: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<File> = files
            .iter()
            .map(|(path, text)| File { path: format!("crates/x/src/{path}"), text: (*text).to_owned() })
            .collect();
        check("crates/x", &files.iter().collect::<Vec<_>>())
    }

    #[test]
    fn files_that_use_each_other_are_a_circle() {
        let found = problems(&[
            ("lib.rs", "pub use b::{Thing, Other as Name};"),
            ("a.rs", "use crate::{c, Thing};"),
            ("b.rs", "use super::a::{Deep, x::Y};"),
            ("c.rs", "fn f() { crate::d::g() }"),
            ("d.rs", "//! crate::c\n#[cfg(test)]\nmod tests { use crate::c; }"),
        ]);
        assert_eq!(found, ["these files use each other: crates/x/src/a.rs, crates/x/src/b.rs"]);
    }

    #[test]
    fn layers_only_look_down() {
        let file = |path: &str, text: &str| File { path: path.to_owned(), text: text.to_owned() };
        let below = file("crates/plimsoll-project/src/values/path.rs", "use crate::queries::user;");
        let above = file("crates/plimsoll-project/src/queries/user.rs", "use crate::values::other;");
        let other = file("crates/plimsoll-project/src/values/other.rs", "");
        let layers =
            ["values", "queries"].map(|it| file(&format!("crates/plimsoll-project/src/{it}.rs"), ""));
        let [values, queries] = &layers;
        let found = check("crates/plimsoll-project", &[&below, &above, &other, values, queries]);
        let expected = format!("{}: uses {}, which is in a layer above it", below.path, above.path);
        assert_eq!(found, [expected]);
    }

    #[test]
    fn parents_and_children_are_one() {
        assert_eq!(problems(&[("a.rs", "use self::b::B;"), ("a/b.rs", "use super::A;")]), [""; 0]);
    }
}
