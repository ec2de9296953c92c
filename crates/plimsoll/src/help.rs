//! What `--help` and the manual pages say besides options: examples, exit codes, files, variables.

/// A part of a manual page, and of the help for those commands that show it.
pub(crate) struct Section {
    pub(crate) title: &'static str,
    /// What stands on the left, and what it means.
    pub(crate) rows: &'static [(&'static str, &'static str)],
}

const EXIT_CODES: Section = Section {
    title: "Exit codes",
    rows: &[
        ("0", "no finding at or above `--fail-on`"),
        ("1", "at least one"),
        ("2", "the run itself failed: a bad option, a mistake in the configuration, an unreadable file"),
    ],
};

const CHECK_EXAMPLES: Section = Section {
    title: "Examples",
    rows: &[
        ("plimsoll check", "the current directory"),
        ("plimsoll check --preset security api", "more rules, one directory"),
        ("plimsoll check --since origin/main", "only what a pull request introduces"),
        ("plimsoll check --output github --output sarif=plimsoll.sarif", "two formats"),
        ("plimsoll check - < Dockerfile", "standard input"),
    ],
};

const FIX_EXAMPLES: Section = Section {
    title: "Examples",
    rows: &[
        ("plimsoll fix --diff", "what would change"),
        ("plimsoll fix", "apply the safe fixes"),
        ("plimsoll fix --unsafe-fixes --select latest-tag", "all fixes of one rule"),
        ("plimsoll fix - < Dockerfile", "print the fixed text"),
    ],
};

const PROGRAM_EXAMPLES: Section = Section {
    title: "Examples",
    rows: &[
        ("plimsoll check", "every Dockerfile and Compose file of the current directory"),
        ("plimsoll fix", "apply the safe fixes and report the rest"),
        ("plimsoll explain DL3008", "a rule, by its name or by another linter's code"),
        ("plimsoll show api", "the settings that a service really gets"),
        ("plimsoll init --hook", "a configuration file and a pre-commit hook"),
    ],
};

const FILES: Section = Section {
    title: "Files",
    rows: &[
        ("plimsoll.toml", "the configuration of its directory and everything below"),
        (".hadolint.yaml", "hadolint's configuration, which applies too"),
        (".gitignore", "untracked files that it matches are not checked"),
    ],
};

const ENVIRONMENT: Section = Section {
    title: "Environment",
    rows: &[
        ("PLIMSOLL_CONFIG", "the same as `--config`"),
        ("PLIMSOLL_PRESET", "the same as `--preset`"),
        ("PLIMSOLL_FAIL_ON", "the same as `--fail-on`"),
        ("PLIMSOLL_FORMAT", "the same as `--format`"),
        ("PLIMSOLL_COLOR", "the same as `--color`"),
        ("NO_COLOR, CLICOLOR_FORCE", "no colours, or colours in any case"),
        ("FORCE_HYPERLINK", "0: no links to the pages of rules; 1: links in any case"),
        ("HADOLINT_*", "hadolint's variables, which apply too"),
    ],
};

/// What the manual page of a command ends with.
pub(crate) fn sections(command: &str) -> &'static [Section] {
    match command {
        "check" => &[EXIT_CODES, FILES, ENVIRONMENT, CHECK_EXAMPLES],
        "fix" => &[EXIT_CODES, FILES, ENVIRONMENT, FIX_EXAMPLES],
        "plimsoll" => &[EXIT_CODES, FILES, ENVIRONMENT, PROGRAM_EXAMPLES],
        _ => &[],
    }
}

/// What `--help` of `check` ends with.
pub(crate) fn after_check() -> String {
    text(&[CHECK_EXAMPLES, EXIT_CODES])
}

/// What `--help` of `fix` ends with.
pub(crate) fn after_fix() -> String {
    text(&[FIX_EXAMPLES, EXIT_CODES])
}

fn text(sections: &[Section]) -> String {
    let section = |section: &Section| {
        let width = section.rows.iter().map(|(left, _)| left.len()).max().unwrap_or_default();
        let rows = section.rows.iter().map(|(left, right)| format!("\n  {left:width$}  {right}"));
        format!("{}:{}", section.title, rows.collect::<String>())
    };
    sections.iter().map(section).collect::<Vec<_>>().join("\n\n")
}
