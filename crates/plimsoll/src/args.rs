//! The command line.

use clap::builder::NonEmptyStringValueParser as NonEmpty;
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
    Check(Box<CheckCommand>),
    /// Fix problems in the files, and report what is left
    Fix(Box<CheckArgs>),
    /// Say what a rule is about: its name, or the code of another linter (`DL3008`)
    Explain {
        /// The rule
        rule: String,
    },
    /// List the rules
    Rules(RulesArgs),
    /// Write a commented `plimsoll.toml`, and what runs the linter elsewhere
    Init(InitArgs),
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
    /// Print what a shell needs to complete arguments
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, as `man` reads it
    Man {
        /// The command that it is about [default: the program]
        command: Option<String>,
    },
    /// Install or remove `docker lint`, which runs `plimsoll check`
    DockerPlugin {
        #[command(subcommand)]
        action: crate::lint_plugin::Action,
    },
    /// Print the version
    Version,
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
pub(crate) struct RulesArgs {
    /// Only those that a preset turns on: recommended, security, strict, all, hadolint or buildkit
    #[arg(long, value_name = "NAME")]
    pub(crate) preset: Option<String>,

    /// Only those about one subject: dockerfile, compose, project, shell or linter
    #[arg(long, visible_alias = "subject", value_name = "NAME")]
    pub(crate) family: Option<String>,

    /// Only those of a category, for example security
    #[arg(long, value_name = "NAME")]
    pub(crate) category: Option<String>,

    /// Only those that `--fix` can settle
    #[arg(long)]
    pub(crate) fixable: bool,

    /// How to print them
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub(crate) format: ListFormat,
}

#[derive(Debug, Args)]
pub(crate) struct InitArgs {
    /// Write `.pre-commit-config.yaml` too
    #[arg(long)]
    pub(crate) hook: bool,

    /// Write a workflow for GitHub too
    #[arg(long)]
    pub(crate) github: bool,

