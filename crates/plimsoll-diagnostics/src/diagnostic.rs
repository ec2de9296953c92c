//! Findings about files: message, locations, help.

use std::borrow::Cow;

use crate::{Fix, Span};

/// The severity level of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// A matter of taste.
    Style,
    /// Worth knowing.
    Note,
    /// Should be changed.
    Warning,
    /// Must be changed.
    Error,
}

impl Level {
    /// Every level, mildest first.
    pub const ALL: [Level; 4] = [Level::Style, Level::Note, Level::Warning, Level::Error];

    /// Its name in configuration and reports.
    pub fn name(self) -> &'static str {
        match self {
            Level::Style => "style",
            Level::Note => "note",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }

    /// The level with this name.
    pub fn from_name(name: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.name() == name)
    }
}

/// The subject of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// The file has a parse error.
    Syntax,
    /// The file can be parsed, but will be rejected.
    Validity,
    /// It makes an attack easier.
    Security,
    /// The same files can produce a different image tomorrow.
    Reproducibility,
    /// The image is larger or the build slower than necessary.
    Efficiency,
    /// It works, but will surprise the next person who changes it.
    Maintainability,
    /// It is harder to read than necessary.
    Style,
}

impl Category {
    /// Every category.
    pub const ALL: [Category; 7] = [
        Category::Syntax,
        Category::Validity,
        Category::Security,
        Category::Reproducibility,
        Category::Efficiency,
        Category::Maintainability,
        Category::Style,
    ];

    /// Its name on pages and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Category::Syntax => "syntax",
            Category::Validity => "validity",
            Category::Security => "security",
            Category::Reproducibility => "reproducibility",
            Category::Efficiency => "efficiency",
            Category::Maintainability => "maintainability",
            Category::Style => "style",
        }
    }

    /// The category with this name.
    pub fn from_name(name: &str) -> Option<Category> {
        Category::ALL.into_iter().find(|category| category.name() == name)
    }
}

/// A location with a short text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The location.
    pub span: Span,
    /// A few words without a period; can be empty.
    pub text: Cow<'static, str>,
}

/// A finding: what is wrong, where, why, and how to fix it.
///
/// Methods return `&mut Diagnostic`, because a reported finding is already stored: there is no builder that could be
/// left unfinished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that reports it.
    pub rule: Cow<'static, str>,
    /// Its severity level, set by the linter, never by a rule.
    pub level: Level,
    /// Its category, set by the linter from the rule's page.
    pub category: Category,
    /// One line without a period.
    pub message: String,
    /// The main location.
    pub primary: Label,
    /// Other locations, in this file or another one.
    pub related: Vec<Label>,
    /// Further facts, one line each.
    pub notes: Vec<Cow<'static, str>>,
    /// What to do.
    pub help: Option<Cow<'static, str>>,
    /// Possible fixes.
    pub fixes: Vec<Fix>,
    /// The codes with which other linters report this finding. `None` means all of the rule's aliases.
    pub aliases: Option<Vec<Cow<'static, str>>>,
    /// The first name of a rule that was renamed, which identifies its findings across releases. The linter sets it.
    pub first_name: Option<&'static str>,
    /// Its relation to a policy, if any.
    pub policy: Option<Box<Violation>>,
    /// Whether it announces a problem that does not exist yet, such as a release that ends soon. It violates no policy.
    pub is_ahead: bool,
    /// Whether it is true, but mostly deliberate or harmless: the rule's page names the preset that includes it.
    pub is_minor: bool,
}

/// A policy requirement that a finding violates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Violation {
    /// The linter's number for the policy rule that reported it.
    pub check: usize,
    /// The requirements that it violates.
    pub requirements: Vec<&'static str>,
    /// The waiver that covers it.
    pub waiver: Option<Waiver>,
    /// The requirements among those that it violates for which a waiver of their own covers it, each with the waiver.
    pub waived: Vec<(&'static str, Waiver)>,
    /// The waiver that covered it until a day, or will from a day on.
    pub lapsed: Option<Waiver>,
    /// The policy's own rule that makes an exception for it, such as `main.exception`.
    pub exception: Option<String>,
}

