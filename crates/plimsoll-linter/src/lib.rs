//! Rules, their application to files, and everything between a finding and its report: configuration, levels,
//! suppressions, fixing.
//!
//! This crate does not know any rule by name or any output format.

mod allowance;
mod carried;
mod checked;
mod compose_commands;
mod config;
mod configs;
mod context;
mod costs;
mod env_variables;
mod file_settings;
mod files;
mod filled;
mod fixable;
mod fixer;
mod folders;
mod formats;
mod including_files;
mod instruction_cache;
mod join;
mod left_out;
pub mod limits;
mod linter;
mod load;
mod node_ref;
mod options;
pub mod pages;
mod peer_files;
mod peers;
mod policy;
mod postprocess;
pub mod prelude;
mod project_result;
mod proof;
mod registry;
mod rule;
mod ruleset;
mod services;
mod session;
mod shell_finding;
#[cfg_attr(not(feature = "shellcheck"), path = "shellcheck/none.rs")]
mod shellcheck;
mod suppress;
mod today;
mod unclear;
mod unread;
mod untrusted;
mod walk;
mod witness;
mod workspace;

pub use checked::Checked;
pub use config::{
    Choices, Config, FailOn, Migrated, Overrides, PeerFile, PresetSource, Settings, find_rules, migrate,
    one_of,
};
pub use context::Context;
pub use costs::{Costs, RuleCost};
pub use file_settings::{FileSettings, RuleSetting};
pub use files::{
    CountedFiles, DEFAULT_EXCLUDES, Disk, Entry, FileSystem, Keep, Listed, MemoryFiles, Overlay, Refusal,
    Search, WholeFile, plain_path,
};
pub use filled::Filled;
pub use fixer::{FixRequest, Fixed, Fixer, Selection, Withheld};
pub use formats::{CONFIG_NAME, FileKind, HADOLINT_NAMES};
pub use left_out::{LeftOut, LeftOutBy};
pub use linter::Linter;
pub use node_ref::{Check, NodeRef};
pub use options::{
    ApprovedInstructions, BaseImages, BasePatterns, CapabilityNames, EngineSockets, Frontends, KeyMatch,
    KeyPath, KeyPaths, LabelType, LimitKind, ListedBase, MaxLimit, MaxLimits, MountedPaths, NamePatterns,
    PathPatterns, PortList, PublishAddress, PublishedPorts, RequiredLabel, RequiredLabels, TextPattern,
    WordList,
};
pub use peer_files::{PeerPath, folder_for, peer_files};
pub use peers::{Ambient, PeerConfig};
pub use plimsoll_project::ImageUse;
pub use policy::{
    Attestation, Evidence, FindingDigests, Key, LoadRego, Located, POLICY_NAMES, Policy, PolicyFile,
    PolicyKey, PolicyLine, PolicyUse, Proof, Prove, Rego, RegoData, RegoFiles, RegoModule, RegoRule,
    Requirement, Subject, SubjectKind, Verdict, VerdictWord, check_is_policy, convert_policy, copied,
    days_between, flag, is_digest, policy_key, policy_key_meaning, policy_keys, policy_keys_below,
    rego_failed, rego_finding, rego_mistake, same_digest,
};
pub use proof::keeps_meaning;
pub use registry::{MakeRule, Registered};
pub use rule::{Node, Preset, Rule, RuleMeta, Status, Tag};
pub use session::{Session, SessionUpdate};
pub use shell_finding::ShellFinding;
pub use suppress::{Hidden, HiddenBy, IgnorePlace, IgnoreWriter, Ignored, Insertion, Trust};
pub use today::{day_of, today};
pub use unread::Unread;
pub use witness::Witness;
pub use workspace::Workspace;
