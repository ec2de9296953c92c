//! The options of `policy` and `report`.

use clap::builder::NonEmptyStringValueParser as NonEmpty;
use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Subcommand)]
pub(crate) enum PolicyAction {
    /// Check policies for mistakes
    Check {
        /// The files [default: the policy that `plimsoll check` uses here]
        #[arg(value_name = "FILE")]
        files: Vec<String>,
    },
    /// Print the digests of policies, for `extends`
    Digest {
        /// The files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<String>,
    },
    /// Convert a policy from YAML to TOML, or from TOML to YAML
    Convert {
        /// The policy
        file: String,
    },
    /// Record the digests of the files that a policy extends in the policy itself
    Pin {
        /// The policy
        file: String,
    },
    /// Add a waiver for each finding that violates the policy today
    Adopt(AdoptArgs),
    /// Run a policy's Rego tests: rules named `test_…`
    Test(PolicyTestArgs),
    /// Print the document that Rego rules get for a file, as JSON
    Input(PolicyInputArgs),
    /// List the requirements that a policy can set
    Requirements,
}

#[derive(Debug, Args)]
pub(crate) struct PolicyTestArgs {
    /// Rego files, and directories that contain them
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<String>,

    /// Data files and directories that contain them: YAML, JSON or TOML
    #[arg(long, value_parser = NonEmpty::new(), value_name = "PATH")]
    pub(crate) data: Vec<String>,

    /// Run the tests whose names match this regular expression
    #[arg(long, value_parser = NonEmpty::new(), value_name = "REGEX")]
    pub(crate) run: Option<String>,

    /// Also show passing tests, and what tests print
    #[arg(long, short)]
    pub(crate) verbose: bool,

    /// The output format
    #[arg(long, value_enum, default_value_t = TestFormat::Text)]
    pub(crate) format: TestFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TestFormat {
    /// Human-readable text
    Text,
    /// JSON
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct PolicyInputArgs {
    /// A Dockerfile or a Compose file
    pub(crate) file: String,

    /// The shape of the document
    #[arg(long, value_enum, default_value_t = DocumentShape::Conftest)]
    pub(crate) shape: DocumentShape,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DocumentShape {
    /// The commands of a Dockerfile, or the YAML of a Compose file
    Conftest,
    /// The same for all files in a project, as one list
    Combined,
    /// The stages of a Dockerfile
    Trivy,
    /// The project with its effective values
    Plimsoll,
}

#[derive(Debug, Args)]
pub(crate) struct AdoptArgs {
    /// Files and directories [default: .]
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<String>,

    /// The last day of the waivers, such as `2027-02-01`
    #[arg(long, value_parser = NonEmpty::new(), value_name = "DATE")]
    pub(crate) expires: String,

    /// The team that is accountable for the waivers
    #[arg(long, value_parser = NonEmpty::new(), value_name = "TEAM")]
    pub(crate) owner: String,

    /// The policy to add the waivers to
    #[arg(long, default_value = "plimsoll-policy.yaml", value_name = "FILE")]
    pub(crate) file: String,
}

#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    /// Files and directories [default: .]
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<String>,

    /// Also use this policy, which nothing in the repository can weaken
    #[arg(long, value_parser = NonEmpty::new(), value_name = "FILE")]
    pub(crate) policy: Vec<String>,

    /// Check nothing unless `--policy` has this digest, as printed by `plimsoll policy digest`
    #[arg(long, value_parser = NonEmpty::new(), value_name = "DIGEST")]
    pub(crate) policy_sha256: Vec<String>,

    /// Show these standards: cis-docker, pci-dss, gdpr, hipaa, …
    #[arg(long, value_parser = NonEmpty::new(), value_name = "NAMES", value_delimiter = ',')]
    pub(crate) standard: Vec<String>,

    /// The output format
    #[arg(long, value_enum, default_value_t = ReportFormat::Markdown)]
    pub(crate) format: ReportFormat,

    /// How much to show; JSON and JUnit always contain everything
    #[arg(long, value_enum, default_value_t = ReportDepth::Evidence)]
    pub(crate) depth: ReportDepth,

    /// Write the report to this file; `html=FILE` uses this format instead of `--format`
    #[arg(long, value_parser = NonEmpty::new(), value_name = "[FORMAT=]FILE")]
    pub(crate) output: Vec<String>,

    /// The date of the report, such as `2026-04-30` [default: `SOURCE_DATE_EPOCH` or today]
    #[arg(long, value_parser = NonEmpty::new(), value_name = "DATE")]
    pub(crate) date: Option<String>,

    /// Show what has changed since this earlier JSON report; several also show the history
    #[arg(long, value_parser = NonEmpty::new(), value_name = "FILE")]
    pub(crate) against: Vec<String>,

    /// Convert this JSON report to another format, and check nothing
    #[arg(long, value_parser = NonEmpty::new(), value_name = "FILE", conflicts_with_all = ["paths", "policy", "policy_sha256", "standard", "date", "against", "allow_empty"])]
    pub(crate) from: Option<String>,

    /// Exit with 1 if a required item is violated
    #[arg(long, value_enum, value_name = "STATUS")]
    pub(crate) exit_on: Option<ExitOn>,

    /// Succeed even if there is nothing to check
    #[arg(long)]
    pub(crate) allow_empty: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// Markdown
    #[value(alias = "md")]
    Markdown,
    /// JSON
    Json,
    /// A single HTML file to view or print
    Html,
    /// JUnit XML, for tools that show test results, such as Jenkins and GitLab
    Junit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportDepth {
    /// Counts, and what to fix first
    Summary,
    /// The status of each requirement and control, too
    Controls,
    /// What shows the status, too
    Evidence,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExitOn {
    /// A required item is violated
    Violated,
}
