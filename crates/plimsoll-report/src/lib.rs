//! What a run found, told: as text for people, in the formats that programs read, as counts, as a patch.
//!
//! Nothing here decides anything: findings arrive settled and sorted, and leave in the order in which they came.

mod assurance;
mod code;
mod controls;
mod diff;
mod escaped_json;
mod fingerprint;
mod fix_preview;
mod format;
mod gathered;
mod graph;
mod grouped;
mod hadolint;
mod not_shown;
mod painter;
mod places;
mod report;
mod sanitize;
mod shown_line;
mod snippets;
mod statistics;
mod summary;
mod totals;
mod wording;
mod xml;

pub use assurance::{
    Assurance, AssuranceFormat, Attestation, Change, Control, Danger, Depth, Found, ImageFacts, InForce,
    Mistake, Picture, Point, ReachedService, Requirement, ServiceFacts, Standard, Status, Subject, THREATS,
    Trend, Waived,
};
pub use diff::{DiffStyle, write_diff};
pub use escaped_json::{write_json, write_json_line};
pub use fingerprint::{Fingerprint, fingerprints};
pub use format::Format;
pub use format::text::{TextOptions, write_findings};
pub use graph::{GraphFormat, write_graph};
pub use grouped::write_grouped;
pub use hadolint::HadolintFormat;
pub use not_shown::{Hidden, LeftOut, NotShown};
pub use report::{Report, RuleIds, RuleInfo, Stricter, Summary};
pub use sanitize::{visible, visible_lines, visible_path};
pub use summary::write_summary;
