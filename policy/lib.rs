//! What a policy can ask for. Each requirement is a page in `requirements/`; where files can show that it is kept, a file
//! of the same name beside it holds the proof.
//!
//! What breaks a requirement is found by rules, which the page names.

mod evidence;

/// The proofs, one for each page that has any.
mod requirements {
    pub(crate) mod approved_bases;
    pub(crate) mod approved_files;
    pub(crate) mod approved_healthchecks;
    pub(crate) mod approved_images;
    pub(crate) mod approved_instructions;
    pub(crate) mod approved_keys;
    pub(crate) mod approved_limits;
    pub(crate) mod approved_mounts;
    pub(crate) mod approved_names;
    pub(crate) mod approved_networks;
    pub(crate) mod approved_ports;
    pub(crate) mod approved_releases;
    pub(crate) mod approved_stages;
    pub(crate) mod approved_users;
    pub(crate) mod bound_ports;
    pub(crate) mod bounded_restarts;
    pub(crate) mod confinement;
    pub(crate) mod container_logs;
    pub(crate) mod cpu_limit;
    pub(crate) mod engine_socket;
    pub(crate) mod healthcheck;
    pub(crate) mod host_namespaces;
    pub(crate) mod least_capabilities;
    pub(crate) mod memory_limit;
    pub(crate) mod network_segmentation;
    pub(crate) mod no_new_privileges;
    pub(crate) mod non_root_user;
    pub(crate) mod pinned_images;
    pub(crate) mod privileged_containers;
    pub(crate) mod process_limit;
    pub(crate) mod read_only_root;
    pub(crate) mod required_labels;
    pub(crate) mod sensitive_mounts;
    pub(crate) mod supported_images;
}

use plimsoll_linter::{Requirement, SubjectKind};

/// Every requirement, by name.
pub static REQUIREMENTS: &[Requirement] = include!(concat!(env!("OUT_DIR"), "/requirements.rs"));
