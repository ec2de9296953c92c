//! The command line.

mod check;
mod hadolint;
mod policy;

use clap::builder::NonEmptyStringValueParser as NonEmpty;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::help::{after_check, after_fix};

pub(crate) use check::{CheckArgs, CheckCommand, CheckTask, GroupBy};
pub(crate) use hadolint::HadolintArgs;
pub(crate) use policy::{
    AdoptArgs, DocumentShape, PolicyAction, PolicyInputArgs, PolicyTestArgs, ReportArgs, ReportFormat,
    TestFormat,
};

use crate::version::VERSION;

/// A linter for Dockerfiles and Compose files that reads both together.
#[derive(Debug, Parser)]
#[command(name = "plimsoll", version, long_version = VERSION.as_str(), propagate_version = true, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// Use colours: `auto` means at a terminal [default: auto]
    #[arg(long, value_enum, hide_possible_values = true, value_name = "WHEN", global = true)]
    pub(crate) color: Option<Color>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check Dockerfiles and Compose files
    #[command(after_long_help = after_check())]
    Check(Box<CheckCommand>),
    /// Apply the safe fixes, then report the problems that are left
    #[command(after_long_help = after_fix())]
    Fix(Box<CheckArgs>),
    /// Explain a rule, by its name or by another linter's code (`DL3008`)
    Explain {
        /// The rule
        rule: String,
        /// The output format
        #[arg(long, value_enum, default_value_t = ListFormat::Text)]
        format: ListFormat,
    },
    /// List the settings of `plimsoll.toml`
    Config(ConfigArgs),
    /// List the rules
    Rules(RulesArgs),
    /// Write a commented `plimsoll.toml`, a hook or a CI job
    Init(InitArgs),
    /// Serve an editor over standard input and output
    Lsp {
        /// Use standard input and output (always on; many editors pass it)
        #[arg(long)]
        stdio: bool,
    },
    /// Convert the configuration of other linters to `plimsoll.toml`
    Migrate {
        /// The file [default: all that are found here and below]
        file: Option<String>,
    },
    /// Check Dockerfiles under hadolint's options, output formats and exit codes
    #[command(disable_version_flag = true)]
    Hadolint(Box<HadolintArgs>),
    /// Draw services, networks, published ports and build stages
    Graph {
        /// A Compose file, a Dockerfile, or a directory with one
        #[arg(default_value = ".")]
        path: String,
        /// The output format
        #[arg(long, value_enum, default_value_t = DrawFormat::Mermaid)]
        format: DrawFormat,
    },
    /// Show the settings that a service really gets, and where each comes from
    Show {
        /// The service [default: list all services]
        #[arg(conflicts_with = "image")]
        service: Option<String>,
        /// A Compose file, or a directory with one
        #[arg(default_value = ".")]
        path: String,
        /// Show what is known about this image instead, and from where
        #[arg(long, value_parser = NonEmpty::new(), value_name = "NAME[:TAG]")]
        image: Option<String>,
    },
    /// Check and adopt policies, and pin what they extend
    Policy {
        #[command(subcommand)]
        action: PolicyAction,
    },
    /// Report what a policy asks for: what is proved, what is broken, and what no file shows
    Report(ReportArgs),
    /// Print a shell completion script
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, in the format that `man` reads
    Man {
        /// The command to describe [default: the program]
        command: Option<String>,
    },
    /// Install or remove `docker lint`, which runs `plimsoll check`
    DockerPlugin {
        #[command(subcommand)]
        action: crate::lint_plugin::Action,
    },
    /// Print the version
    Version,
    /// Print the syntax tree of a file, for bug reports
    Parse {
        /// The file; `-` is standard input
        file: String,
        /// The output format
        #[arg(long, value_enum, default_value_t = TreeFormat::Tree)]
        format: TreeFormat,
    },
}

impl Command {
    /// Whether the environment has no say.
    pub(crate) fn is_isolated(&self) -> bool {
        match self {
            Command::Check(command) => command.args.rules.isolated,
            Command::Fix(args) => args.rules.isolated,
            _ => false,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct RulesArgs {
    /// Only rules of this preset: recommended, security, strict, all, hadolint or buildkit
    #[arg(long, value_name = "NAME")]
    pub(crate) preset: Option<String>,

    /// Only rules of this family, for example compose
    #[arg(long, visible_alias = "subject", value_name = "NAME")]
    pub(crate) family: Option<String>,

    /// Only rules of this category, for example security
    #[arg(long, value_name = "NAME")]
    pub(crate) category: Option<String>,

    /// Only rules that answer to a control of this standard, for example cis-docker
    #[arg(long, value_name = "NAME")]
    pub(crate) standard: Option<String>,

    /// Only rules with a safe fix
    #[arg(long)]
    pub(crate) fixable: bool,

    /// With the page and the options of each rule, as JSON
    #[arg(long)]
    pub(crate) all: bool,

    /// The output format
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub(crate) format: ListFormat,
}

#[derive(Debug, Args)]
pub(crate) struct ConfigArgs {
    /// The setting [default: all]
    pub(crate) setting: Option<String>,

    /// The output format; `json` is the JSON schema
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub(crate) format: ListFormat,
}

#[derive(Debug, Args)]
pub(crate) struct InitArgs {
    /// Also write `.pre-commit-config.yaml`
    #[arg(long)]
    pub(crate) hook: bool,

    /// Also write a GitHub workflow
    #[arg(long)]
    pub(crate) github: bool,

    /// Also write a GitLab pipeline
    #[arg(long)]
    pub(crate) gitlab: bool,
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
