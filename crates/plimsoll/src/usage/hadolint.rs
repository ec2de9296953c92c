//! What hadolint's options are called here.

/// An option of hadolint, and what to write instead of it.
const OPTIONS: [(&str, &str); 13] = [
    ("-c", "`--config FILE`"),
    ("-t", "`--fail-on LEVEL`"),
    ("--failure-threshold", "`--fail-on LEVEL`"),
    ("--no-fail", "`--exit-zero`"),
    ("-o", "`--output FORMAT=FILE`"),
    ("--no-color", "`--color never`"),
    ("--file-path-in-report", "`--stdin-filename PATH`"),
    ("--error", "`--level RULE=error`"),
    ("--warning", "`--level RULE=warning`"),
    ("--info", "`--level RULE=note`"),
    ("--style", "`--level RULE=style`"),
    ("--disable-ignore-pragma", "`--no-ignores`"),
    ("--strict-labels", "`strict-labels = true` in `plimsoll.toml`"),
];

/// The same for settings that have no option.
const SETTINGS: [(&str, &str); 2] = [
    ("--trusted-registry", "`trusted-registries = [\"docker.io\"]` in `plimsoll.toml`"),
    ("--require-label", "`[labels]` in `plimsoll.toml`"),
];

/// Values of hadolint, and those that mean the same here.
const VALUES: [(&str, &str, &str); 8] = [
    ("--format", "tty", "concise"),
    ("--format", "gitlab_codeclimate", "gitlab"),
    ("--format", "codacy", "hadolint"),
    ("--fail-on", "info", "note"),
    ("--fail-on", "ignore", "style"),
    ("--fail-on", "none", "style"),
    ("--level", "info", "note"),
    ("--level", "ignore", "off"),
];

/// What to write instead of an option of hadolint.
pub(super) fn option(written: &str) -> Option<&'static str> {
    OPTIONS.iter().chain(&SETTINGS).find(|(option, _)| *option == written).map(|(_, here)| *here)
}

/// The value that means the same here.
pub(crate) fn value(option: &str, written: &str) -> Option<&'static str> {
    VALUES.iter().find(|(of, value, _)| *of == option && *value == written).map(|(.., here)| *here)
}