/// A waiver: someone accepts a finding until a certain date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// Its identifier in the policy.
    pub id: String,
    /// The person or team that accepts the risk.
    pub owner: String,
    /// The reason.
    pub reason: String,
    /// The last day on which it is valid.
    pub expires: String,
}

impl Diagnostic {
    /// A finding of `rule` at `span`.
    pub fn new(rule: impl Into<Cow<'static, str>>, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            rule: rule.into(),
            level: Level::Warning,
            category: Category::Maintainability,
            message: message.into(),
            primary: Label { span, text: Cow::Borrowed("") },
            related: Vec::new(),
            notes: Vec::new(),
            help: None,
            fixes: Vec::new(),
            aliases: None,
            policy: None,
            first_name: None,
            is_ahead: false,
            is_minor: false,
        }
    }

    /// Whether it violates a policy.
    pub fn violates_policy(&self) -> bool {
        self.policy.is_some()
    }

    /// Whether a waiver or an exception in the policy covers it, so that it no longer counts.
    pub fn is_waived(&self) -> bool {
        self.policy.as_ref().is_some_and(|policy| policy.waiver.is_some() || policy.exception.is_some())
    }

    /// Whether a waiver or an exception covers it as far as this requirement is concerned.
    pub fn is_waived_for(&self, requirement: &str) -> bool {
        self.is_waived() || self.waiver_for(requirement).is_some()
    }

    /// The waiver that covers it as a violation of this requirement.
    pub fn waiver_for(&self, requirement: &str) -> Option<&Waiver> {
        let policy = self.policy.as_ref()?;
        let own = || policy.waived.iter().find(|(name, _)| *name == requirement).map(|(_, waiver)| waiver);
        policy.waiver.as_ref().or_else(own)
    }

    /// Sets the label at the main location.
    pub fn here(&mut self, text: impl Into<Cow<'static, str>>) -> &mut Diagnostic {
        self.primary.text = text.into();
        self
    }

    /// Adds a label at another location.
    pub fn label(&mut self, span: Span, text: impl Into<Cow<'static, str>>) -> &mut Diagnostic {
        self.related.push(Label { span, text: text.into() });
        self
    }

    /// Adds a note.
    pub fn note(&mut self, note: impl Into<Cow<'static, str>>) -> &mut Diagnostic {
        self.notes.push(note.into());
        self
    }

    /// Marks it as an announcement of a problem that does not exist yet.
    pub fn ahead(&mut self) -> &mut Diagnostic {
        self.is_ahead = true;
        self
    }

    /// Marks it as true, but mostly deliberate or harmless.
    pub fn minor(&mut self) -> &mut Diagnostic {
        self.is_minor = true;
        self
    }

    /// Sets the help.
    pub fn help(&mut self, help: impl Into<Cow<'static, str>>) -> &mut Diagnostic {
        self.help = Some(help.into());
        self
    }

    /// Adds a fix.
    pub fn fix(&mut self, fix: Fix) -> &mut Diagnostic {
        self.fixes.push(fix);
        self
    }

    /// Sets the codes of other linters that apply to this finding, if not all of the rule's aliases do.
    pub fn answers_to(&mut self, aliases: impl IntoIterator<Item = &'static str>) -> &mut Diagnostic {
        self.aliases = Some(aliases.into_iter().map(Cow::Borrowed).collect());
        self
    }

    /// Every span in it: primary, related, edits.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        let edits = self.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
        std::iter::once(self.primary.span).chain(self.related.iter().map(|label| label.span)).chain(edits)
    }

    /// Maps every span to other sources, in which its file has another id.
    pub fn move_files(&mut self, to: impl Fn(crate::FileId) -> crate::FileId) {
        self.move_spans(|span| Span { file: to(span.file), ..span });
    }

    /// Maps every span.
    pub fn move_spans(&mut self, to: impl Fn(Span) -> Span) {
        self.primary.span = to(self.primary.span);
        for label in &mut self.related {
            label.span = to(label.span);
        }
        for edit in self.fixes.iter_mut().flat_map(|fix| &mut fix.edits) {
            edit.span = to(edit.span);
        }
    }
}
