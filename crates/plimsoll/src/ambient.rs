//! What the environment and the user's folders say: the library reads neither.

use plimsoll_linter::{Ambient, plain_path};

/// What there is for hadolint, whose settings hold here too.
#[expect(clippy::disallowed_methods, reason = "the program reads the environment")]
pub(crate) fn ambient() -> Ambient {
    let variables = std::env::vars_os().filter_map(|(name, value)| {
        let name = name.into_string().ok().filter(|name| name.starts_with("HADOLINT_"))?;
        Some((name, value.into_string().ok()?))
    });
    let text = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let files = text("HOME").map(|home| Ambient::user_files(&home, text("XDG_CONFIG_HOME").as_deref()));
    let mut variables: Vec<_> = variables.collect();
    variables.sort_unstable();
    Ambient { variables, files: files.unwrap_or_default() }
}

/// Where the program was started; empty where that cannot be known.
#[expect(clippy::disallowed_methods, reason = "the program knows the folder")]
pub(crate) fn here() -> String {
    std::env::current_dir().map(|folder| plain_path(&folder)).unwrap_or_default()
}
