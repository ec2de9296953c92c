//! `cargo xtask rename-rule OLD NEW`: a rule's files, its type and every mention of it; `replaces` on its page keeps the
//! old name working.

use std::path::Path;
use std::process::Command;

use plimsoll_pages::{FAMILIES, camel_case};

use crate::new_rule::{is_name, read};
use crate::repository::write;
use crate::{Problems, generate};

/// The two names.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The name that the rule has: `latest-tag`
    old: String,
    /// The name that it will have
    new: String,
}

/// Renames the rule.
pub(crate) fn run(root: &Path, options: &Options) -> Result<(), Problems> {
    let (old, new) = (&*options.old, &*options.new);
    is_name(new)?;
    let stem = |family: &str, name: &str| format!("rules/{family}/{}", name.replace('-', "_"));
    let page_of = |name: &str| {
        FAMILIES.into_iter().find(|family| root.join(format!("{}.md", stem(family, name))).exists())
    };
    let family = page_of(old).ok_or_else(|| vec![format!("unknown rule `{old}`")])?;
    if page_of(new).is_some() {
        return Err(vec![format!("there is a rule `{new}` already")]);
    }
    for path in tracked(root)? {
        let Ok(text) = std::fs::read_to_string(root.join(&path)) else { continue };
        let renamed = renamed(&text, old, new);
        if renamed != text {
            write(root, &path, &renamed)?;
        }
    }
    let page = format!("{}.md", stem(family, old));
    let text =
        replacing(&read(root, &page)?, old).ok_or_else(|| vec![format!("{page} has no front matter")])?;
    write(root, &page, &text)?;
    for extension in ["md", "rs"] {
        let [from, to] = [old, new].map(|name| root.join(format!("{}.{extension}", stem(family, name))));
        if from.exists() {
            std::fs::rename(&from, &to).map_err(|error| vec![format!("{}: {error}", from.display())])?;
        }
    }
    generate::write(root)?;
    println!("`{old}` still works; say in CHANGELOG.md why it has another name");
    Ok(())
}

/// The files that Git tracks, apart from the record of what past releases said.
fn tracked(root: &Path) -> Result<Vec<String>, Problems> {
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(root).output();
    let listed = listed.map_err(|error| vec![format!("git: {error}")])?;
    let names = String::from_utf8_lossy(&listed.stdout);
    Ok(names.split_terminator('\0').filter(|path| *path != "CHANGELOG.md").map(str::to_owned).collect())
}

/// A text with the rule's new name, as it is written in prose and as a type.
fn renamed(text: &str, old: &str, new: &str) -> String {
    let text =
        words(text, old, new, |neighbour| neighbour.is_ascii_alphanumeric() || "-_/".contains(neighbour));
    words(&text, &camel_case(old), &camel_case(new), |neighbour| neighbour.is_ascii_alphanumeric())
}

/// A text with one word for another, where neither neighbour makes it a part of a longer one.
fn words(text: &str, old: &str, new: &str, is_part: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(old) {
        out.push_str(before);
        let is_longer = out.ends_with(&is_part) || after.starts_with(&is_part);
        out.push_str(if is_longer { old } else { new });
        rest = after;
    }
    out + rest
}

/// A page that says which name its rule had before.
fn replacing(page: &str, old: &str) -> Option<String> {
    let (front, body) = page.split_once("\n---\n")?;
    let front = match front.split_once("\nreplaces: ") {
        Some((before, names)) => {
            let (names, after) = names
                .split_once('\n')
                .map_or((names, String::new()), |(names, after)| (names, format!("\n{after}")));
            format!("{before}\nreplaces: {names}, {old}{after}")
        }
        None => format!("{front}\nreplaces: {old}"),
    };
    Some(format!("{front}\n---\n{body}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_names_change() {
        let text = "`root-user`, not-root-user, root-users, rules/root-user and RootUser; RootUsers";
        let expected =
            "`implied-root`, not-root-user, root-users, rules/root-user and ImpliedRoot; RootUsers";
        assert_eq!(renamed(text, "root-user", "implied-root"), expected);
    }

    #[test]
    fn a_page_keeps_every_name() {
        let once = replacing("---\nlevel: note\n---\n\n# b\n", "a").expect("it has front matter");
        assert_eq!(once, "---\nlevel: note\nreplaces: a\n---\n\n# b\n");
        let twice = replacing(&once, "b").expect("it has front matter");
        assert_eq!(twice, "---\nlevel: note\nreplaces: a, b\n---\n\n# b\n");
    }
}
