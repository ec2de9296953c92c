//! The options of `check` and `fix`. Each is one field: its comment is its help, and its struct the group it is shown in.

use clap::Args;
use clap::builder::NonEmptyStringValueParser as NonEmpty;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use plimsoll_report::Format;

#[derive(Clone, Debug, Args)]
pub(crate) struct CheckArgs {
    /// Files and directories; `-` is standard input [default: .]
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<String>,

    #[command(flatten)]
    pub(crate) rules: RuleOptions,

    #[command(flatten)]
    pub(crate) files: FileOptions,

    #[command(flatten)]
    pub(crate) known: KnownOptions,

    #[command(flatten)]
    pub(crate) fixes: FixOptions,

    #[command(flatten)]
    pub(crate) output: OutputOptions,

    /// The number of files to check at the same time [default: the number of processors]
    #[arg(long, value_name = "N", value_parser = at_least_one)]
    pub(crate) jobs: Option<u16>,

    #[arg(skip)]
    pub(crate) task: CheckTask,
}

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Rules")]
pub(crate) struct RuleOptions {
    /// The preset to start from: recommended, security, strict, all, hadolint or buildkit
    #[arg(long, value_parser = NonEmpty::new(), value_name = "NAME")]
    pub(crate) preset: Option<String>,

    /// Run only these rules: names, codes, categories, families, presets or patterns (`DL3*`)
    #[arg(long, value_parser = NonEmpty::new(), value_name = "RULES", value_delimiter = ',')]
    pub(crate) select: Vec<String>,

    /// Also run these rules
    #[arg(long, value_parser = NonEmpty::new(), value_name = "RULES", value_delimiter = ',')]
    pub(crate) extend_select: Vec<String>,

    /// Do not run these rules
    #[arg(long, value_parser = NonEmpty::new(), value_name = "RULES", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,

    /// Set a rule's severity level: off, style, note, warning or error
    #[arg(long, value_parser = NonEmpty::new(), value_name = "RULE=LEVEL")]
    pub(crate) level: Vec<String>,

    /// Check as of this date, such as `2027-02-01`: when support and waivers end [default: today]
    #[arg(long, value_parser = NonEmpty::new(), value_name = "DATE")]
    pub(crate) date: Option<String>,

    /// Use this configuration file instead of each file's nearest `plimsoll.toml`
    #[arg(long, value_parser = NonEmpty::new(), value_name = "FILE")]
    pub(crate) config: Option<String>,

    /// Also check this policy, which nothing in the repository can weaken
    #[arg(long, value_parser = NonEmpty::new(), value_name = "FILE")]
    pub(crate) policy: Vec<String>,

    /// Check nothing unless `--policy` has this digest, as printed by `plimsoll policy digest`
    #[arg(long, value_parser = NonEmpty::new(), value_name = "DIGEST")]
    pub(crate) policy_sha256: Vec<String>,

    /// Ignore configuration files and `PLIMSOLL_` and `HADOLINT_` variables
    #[arg(long, conflicts_with_all = ["config", "trust"])]
    pub(crate) isolated: bool,
}

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Files")]
pub(crate) struct FileOptions {
    /// Merge this Compose file with the other `-f` files, as `docker compose -f a -f b` does
    #[arg(short = 'f', long = "file", value_parser = NonEmpty::new(), value_name = "FILE")]
    pub(crate) project: Vec<String>,

    /// Read variables for Compose files from this file instead of `.env`; can be repeated
    #[arg(long, value_parser = NonEmpty::new(), value_name = "FILE")]
    pub(crate) env_file: Vec<String>,

    /// Skip files that match these patterns, even if Git tracks them
    #[arg(long, value_parser = NonEmpty::new(), value_name = "PATTERNS", value_delimiter = ',')]
    pub(crate) exclude: Vec<String>,

    /// Also check command lines in Markdown files
    #[arg(long)]
    pub(crate) markdown: bool,

    /// Check standard input as if it were this file
    #[arg(long, value_parser = NonEmpty::new(), value_name = "PATH")]
    pub(crate) stdin_filename: Option<String>,

    /// List the files that would be checked
    #[arg(long, conflicts_with = "diff")]
    pub(crate) show_files: bool,

    /// Show the settings that apply to a file
    #[arg(long, value_parser = NonEmpty::new(), value_name = "FILE", conflicts_with_all = ["diff", "show_files"])]
    pub(crate) show_settings: Option<String>,
}

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Known findings")]
pub(crate) struct KnownOptions {
    /// Report and fix only findings introduced since this Git revision, for example `origin/main`
    #[arg(long, value_parser = NonEmpty::new(), value_name = "REVISION", allow_hyphen_values = true)]
    pub(crate) since: Option<String>,

    /// Do not report or fix the findings recorded in this file
    #[arg(long, value_parser = NonEmpty::new(), value_name = "FILE")]
    pub(crate) baseline: Option<String>,

    /// Also report findings that comments suppress
    #[arg(long)]
    pub(crate) no_ignores: bool,

    /// Read configuration, baselines and error suppressions only from this Git revision
    #[arg(long, value_parser = NonEmpty::new(), value_name = "REVISION", allow_hyphen_values = true)]
    pub(crate) trust: Option<String>,
}

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Fixes")]
pub(crate) struct FixOptions {
    /// Also apply fixes that might change what the build or the container does
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,