    /// Write a pipeline for GitLab too
    #[arg(long)]
    pub(crate) gitlab: bool,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct CheckArgs {
    /// Files and folders; `-` is standard input
    #[arg(default_value = ".")]
    pub(crate) paths: Vec<String>,

    /// A Compose file that is read with the other `-f`, as `docker compose -f a -f b` does
    #[arg(short = 'f', long = "file", value_parser = NonEmpty::new(), value_name = "FILE")]
    pub(crate) project: Vec<String>,

    /// A file to read variables of Compose files from, in place of `.env`; may be given several times
    #[arg(long, value_parser = NonEmpty::new(), value_name = "FILE")]
    pub(crate) env_file: Vec<String>,

    /// The name that standard input goes by
    #[arg(long, value_parser = NonEmpty::new(), value_name = "PATH", default_value = "Dockerfile")]
    pub(crate) stdin_filename: String,

    /// How to print what was found
    #[arg(long, value_name = "FORMAT", value_parser = formats(), default_value = Format::Text.name())]
    pub(crate) format: Format,

    /// Print it in this format too, or write it to a file; may be given several times
    #[arg(long, value_parser = NonEmpty::new(), value_name = "FORMAT[=FILE]")]
    pub(crate) output: Vec<String>,

    /// Show and fix only what is new since this revision, for example `origin/main`; needs Git
    #[arg(long, value_parser = NonEmpty::new(), value_name = "REVISION", allow_hyphen_values = true)]
    pub(crate) since: Option<String>,

    /// Do not show or fix the findings that this file knows
    #[arg(long, value_parser = NonEmpty::new(), value_name = "FILE")]
    pub(crate) baseline: Option<String>,

    /// The rules to start from: recommended, security, strict, all, hadolint or buildkit
    #[arg(long, value_parser = NonEmpty::new(), value_name = "NAME")]
    pub(crate) preset: Option<String>,

    /// Run these rules and no others
    #[arg(long, value_parser = NonEmpty::new(), value_name = "RULES", value_delimiter = ',')]
    pub(crate) select: Vec<String>,

    /// Do not run these rules
    #[arg(long, value_parser = NonEmpty::new(), value_name = "RULES", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,

    /// Set how bad the findings of a rule are: off, note, warning or error
    #[arg(long, value_parser = NonEmpty::new(), value_name = "RULE=LEVEL")]
    pub(crate) level: Vec<String>,

    /// The configuration file, instead of the nearest `plimsoll.toml` above each file
    #[arg(long, value_parser = NonEmpty::new(), value_name = "FILE")]
    pub(crate) config: Option<String>,

    /// Do not check what these patterns match, tracked by Git or not
    #[arg(long, value_parser = NonEmpty::new(), value_name = "PATTERNS", value_delimiter = ',')]
    pub(crate) exclude: Vec<String>,

    /// Read no configuration file and no `HADOLINT_` variable
    #[arg(long, conflicts_with_all = ["config", "trust"])]
    pub(crate) isolated: bool,

    /// Take configuration, baselines and comments that hide errors from this revision of Git
    #[arg(long, value_parser = NonEmpty::new(), value_name = "REVISION", allow_hyphen_values = true)]
    pub(crate) trust: Option<String>,

    /// Show what comments hide
    #[arg(long)]
    pub(crate) no_ignores: bool,

    /// List the files that are checked, and check nothing
    #[arg(long, conflicts_with = "diff")]
    pub(crate) show_files: bool,

    /// Show the settings that hold for this file, and check nothing
    #[arg(long, value_parser = NonEmpty::new(), value_name = "FILE", conflicts_with_all = ["diff", "show_files"])]
    pub(crate) show_settings: Option<String>,

    /// Exit with 1 from this level on: note, warning, error or never [default: warning]
    #[arg(long, value_parser = NonEmpty::new(), value_name = "LEVEL")]
    pub(crate) fail_on: Option<String>,

    /// Exit with 0 whatever is found
    #[arg(long)]
    pub(crate) exit_zero: bool,

    /// Also make fixes that may change what the build or the container does
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,

    /// Print what would be fixed as a diff, and change no file
    #[arg(long)]
    pub(crate) diff: bool,

    /// Fix problems, but do not report those that are left
    #[arg(long, conflicts_with = "diff")]
    pub(crate) fix_only: bool,

    /// List what was fixed in each file
    #[arg(long)]
    pub(crate) show_fixes: bool,

    /// Exit with 1 when a file was changed, even if no problem is left
    #[arg(long, alias = "exit-nonzero-on-fix")]
    pub(crate) exit_non_zero_on_fix: bool,

    /// How many files are checked at once [default: as many as there are processors]
    #[arg(long, value_name = "N", value_parser = at_least_one)]
    pub(crate) jobs: Option<u16>,

    /// Show each finding's fix as changed lines
    #[arg(long)]
    pub(crate) full: bool,

    /// Use colours
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,

    #[arg(skip)]
    pub(crate) task: CheckTask,
}

/// `plimsoll check`.
#[derive(Clone, Debug, Args)]
pub(crate) struct CheckCommand {
    #[command(flatten)]
    args: CheckArgs,

    #[command(flatten)]
    task: CheckTask,
}

impl CheckCommand {
    pub(crate) fn into_args(self) -> CheckArgs {
        let CheckCommand { args, mut task } = self;
        task.fix |= args.fix_only;
        CheckArgs { task, ..args }
    }
}

/// What else `check` does with what it finds.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct CheckTask {
    /// Fix problems where the file certainly means the same afterwards
    #[arg(long)]
    pub(crate) fix: bool,

    /// Write what is found to the baseline, instead of showing it
    #[arg(long, requires = "baseline", conflicts_with_all = ["fix", "fix_only", "diff", "since"])]
    pub(crate) write_baseline: bool,

    /// Put a comment above everything that is found, so that it is found no more
    #[arg(long, requires = "reason", conflicts_with_all = ["fix", "fix_only", "diff", "since", "baseline", "no_ignores", "show_files", "show_settings"])]
    pub(crate) add_ignores: bool,

    /// Why, for `--add-ignores`
    #[arg(long, value_name = "TEXT", requires = "add_ignores")]
    pub(crate) reason: Option<String>,

    /// Check again whenever a file changes
    #[arg(long, conflicts_with_all = ["fix", "fix_only", "diff", "add_ignores"])]
    pub(crate) watch: bool,

    /// Print how often each rule speaks, instead of the findings
    #[arg(long)]
    pub(crate) statistics: bool,
}

/// The formats by their names, with what `--help` says about them.
fn formats() -> impl TypedValueParser<Value = Format> {
    let values = Format::ALL.iter().map(|format| PossibleValue::new(format.name()).help(format.about()));
    PossibleValuesParser::new(values).try_map(|name| Format::from_name(&name).ok_or("no such format"))
}

fn at_least_one(text: &str) -> Result<u16, &'static str> {
    text.parse().ok().filter(|number| *number > 0).ok_or("write a number from 1 on")
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
