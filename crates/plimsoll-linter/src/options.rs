//! Types of options that rules and a policy's proofs both read: what a rule reports and what a proof shows must mean the
//! same.

mod approved_instructions;
mod base_images;
mod base_patterns;
mod capability_names;
mod key_path;
mod label_type;
mod labels;
mod max_limits;
mod mounted_paths;
mod name_patterns;
mod path_patterns;
mod port_list;
mod publish_address;
mod published_ports;
mod text_pattern;
mod word_list;

pub use approved_instructions::{ApprovedInstructions, Frontends};
pub use base_images::{BaseImages, ListedBase};
pub use base_patterns::BasePatterns;
pub use capability_names::CapabilityNames;
pub use key_path::{KeyMatch, KeyPath, KeyPaths};
pub use label_type::LabelType;
pub use labels::{RequiredLabel, RequiredLabels};
pub use max_limits::{LimitKind, MaxLimit, MaxLimits};
pub use mounted_paths::{EngineSockets, MountedPaths};
pub use name_patterns::NamePatterns;
pub use path_patterns::PathPatterns;
pub use port_list::PortList;
pub use publish_address::PublishAddress;
pub use published_ports::PublishedPorts;
pub use text_pattern::TextPattern;
pub use word_list::WordList;
