//! The options of hadolint, under its names.

use clap::Args;

/// The command line of hadolint.
#[derive(Clone, Debug, Args)]
pub(crate) struct HadolintArgs {
    /// Dockerfiles; `-` is standard input
    #[arg(value_name = "DOCKERFILE")]
    pub(crate) files: Vec<String>,

    /// The configuration file
    #[arg(long, short, value_name = "FILENAME")]
    pub(crate) config: Option<String>,

    /// The path to report instead of the file's path
    #[arg(long, value_name = "PATH")]
    pub(crate) file_path_in_report: Option<String>,

    /// Write the report to this file; the first file gets the first format
    #[arg(long, short, value_name = "OUTPUT")]
    pub(crate) output: Vec<String>,

    /// Exit with 0 even if there are findings
    #[arg(long)]
    pub(crate) no_fail: bool,

    /// Do not use color
    #[arg(long)]
    pub(crate) no_color: bool,

    /// Print the settings to standard error
    #[arg(long, short = 'V')]
    pub(crate) verbose: bool,

    /// The output format: tty, json, checkstyle, codeclimate, `gitlab_codeclimate`, gnu, codacy, sonarqube, sarif or junit
    #[arg(long, short, value_name = "FORMAT")]
    pub(crate) format: Vec<String>,

    /// Make this rule an error
    #[arg(long, value_name = "RULECODE")]
    pub(crate) error: Vec<String>,

    /// Make this rule a warning
    #[arg(long, value_name = "RULECODE")]
    pub(crate) warning: Vec<String>,

    /// Make this rule a note
    #[arg(long, value_name = "RULECODE")]
    pub(crate) info: Vec<String>,

    /// Make this rule a style finding
    #[arg(long, value_name = "RULECODE")]
    pub(crate) style: Vec<String>,

    /// Do not run this rule
    #[arg(long, value_name = "RULECODE")]
    pub(crate) ignore: Vec<String>,

    /// A registry from which images are allowed
    #[arg(long, value_name = "REGISTRY")]
    pub(crate) trusted_registry: Vec<String>,

    /// A label that images must have, as NAME:TYPE
    #[arg(long, value_name = "LABELSCHEMA")]
    pub(crate) require_label: Vec<String>,

    /// Report labels that are not required
    #[arg(long)]
    pub(crate) strict_labels: bool,

    /// Also report findings that comments suppress
    #[arg(long)]
    pub(crate) disable_ignore_pragma: bool,

    /// The lowest level at which the exit code is 1: error, warning, info, style, ignore or none [default: info]
    #[arg(long, short = 't', value_name = "THRESHOLD")]
    pub(crate) failure_threshold: Option<String>,

    /// Print the version
    #[arg(long, short)]
    pub(crate) version: bool,
}