    /// Print the fixes as a diff without changing any file
    #[arg(long)]
    pub(crate) diff: bool,

    /// Apply fixes, but do not report the remaining problems
    #[arg(long, conflicts_with = "diff")]
    pub(crate) fix_only: bool,

    /// List the fixed rules for each file
    #[arg(long)]
    pub(crate) show_fixes: bool,

    /// Exit with 1 if a file was changed, even if no problem remains
    #[arg(long, alias = "exit-nonzero-on-fix")]
    pub(crate) exit_non_zero_on_fix: bool,
}

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputOptions {
    /// The output format [default: text]
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    pub(crate) format: Option<Format>,

    /// Print another format as well, or write it to a file; can be repeated
    #[arg(long, value_parser = NonEmpty::new(), value_name = "FORMAT[=FILE]")]
    pub(crate) output: Vec<String>,

    /// The rule names to use in SARIF: `plimsoll`, or `hadolint` (such as `DL3008`, if available)
    #[arg(long, value_parser = ["plimsoll", "hadolint"], hide_possible_values = true, value_name = "NAMES")]
    pub(crate) rule_ids: Option<String>,

    /// Show what each fix would change
    #[arg(long)]
    pub(crate) full: bool,

    /// The lowest level at which the exit code is 1: style, note, warning, error or never [default: warning]
    #[arg(long, value_parser = NonEmpty::new(), value_name = "LEVEL")]
    pub(crate) fail_on: Option<String>,

    /// Exit with 0 even if there are findings
    #[arg(long)]
    pub(crate) exit_zero: bool,

    /// Print only findings: no summary, hints or warnings
    #[arg(long, short)]
    pub(crate) quiet: bool,

    /// Print only errors of the run itself; files from `--output FORMAT=FILE` are still written
    #[arg(long, short, conflicts_with = "quiet")]
    pub(crate) silent: bool,

    /// Print which configuration applies to each file, and why other files are skipped
    #[arg(long, short, conflicts_with_all = ["quiet", "silent"])]
    pub(crate) verbose: bool,
}

impl OutputOptions {
    /// Whether the user hears of anything but findings and errors.
    pub(crate) fn tells(&self) -> bool {
        !self.quiet && !self.silent
    }
}

/// `plimsoll check`.
#[derive(Clone, Debug, Args)]
pub(crate) struct CheckCommand {
    #[command(flatten)]
    pub(crate) args: CheckArgs,

    #[command(flatten)]
    task: CheckTask,
}

impl CheckCommand {
    pub(crate) fn into_args(self) -> CheckArgs {
        let CheckCommand { args, mut task } = self;
        task.fix |= args.fixes.fix_only;
        CheckArgs { task, ..args }
    }
}

/// What findings are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum GroupBy {
    /// Controls in standards
    Standard,
    /// Threat classes
    Stride,
}

/// What `fix` has no use for.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct CheckTask {
    /// Whether each subject of a policy gets a verdict.
    #[arg(skip)]
    pub(crate) wants_verdicts: bool,
    /// Print how long reading the files and running each rule took
    #[arg(long, help_heading = "Output", conflicts_with_all = ["fix", "fix_only", "diff", "watch", "quiet", "silent"])]
    pub(crate) timings: bool,

    /// Apply safe fixes
    #[arg(long, help_heading = "Fixes")]
    pub(crate) fix: bool,

    /// Record the current findings in the baseline instead of reporting them
    #[arg(long, help_heading = "Known findings", requires = "baseline", conflicts_with_all = ["fix", "fix_only", "diff", "since"])]
    pub(crate) write_baseline: bool,

    /// Add an ignore comment above each finding
    #[arg(long, help_heading = "Known findings", requires = "reason", conflicts_with_all = ["fix", "fix_only", "diff", "since", "baseline", "no_ignores", "show_files", "show_settings"])]
    pub(crate) add_ignores: bool,

    /// The reason to write in the comments of `--add-ignores`
    #[arg(long, help_heading = "Known findings", value_name = "TEXT", requires = "add_ignores")]
    pub(crate) reason: Option<String>,

    /// Check again whenever a file changes
    #[arg(long, help_heading = "Files", conflicts_with_all = ["fix", "fix_only", "diff", "add_ignores"])]
    pub(crate) watch: bool,

    /// Group the findings by control
    #[arg(long, help_heading = "Output", value_enum, value_name = "BY", conflicts_with_all = ["statistics", "watch"])]
    pub(crate) group_by: Option<GroupBy>,

    /// Print the number of findings per rule instead of the findings
    #[arg(long, help_heading = "Output")]
    pub(crate) statistics: bool,
}

/// The formats by their names, with what `--help` says about them.
fn formats() -> impl TypedValueParser<Value = Format> {
    let values = Format::ALL.iter().map(|format| PossibleValue::new(format.name()).help(format.about()));
    PossibleValuesParser::new(values).try_map(|name| Format::from_name(&name).ok_or("unknown format"))
}

fn at_least_one(text: &str) -> Result<u16, &'static str> {
    text.parse().ok().filter(|number| *number > 0).ok_or("expected a number of 1 or more")
}
