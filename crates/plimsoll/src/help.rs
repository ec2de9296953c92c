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
        ("0", "no findings at or above the `--fail-on` level"),
        ("1", "at least one such finding"),
        ("2", "the run itself failed: an invalid option, a configuration error or an unreadable file"),
    ],
};

const CHECK_EXAMPLES: Section = Section {
    title: "Examples",
    rows: &[
        ("plimsoll check", "check the current directory"),
        ("plimsoll check --preset security api", "check one directory with more rules"),
        ("plimsoll check --since origin/main", "report only what a pull request introduces"),
        ("plimsoll check --output github --output sarif=plimsoll.sarif", "write two formats"),
        ("plimsoll check - < Dockerfile", "check standard input"),
    ],
};

const FIX_EXAMPLES: Section = Section {
    title: "Examples",
    rows: &[
        ("plimsoll fix --diff", "show what would change"),
        ("plimsoll fix", "apply safe fixes"),
        ("plimsoll fix --unsafe-fixes --select latest-tag", "apply all fixes for one rule"),
        ("plimsoll fix - < Dockerfile", "print the fixed text"),
    ],
};

const PROGRAM_EXAMPLES: Section = Section {
    title: "Examples",
    rows: &[
        ("plimsoll check", "check every Dockerfile and Compose file in the current directory"),
        ("plimsoll fix", "apply safe fixes and report the rest"),
        ("plimsoll explain DL3008", "explain a rule, given its name or another linter's code"),
        ("plimsoll show api", "show the effective settings of a service"),
        ("plimsoll init --hook", "create a configuration file and a pre-commit hook"),
    ],
};

const FILES: Section = Section {
    title: "Files",
    rows: &[
        ("plimsoll.toml", "configuration for its directory and all subdirectories"),
        (".hadolint.yaml", "hadolint's configuration, which also applies"),
        (".gitignore", "untracked files that match are not checked"),
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
        ("NO_COLOR, CLICOLOR_FORCE", "never use color, or always use color"),
        ("FORCE_HYPERLINK", "0: never link to rule pages; 1: always link"),
        ("HADOLINT_*", "hadolint's variables, which also apply"),
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
