//! What a policy can ask for: a page, the rules that find what breaks it, and a proof that it is kept.

use std::any::Any;
use std::cell::OnceCell;
use std::collections::HashSet;

use plimsoll_compose::interpolate::has_variable;
use plimsoll_compose::yaml::{Entry, Node, Scalar, Yaml};
use plimsoll_diagnostics::{FileId, Span};
use plimsoll_project::{Container, ImagePatterns, Stage};
use serde::de::DeserializeOwned;

use super::word::flag;

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
    declared: Vec<&'a toml::Table>,
    /// Its lists, read once: there is a proof for each subject.
    images: OnceCell<Vec<ImagePatterns>>,
    forbidden: OnceCell<Vec<ImagePatterns>>,
    denied: OnceCell<HashSet<&'a str>>,
    options: OnceCell<Box<dyn Any>>,
}

impl<'a> Evidence<'a> {
    pub(crate) fn new(today: &'a str, declared: Vec<&'a toml::Table>) -> Evidence<'a> {
        Evidence {
            today,
            declared,
            images: OnceCell::new(),
            forbidden: OnceCell::new(),
            denied: OnceCell::new(),
            options: OnceCell::new(),
        }
    }

    /// What is declared, each table read as the options of its rule; all of them hold. A proof always asks for the same
    /// type. Tables with a mistake are left out: the policy has a finding about each.
    pub fn options<T: DeserializeOwned + 'static>(&self) -> &[T] {
        let all = self.options.get_or_init(|| {
            let tables = self.declared.iter().filter_map(|table| (*table).clone().try_into::<T>().ok());
            Box::new(tables.collect::<Vec<T>>())
        });
        all.downcast_ref::<Vec<T>>().map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether anything is declared.
    pub fn is_declared(&self) -> bool {
        !self.declared.is_empty()
    }

    /// The numbers of this name in what is declared; all of them hold.
    pub fn numbers(&self, name: &str) -> Vec<i64> {
        self.declared.iter().filter_map(|table| table.get(name)?.as_integer()).collect()
    }

    /// The images that are allowed, where any are; all of these lists hold.
    pub fn allowed_images(&self) -> &[ImagePatterns] {
        self.images.get_or_init(|| self.image_lists("allow"))
    }

    /// The lists of patterns under `deny`, of images that are forbidden.
    pub fn forbidden_images(&self) -> &[ImagePatterns] {
        self.forbidden.get_or_init(|| self.image_lists("deny"))
    }

    fn image_lists(&self, name: &str) -> Vec<ImagePatterns> {
        let lists = self.lists(name).map(|list| list.iter().filter_map(toml::Value::as_str));
        lists.filter_map(ImagePatterns::new).collect()
    }

    /// What is denied.
    pub fn denied(&self) -> &HashSet<&'a str> {
        self.denied.get_or_init(|| self.lists("deny").flatten().filter_map(toml::Value::as_str).collect())
    }

    /// The lists of this name in what is declared; all of them hold.
    fn lists(&self, name: &str) -> impl Iterator<Item = &'a Vec<toml::Value>> {
        self.declared.iter().filter_map(move |table| table.get(name)?.as_array())
    }

    /// Whether an option of this name is on in what is declared.
    pub fn is_on(&self, name: &str) -> bool {
        let mut values = self.declared.iter().filter_map(|table| table.get(name));
        values.any(|value| flag(value.clone()).unwrap_or(false))
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
    /// It is certainly broken, whatever rules say of others in the same place: the place that shows it, how, and the rule
    /// that this belongs to.
    Refuted(Span, String, &'static str),
    /// Nobody can know: the place that hides it, and why.
    Unknown(Span, String),
    /// There is nothing that it could be asked of.
    NotApplicable(String),
}

impl Proof {
    /// What is said where a variable decides: who runs it may give another value, whatever the default is.
    pub fn of_variable(place: Span) -> Proof {
        Proof::Unknown(place, "the value depends on a variable that is not set here".to_owned())
    }

    /// What is left of it for a subject: a value that a variable decides shows nothing, and neither does a Dockerfile whose
    /// image is pulled instead.
    pub(super) fn certain(self, subject: &Subject<'_>) -> Proof {
        match self {
            Proof::Proved(place, _) | Proof::Refuted(place, ..) if subject.is_variable(place) => {
                Proof::of_variable(place)
            }
            Proof::Proved(place, _) | Proof::Refuted(place, ..) if !subject.says(place) => {
                match subject.pulls() {
                    Some(policy) => Proof::Unknown(
                        policy,
                        "Compose pulls the image instead of building it, so the Dockerfile shows nothing"
                            .to_owned(),
                    ),
                    None => self,
                }
            }
            proof => proof,
        }
    }
}

impl Subject<'_> {
    /// Which kind it is.
    pub fn kind(&self) -> SubjectKind {
        match self {
            Subject::Container(_) => SubjectKind::Container,
            Subject::Image(_) => SubjectKind::Image,
        }
    }

    /// The name of the service, or of the stage: its file's, where it has none. Of a command line, it is the image, or the
    /// command that builds one without a name.
    pub fn name(&self) -> String {
        match self {
            Subject::Container(container) if container.line().is_none() => container.name().to_owned(),
            Subject::Container(container) => match named_in_line(container.name()) {
                UNNAMED => container.builder().trim_matches('`').to_owned(),
                name => name.to_owned(),
            },
            Subject::Image(stage) => {
                stage.name().map_or_else(|| stage.file().path.to_string(), |name| name.value.to_string())
            }
        }
    }

    /// What a message calls it.
    pub(super) fn title(&self) -> String {
        match self {
            Subject::Container(container) => container.title(),
            Subject::Image(_) => format!("image `{}`", self.name()),
        }
    }

    /// Where it is named.
    pub fn span(&self) -> Span {
        match self {
            Subject::Container(container) => container.service.name.span,
            Subject::Image(stage) => stage.from().map_or(stage.span(), |from| from.image.text.span),
        }
    }

    /// The files that say what it is: its own, and those of the stages that it is built from.
    pub(super) fn files(&self) -> impl Iterator<Item = FileId> {
        let stage = match self {
            Subject::Container(container) => container.stage(),
            Subject::Image(stage) => Some(*stage),
        };
        [self.span().file].into_iter().chain(stage.map(|stage| stage.span().file))
    }

    /// Whether a place is in what it says itself: in its service, where it is one.
    pub(super) fn says(&self, place: Span) -> bool {
        matches!(self, Subject::Container(container) if is_written_in(container, place))
    }

    /// Where it says that its image is pulled although it can be built (Compose, `mustPull`).
    pub(super) fn pulls(&self) -> Option<Span> {
        let Subject::Container(container) = self else { return None };
        let service = container.service;
        let policy = service.get("pull_policy")?.as_scalar()?;
        let is_pulled = matches!(&*policy.value, "always" | "daily" | "weekly")
            || policy.value.starts_with("every_")
            || has_variable(&policy.value);
        (is_pulled && service.image.is_some() && service.build.is_some()).then_some(policy.span)
    }

    /// Whether a place is in a value of its service that has a variable whose value nothing sets.
    fn is_variable(&self, place: Span) -> bool {
        let Subject::Container(container) = self else { return false };
        let is_open = |scalar: &Scalar<'_>| scalar.span.contains(place) && has_variable(&scalar.value);
        container.service.fields.entries.iter().any(|entry| any_scalar(&entry.value, &is_open))
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

/// What the reader of command lines calls an image without a name.
const UNNAMED: &str = "image";

/// The name of what a command line runs or builds, without the number that tells it from others.
fn named_in_line(name: &str) -> &str {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    name.rsplit_once(' ').filter(|(_, number)| is_number(number)).map_or(name, |(name, _)| name)
}

/// Whether a place is in what is written of a container: in its service, in what another file or an anchor says of it, or
/// in a volume that it mounts or a network that it is on.
fn is_written_in(container: &Container<'_>, place: Span) -> bool {
    let entries = &container.service.fields.entries;
    let volumes = || {
        let sources = container.service.volumes.iter().filter_map(|mount| mount.source.as_ref());
        let declared = &container.app.compose.volumes;
        let is_there = |name: &str| {
            declared.iter().any(|volume| volume.span.contains(place) && *volume.key.value == *name)
        };
        let mut names = sources.map(|source| &*source.value);
        names.any(is_there)
    };
    let networks = || {
        let mut declared = container.networks().into_iter().filter_map(|network| network.declared);
        declared.any(|network| network.span.contains(place))
    };
    written(container).contains(place)
        || entries.iter().any(|entry| is_in(entry, place))
        || volumes()
        || networks()
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

/// Whether any scalar of a value is one of these.
fn any_scalar(value: &Yaml<'_>, is_meant: &dyn Fn(&Scalar<'_>) -> bool) -> bool {
    match &value.node {
        Node::Scalar(scalar) => is_meant(scalar),
        Node::Sequence(items) => items.iter().any(|item| any_scalar(item, is_meant)),
        Node::Mapping(table) => table.entries.iter().any(|entry| any_scalar(&entry.value, is_meant)),
        Node::Alias(_) => false,
    }
}

/// All that is written of a container itself: its service, or its command line, in which the image comes late.
pub(super) fn written(container: &Container<'_>) -> Span {
    container.line().map_or(container.service.span, |line| line.command.span)
}
