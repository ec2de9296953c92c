//! What a policy can ask for: a page, the rules that find what breaks it, and a proof that it is kept.

use plimsoll_compose::yaml::{Entry, Node, Yaml};
use plimsoll_diagnostics::Span;
use plimsoll_project::{Container, Stage};

/// Something that a policy can ask for.
pub struct Requirement {
    /// Its name: `non-root-user`.
    pub name: &'static str,
    /// One line for lists.
    pub summary: &'static str,
    /// Whether its keys name something bad, so that a policy forbids it.
    pub is_bad: bool,
    /// Whom it is asked of.
    pub subjects: &'static [SubjectKind],
    /// The rules whose findings break it, each with the options that it needs, as an inline table of TOML.
    pub rules: &'static [(&'static str, &'static str)],
    /// The keys of `compliance` that ask for it: `non_root_user`, or `data_encryption.in_transit` in a group.
    pub keys: &'static [&'static str],
    /// The table of `declare` that holds the options of its rules.
    pub declaration: Option<&'static str>,
    /// What of it no file can show; empty: files show all of it.
    pub beyond: &'static str,
    /// Shows that it is kept; `None`: nothing can, and no finding is the most that can be said.
    pub proof: Option<Prove>,
}

/// Shows for a subject that a requirement is kept, or why that is not known.
pub type Prove = fn(&Subject<'_>, &Evidence<'_>) -> Proof;

/// What a proof may ask besides the files.
#[derive(Debug)]
pub struct Evidence<'a> {
    /// The day of the check, as `2026-04-30`; empty when nobody says.
    pub today: &'a str,
    /// What the policy declares.
    pub(crate) declared: Vec<&'a toml::Table>,
}

impl Evidence<'_> {
    /// Whether anything is declared.
    pub fn is_declared(&self) -> bool {
        !self.declared.is_empty()
    }

    /// The numbers of this name in what is declared; all of them hold.
    pub fn numbers(&self, name: &str) -> Vec<i64> {
        self.declared.iter().filter_map(|table| table.get(name)?.as_integer()).collect()
    }

    /// The lists of this name in what is declared; all of them hold.
    pub fn lists(&self, name: &str) -> Vec<Vec<String>> {
        let text = |item: &toml::Value| item.as_str().map(str::to_owned);
        let lists = self.declared.iter().filter_map(|table| table.get(name)?.as_array());
        lists.map(|list| list.iter().filter_map(text).collect()).collect()
    }
}

/// The options that a page gives to a rule, as an inline table.
pub(crate) fn options(inline: &str) -> toml::Table {
    let whole: toml::Table = format!("options = {inline}").parse().unwrap_or_default();
    whole.get("options").and_then(|options| options.as_table().cloned()).unwrap_or_default()
}

/// Whom something is asked of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectKind {
    /// A service of a Compose file, with what it builds.
    Container,
    /// The last stage of a Dockerfile that no service builds.
    Image,
}

/// Somebody whom something is asked of.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'p> {
    /// A service, with what it builds.
    Container(Container<'p>),
    /// What a Dockerfile builds.
    Image(Stage<'p>),
}

/// What can be said of a subject when no rule found anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It is kept: the place that shows it, and how.
    Proved(Span, String),
    /// Nobody can know: the place that hides it, and why.
    Unknown(Span, String),
    /// There is nothing that it could be asked of.
    NotApplicable(String),
}

impl Subject<'_> {
    /// Which kind it is.
    pub fn kind(&self) -> SubjectKind {
        match self {
            Subject::Container(_) => SubjectKind::Container,
            Subject::Image(_) => SubjectKind::Image,
        }
    }

    /// The name of the service, or of the stage: its file's, where it has none.
    pub fn name(&self) -> String {
        match self {
            Subject::Container(container) => container.name().to_owned(),
            Subject::Image(stage) => {
                stage.name().map_or_else(|| stage.file().path.to_string(), |name| name.value.to_string())
            }
        }
    }

    /// Where it is named.
    pub fn span(&self) -> Span {
        match self {
            Subject::Container(container) => container.service.name.span,
            Subject::Image(stage) => stage.from().map_or(stage.span(), |from| from.image.text.span),
        }
    }

    /// Whether a place is in what it says itself: in its service, where it is one.
    pub(super) fn says(&self, place: Span) -> bool {
        matches!(self, Subject::Container(container) if is_written_in(container, place))
    }

    /// Whether a place is about it: in its service, or in a stage that it is built from.
    pub fn holds(&self, place: Span) -> bool {
        let in_stages = |stage: &Stage<'_>| {
            stage
                .needed()
                .iter()
                .chain([stage])
                .any(|own| own.span().overlaps(place) || own.span().contains(place))
        };
        match self {
            Subject::Container(container) => {
                is_written_in(container, place) || container.stage().as_ref().is_some_and(in_stages)
            }
            Subject::Image(stage) => in_stages(stage),
        }
    }
}

/// Whether a place is in what is written of a container: in its service, in what another file or an anchor says of it, or
/// in a volume that it mounts.
fn is_written_in(container: &Container<'_>, place: Span) -> bool {
    let entries = &container.service.fields.entries;
    let volumes = || {
        let sources = container.service.volumes.iter().filter_map(|mount| mount.source.as_ref());
        let declared = &container.app.compose.volumes;
        let is_there = |name: &str| {
            declared.iter().any(|volume| *volume.key.value == *name && volume.span.contains(place))
        };
        sources.into_iter().any(|source| is_there(&source.value))
    };
    written(container).contains(place) || entries.iter().any(|entry| is_in(entry, place)) || volumes()
}

fn is_in(entry: &Entry<'_>, place: Span) -> bool {
    entry.key.span.contains(place) || is_in_value(&entry.value, place)
}

/// Lists and tables that several files write have parts in each.
fn is_in_value(value: &Yaml<'_>, place: Span) -> bool {
    let is_in_part = match &value.node {
        Node::Sequence(items) => items.iter().any(|item| is_in_value(item, place)),
        Node::Mapping(table) => table.entries.iter().any(|entry| is_in(entry, place)),
        Node::Scalar(_) | Node::Alias(_) => false,
    };
    is_in_part || value.span.contains(place)
}

/// All that is written of a container itself: its service, or its command line, in which the image comes late.
fn written(container: &Container<'_>) -> Span {
    container.line().map_or(container.service.span, |line| line.command.span)
}
