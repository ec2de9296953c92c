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
    AdoptArgs, PolicyAction, PolicyInputArgs, PolicyTestArgs, ReportArgs, ReportDepth, ReportFormat,
};
#[cfg(feature = "rego")]
pub(crate) use policy::{DocumentShape, TestFormat};

use crate::version::VERSION;

/// A linter that checks Dockerfiles and Compose files together.
#[derive(Debug, Parser)]
#[command(name = "plimsoll", version, long_version = VERSION.as_str(), propagate_version = true, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// When to use color: `auto` means only at a terminal [default: auto]
    #[arg(long, value_enum, hide_possible_values = true, value_name = "WHEN", global = true)]
    pub(crate) color: Option<Color>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check Dockerfiles and Compose files
    #[command(after_long_help = after_check())]
    Check(Box<CheckCommand>),
    /// Apply safe fixes, then report the remaining problems
    ///
    /// Each file is written once, with all of its fixes, or not at all.
    #[command(after_long_help = after_fix())]
    Fix(Box<CheckArgs>),
    /// Explain a rule, given its name or another linter's code (`DL3008`)
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
    /// Create a commented `plimsoll.toml`, a hook or a CI job
    Init(InitArgs),
    /// Run the language server on standard input and output
    Lsp {
        /// Use standard input and output (always on; many editors pass this option)
        #[arg(long)]
        stdio: bool,
    },
    /// Convert other linters' configuration to `plimsoll.toml`
    Migrate {
        /// The file [default: all files found in this directory and its subdirectories]
        file: Option<String>,
    },
    /// Check Dockerfiles with hadolint's options, output formats and exit codes
    #[command(disable_version_flag = true)]
    Hadolint(Box<HadolintArgs>),
    /// Draw services, networks, published ports and build stages
    Graph {
        /// A Compose file, a Dockerfile, or a directory that contains one
        #[arg(default_value = ".")]
        path: String,
        /// The output format
        #[arg(long, value_enum, default_value_t = DrawFormat::Mermaid)]
        format: DrawFormat,
    },
    /// Show a service's effective settings, and where each is set
    Show {
        /// The service [default: list all services]
        #[arg(conflicts_with = "image")]
        service: Option<String>,
        /// A Compose file, or a directory that contains one
        #[arg(default_value = ".")]
        path: String,
        /// Show the known facts about this image instead, with their sources
        #[arg(long, value_parser = NonEmpty::new(), value_name = "NAME[:TAG]")]
        image: Option<String>,
    },
    /// Check and adopt policies, and pin the policies that they extend
    Policy {
        #[command(subcommand)]
        action: PolicyAction,
    },
    /// Report which requirements of a policy are met, violated or not checkable in files
    Report(ReportArgs),
    /// Print a shell completion script
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page in the format for `man`
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
    /// List only rules in this preset: recommended, security, strict, all, hadolint or buildkit
    #[arg(long, value_name = "NAME")]
    pub(crate) preset: Option<String>,

    /// List only rules in this family, for example compose
    #[arg(long, visible_alias = "subject", value_name = "NAME")]
    pub(crate) family: Option<String>,

    /// List only rules in this category, for example security
    #[arg(long, value_name = "NAME")]
    pub(crate) category: Option<String>,

    /// List only rules that check a control in this standard, for example cis-docker
    #[arg(long, value_name = "NAME")]
    pub(crate) standard: Option<String>,

    /// List only rules with a safe fix
    #[arg(long)]
    pub(crate) fixable: bool,

    /// Include each rule's page and options, as JSON
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
    /// Human-readable text
    Text,
    /// JSON
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TreeFormat {
    /// Human-readable text
    Tree,
    /// JSON
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DrawFormat {
    /// A flowchart that GitHub and GitLab render in Markdown
    Mermaid,
    /// For Graphviz
    Dot,
    /// An image
    Svg,
    /// JSON
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// Only if standard output is a terminal
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
