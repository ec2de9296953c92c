//! The command line.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use plimsoll_report::Format;

/// A linter for Dockerfiles and Compose files that reads both together.
#[derive(Debug, Parser)]
#[command(name = "plimsoll", version, propagate_version = true, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Look for problems
    Check(Box<CheckArgs>),
    /// Say what a rule is about: its name, or the code of another linter (`DL3008`)
    Explain {
        /// The rule
        rule: String,
    },
    /// List the rules
    Rules {
        /// How to print them
        #[arg(long, value_enum, default_value_t = ListFormat::Text)]
        format: ListFormat,
    },
    /// Serve an editor, over standard input and output
    Lsp {
        /// How to talk to the editor: there is no other way, but many editors say it
        #[arg(long)]
        stdio: bool,
    },
    /// Write a `plimsoll.toml` that says what the configuration of hadolint says
    Migrate {
        /// The file [default: .hadolint.yaml]
        file: Option<String>,
    },
    /// Draw services, networks, published ports and what can be reached from outside
    Graph {
        /// A Compose file, a Dockerfile, or a folder with one
        #[arg(default_value = ".")]
        path: String,
        /// How to draw it
        #[arg(long, value_enum, default_value_t = DrawFormat::Mermaid)]
        format: DrawFormat,
    },
    /// Show what a service really runs with, and which line decided it
    Show {
        /// The service
        service: String,
        /// A Compose file, or a folder with one
        #[arg(default_value = ".")]
        path: String,
    },
    /// Show how a file is read
    Parse {
        /// The file; `-` is standard input
        file: String,
        /// How to print it
        #[arg(long, value_enum, default_value_t = TreeFormat::Tree)]
        format: TreeFormat,
    },
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// Files and folders; `-` is standard input
    #[arg(default_value = ".")]
    pub(crate) paths: Vec<String>,

    /// The name that standard input goes by
    #[arg(long, value_name = "PATH", default_value = "Dockerfile")]
    pub(crate) stdin_filename: String,

    /// How to print what was found
    #[arg(long, value_name = "FORMAT", value_parser = formats(), default_value = Format::Text.name())]
    pub(crate) format: Format,

    /// Print it in this format too, or write it to a file; may be given several times
    #[arg(long, value_name = "FORMAT[=FILE]")]
    pub(crate) output: Vec<String>,

    /// Show only what is new since this revision of Git, for example `origin/main`
    #[arg(long, value_name = "REVISION", allow_hyphen_values = true, conflicts_with_all = ["fix", "diff", "write_baseline"])]
    pub(crate) since: Option<String>,

    /// Do not show the findings that this file knows
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<String>,

    /// Write what is found to the baseline, instead of showing it
    #[arg(long, requires = "baseline", conflicts_with_all = ["fix", "diff"])]
    pub(crate) write_baseline: bool,

    /// The rules to start from: recommended, security, strict, all, hadolint or buildkit
    #[arg(long, value_name = "NAME")]
    pub(crate) preset: Option<String>,

    /// Run these rules and no others
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(crate) select: Vec<String>,

    /// Do not run these rules
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,

    /// Set how bad the findings of a rule are: off, note, warning or error
    #[arg(long, value_name = "RULE=LEVEL")]
    pub(crate) level: Vec<String>,

    /// The configuration file, instead of the nearest `plimsoll.toml` above each file
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<String>,

    /// Exit with 1 from this level on: note, warning, error or never [default: warning]
    #[arg(long, value_name = "LEVEL")]
    pub(crate) fail_on: Option<String>,

    /// Exit with 0 whatever is found
    #[arg(long)]
    pub(crate) exit_zero: bool,

    /// Change the files where a fix is certain
    #[arg(long)]
    pub(crate) fix: bool,

    /// Print what `--fix` would change, and change nothing
    #[arg(long)]
    pub(crate) diff: bool,

    /// Print how often each rule speaks, instead of the findings
    #[arg(long)]
    pub(crate) statistics: bool,

    /// Show each finding's fix as changed lines
    #[arg(long)]
    pub(crate) full: bool,

    /// Use colours
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,
}

/// The formats by their names, with what `--help` says about them.
fn formats() -> impl TypedValueParser<Value = Format> {
    let values = Format::ALL.iter().map(|format| PossibleValue::new(format.name()).help(format.about()));
    PossibleValuesParser::new(values).try_map(|name| Format::from_name(&name).ok_or("no such format"))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// A table
    Text,
    /// For programs
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TreeFormat {
    /// For people
    Tree,
    /// For programs
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DrawFormat {
    /// A flowchart that forges draw in Markdown
    Mermaid,
    /// For Graphviz
    Dot,
    /// A picture
    Svg,
    /// For programs
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// When standard output is a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Color {
    pub(crate) fn choice(self) -> anstream::ColorChoice {
        match self {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        }
    }
}
