//! The options of `policy` and `report`.

use clap::builder::NonEmptyStringValueParser as NonEmpty;
use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Subcommand)]
pub(crate) enum PolicyAction {
    /// Check policies for mistakes
    Check {
        /// The files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<String>,
    },
    /// Print the digest of policies, for `extends`
    Digest {
        /// The files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<String>,
    },
    /// Print a policy in its other form: YAML as TOML, TOML as YAML
    Convert {
        /// The policy
        file: String,
    },
    /// Write the digests of the files that a policy extends
    Pin {
        /// The policy
        file: String,
    },
    /// Write a waiver for everything that breaks the policy today
    Adopt(AdoptArgs),
    /// Run the tests that a policy in Rego brings along: rules named `test_…`
    Test(PolicyTestArgs),
    /// Print what a policy in Rego sees of a file, as JSON
    Input(PolicyInputArgs),
    /// List what a policy can ask for
    Requirements,
}

#[derive(Debug, Args)]
#[cfg_attr(not(feature = "rego"), expect(dead_code, reason = "nothing runs tests without Rego"))]
pub(crate) struct PolicyTestArgs {
    /// Rego files, and directories with such files
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<String>,

    /// Files and directories with data: YAML, JSON or TOML
    #[arg(long, value_parser = NonEmpty::new(), value_name = "PATH")]
    pub(crate) data: Vec<String>,

    /// Run the tests whose names match this regular expression
    #[arg(long, value_parser = NonEmpty::new(), value_name = "REGEX")]
    pub(crate) run: Option<String>,

    /// Show tests that pass, too, and what tests print
    #[arg(long, short)]
    pub(crate) verbose: bool,

    /// The output format
    #[arg(long, value_enum, default_value_t = TestFormat::Text)]
    pub(crate) format: TestFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TestFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

#[derive(Debug, Args)]
#[cfg_attr(not(feature = "rego"), expect(dead_code, reason = "nothing has documents without Rego"))]
pub(crate) struct PolicyInputArgs {
    /// A Dockerfile or a Compose file
    pub(crate) file: String,

    /// Whose document
    #[arg(long, value_enum, default_value_t = DocumentShape::Conftest)]
    pub(crate) shape: DocumentShape,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DocumentShape {
    /// The commands of a Dockerfile, or the YAML of a Compose file
    Conftest,
    /// The same of all files of a project, in one list
    Combined,
    /// The stages of a Dockerfile
    Trivy,
    /// A project with the values that count
    Plimsoll,
}

#[derive(Debug, Args)]
pub(crate) struct AdoptArgs {
    /// Files and directories [default: .]
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<String>,

    /// The last day of the waivers, as `2027-02-01`
    #[arg(long, value_parser = NonEmpty::new(), value_name = "DATE")]
    pub(crate) expires: String,

    /// The team that answers for them
    #[arg(long, value_parser = NonEmpty::new(), value_name = "TEAM")]
    pub(crate) owner: String,

    /// The policy to add them to
    #[arg(long, default_value = "plimsoll-policy.yaml", value_name = "FILE")]
    pub(crate) file: String,
}

#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    /// Files and directories [default: .]
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<String>,

    /// Use this policy, too; nothing in the repository can weaken it
    #[arg(long, value_parser = NonEmpty::new(), value_name = "FILE")]
    pub(crate) policy: Vec<String>,

    /// Show these standards: cis-docker, pci-dss, gdpr, hipaa, …
    #[arg(long, value_parser = NonEmpty::new(), value_name = "NAMES", value_delimiter = ',')]
    pub(crate) standard: Vec<String>,

    /// The output format
    #[arg(long, value_enum, default_value_t = ReportFormat::Markdown)]
    pub(crate) format: ReportFormat,

    /// Write the report to this file
    #[arg(long, value_parser = NonEmpty::new(), value_name = "FILE")]
    pub(crate) output: Option<String>,

    /// The day of the report, as `2026-04-30` [default: today]
    #[arg(long, value_parser = NonEmpty::new(), value_name = "DATE")]
    pub(crate) date: Option<String>,

    /// Say what changed since this earlier report, in JSON
    #[arg(long, value_parser = NonEmpty::new(), value_name = "FILE")]
    pub(crate) against: Option<String>,

    /// Exit with 1 if something that is required is violated
    #[arg(long, value_enum, value_name = "STATUS")]
    pub(crate) exit_on: Option<ExitOn>,

    /// Succeed when there is nothing to check
    #[arg(long)]
    pub(crate) allow_empty: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For forges and notes
    #[value(alias = "md")]
    Markdown,
    /// For programs
    Json,
    /// One file that a browser shows and prints
    Html,
    /// For what shows test results: Jenkins, GitLab
    Junit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExitOn {
    /// Something that is required is violated
    Violated,
}
