//! Options that may stand in a variable of which nothing is known.

use crate::{Command, Word};

/// Endings of the names of variables that hold options.
const OPTIONS: [&str; 7] = ["OPTS", "OPT", "FLAGS", "FLAG", "ARGS", "OPTIONS", "PARAMS"];

/// Parts of the names of variables that hold packages.
const PACKAGES: [&str; 10] =
    ["PKG", "PACKAGE", "DEP", "LIB", "MODULE", "PLUGIN", "EXT", "REQ", "TOOL", "VERSION"];

impl Command {
    /// Whether a word that is not known may hold an option: it is called like options, or stands where they do. What
    /// stands behind everything else is a package.
    pub fn may_hide_options(&self) -> bool {
        let words = self.arguments();
        let is_followed = |at: usize| words.get(at + 1..).unwrap_or_default().iter().any(is_known);
        words.iter().enumerate().any(|(at, word)| match name(word).map(str::to_ascii_uppercase) {
            Some(name) if OPTIONS.iter().any(|end| name.ends_with(end)) => true,
            Some(name) => {
                let is_package = PACKAGES.iter().any(|part| name.contains(part));
                is_followed(at) && !is_package && !word.raw.contains('"') || name.is_empty()
            }
            None => false,
        })
    }
}

fn is_known(word: &Word) -> bool {
    name(word).is_none()
}

/// The name of the variable that is all of a word; empty for all arguments.
fn name(word: &Word) -> Option<&str> {
    let inside = word.literal().is_none().then(|| word.unquoted().strip_prefix('$'))??;
    let inside = inside.strip_prefix('{').unwrap_or(inside);
    if inside.starts_with(['@', '*']) {
        return Some("");
    }
    let end = inside.find(|c: char| c != '_' && !c.is_ascii_alphanumeric()).unwrap_or(inside.len());
    let (name, behind) = inside.split_at_checked(end)?;
    let is_whole = behind.is_empty() || behind.ends_with('}') && !behind.starts_with('}') || behind == "}";
    (is_whole && !name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{FileId, Joined, Text};

    use crate::Script;

    #[test]
    fn options_in_variables() {
        for (text, expected) in [
            ("apt-get install $APT_OPTS curl", true),
            ("apt-get $X install curl", true),
            ("apt-get install $X curl", true),
            ("apt-get install curl ${FLAGS}", true),
            ("apt-get install \"$@\"", true),
            ("apt-get install -y $X", false),
            ("apt-get install $PKGS curl", false),
            ("apt-get install php$V-fpm curl", false),
            ("apt-get install $(cat list) curl", false),
            ("apt-get install $A $B", false),
        ] {
            let script = Script::parse(&Joined::verbatim(Text::new(text, FileId::FIRST, 0)));
            assert_eq!(script.commands.first().unwrap().may_hide_options(), expected, "{text}");
        }
    }
}
