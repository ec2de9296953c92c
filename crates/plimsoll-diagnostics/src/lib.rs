//! Source text, spans, findings and fixes, which all other crates use.
//!
//! Nothing in this crate accesses the disk, knows any rule, or handles colors.

mod apply;
mod conflict;
mod diagnostic;
mod fix;
mod joined;
mod line_index;
mod nearest;
mod source;
mod span;
mod template;
mod text;

pub use apply::{Applied, apply};
pub use conflict::Conflict;
pub use diagnostic::{Category, Diagnostic, Label, Level, Violation, Waiver};
pub use fix::{Applicability, Edit, Fix};
pub use joined::{Joined, JoinedBuilder};
pub use line_index::{LineColumn, LineIndex};
pub use nearest::{MOST_COMPARED, is_one_slip, nearest, nearest_variable};
pub use source::{FileId, SourceFile, Sources};
pub use span::Span;
pub use template::{TEMPLATE_MARKS, is_template_word, template_property};
pub use text::Text;
