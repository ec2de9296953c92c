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
    /// Write the digests of the files that a policy extends
    Pin {
        /// The policy
        file: String,
    },
    /// Write a waiver for everything that breaks the policy today
    Adopt(AdoptArgs),
    /// List what a policy can ask for
    Requirements,
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
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExitOn {
    /// Something that is required is violated
    Violated,
}
