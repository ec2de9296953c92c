//! `cargo xtask new-format NAME`: the skeleton of a kind of file, which compiles and does nothing yet.

use std::path::Path;

use plimsoll_pages::camel_case;

use crate::Problems;
use crate::new_rule::read;
use crate::repository::write;

/// What names the new kind.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The name of the format, as a module is called: `quadlet`
    name: String,
}

const FORMATS: &str = "crates/plimsoll-linter/src/formats.rs";

/// Writes the module, and its two lines in the list of formats.
pub(crate) fn run(root: &Path, options: &Options) -> Result<(), Problems> {
    let name = &*options.name;
    if !name.starts_with(|first: char| first.is_ascii_lowercase())
        || !name.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
    {
        return Err(vec![format!("`{name}` is not a valid module name")]);
    }
    let module = format!("crates/plimsoll-linter/src/formats/{name}.rs");
    if root.join(&module).exists() {
        return Err(vec![format!("{module} is there already")]);
    }
    let list = listed(&read(root, FORMATS)?, name)
        .ok_or_else(|| vec![format!("{FORMATS} has another form by now")])?;
    for (path, text) in [(&*module, skeleton(name)), (FORMATS, list)] {
        write(root, path, &text)?;
    }
    println!("docs/writing-a-format.md says what comes next");
    Ok(())
}

/// The list of formats with one more: its module, and its kind in front of the configuration's.
fn listed(list: &str, name: &str) -> Option<String> {
    let kind = camel_case(name);
    let is_module = |line: &&str| line.starts_with("mod ");
    let modules = list.lines().skip_while(|line| !is_module(line)).take_while(is_module);
    // The last of those that come before it: `mod tests` at the end of the file is not one of them.
    let before = modules.filter(|line| *line < &*format!("mod {name};")).last()?;
    let (module, row) = (format!("\n{before}\n"), "    /// `plimsoll.toml`, or");
    let with_module = list.replacen(&module, &format!("{module}mod {name};\n"), 1);
    let row_at = with_module.find(row)?;
    let (before, behind) = with_module.split_at_checked(row_at)?;
    let new = format!("    /// A file of the format `{name}`.\n    {kind} => {name}::{kind}Format;\n");
    Some(format!("{before}{new}{behind}"))
}

fn skeleton(name: &str) -> String {
    include_str!("new_format/skeleton.txt").replace("NAME", name).replace("KIND", &camel_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_two_lines_in_the_list() {
        let list = std::fs::read_to_string(crate::root().join(FORMATS)).expect("it is there");
        let more = listed(&list, "nomad").expect("it has the form that is looked for");
        let new: Vec<&str> = more.lines().filter(|line| !list.lines().any(|old| old == *line)).collect();
        assert_eq!(
            new,
            ["mod nomad;", "    /// A file of the format `nomad`.", "    Nomad => nomad::NomadFormat;"]
        );
        assert!(skeleton("nomad").contains("impl Format for NomadFormat"));
    }
}
