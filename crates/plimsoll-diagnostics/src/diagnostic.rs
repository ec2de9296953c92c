//! What is said about a file: a finding, its places, its help.

use std::borrow::Cow;

use crate::{Fix, Span};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// A matter of taste.
    Style,
    /// Good to know.
    Note,
    /// Should be changed.
    Warning,
    /// Must be changed.
    Error,
}

impl Level {
    /// Every level, mildest first.
    pub const ALL: [Level; 4] = [Level::Style, Level::Note, Level::Warning, Level::Error];

    /// Its name, as it is written in configuration and reports.
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

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// The file cannot be read here.
    Syntax,
    /// It can be read and will be refused.
    Validity,
    /// It makes an attack easier.
    Security,
    /// The same files may give another image tomorrow.
    Reproducibility,
    /// The image is larger or the build slower than need be.
    Efficiency,
    /// It works, and will surprise whoever changes it.
    Maintainability,
    /// It reads worse than it could.
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

    /// Its name, as it is written in pages and reports.
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

/// A place, and what is to be said about it there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// A few words, without a full stop; may be empty.
    pub text: Cow<'static, str>,
}

/// A finding: what is wrong, where, why, and what to do.
///
/// It is built by chaining on `&mut Diagnostic`, because whoever reports has already stored it: there is no
/// builder to forget to finish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that says it.
    pub rule: Cow<'static, str>,
    /// How bad it is. The linter sets it, never a rule.
    pub level: Level,
    /// What it is about. The linter sets it, from the rule's page.
    pub category: Category,
    /// One line, no full stop.
    pub message: String,
    /// The place it is about.
    pub primary: Label,
    /// Other places, in this file or another.
    pub related: Vec<Label>,
    /// More to know, one line each.
    pub notes: Vec<Cow<'static, str>>,
    /// What to do.
    pub help: Option<Cow<'static, str>>,
    /// Ways to change the files.
    pub fixes: Vec<Fix>,
    /// The codes of other linters that say the same about this very place. `None` until settled: all of the
    /// rule's aliases then.
    pub aliases: Option<Vec<Cow<'static, str>>>,
    /// The first name of a rule that was renamed, which identifies its findings across releases. The linter sets it.
    pub first_name: Option<&'static str>,
    /// What a policy has to do with it, if it has.
    pub policy: Option<Box<Asked>>,
}

/// A policy asks for what a finding says is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Which rule of the policy found it; the linter's own number.
    pub by: usize,
    /// The requirements that it breaks.
    pub requirements: Vec<&'static str>,
    /// What excuses it.
    pub waiver: Option<Waiver>,
    /// What excused it until a day, or will from a day on.
    pub lapsed: Option<Waiver>,
    /// The rule of the policy itself that excuses it, `main.exception`.
    pub exception: Option<String>,
}

/// Somebody answers for a finding until a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// Its name in the policy.
    pub id: String,
    /// Who answers for it.
    pub owner: String,
    /// Why.
    pub reason: String,
    /// The last day on which it counts.
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
        }
    }

    /// Whether a policy asks for it.
    pub fn is_asked(&self) -> bool {
        self.policy.is_some()
    }

    /// Whether somebody answers for it, or the policy itself excuses it, so that it counts no more.
    pub fn is_waived(&self) -> bool {
        self.policy.as_ref().is_some_and(|policy| policy.waiver.is_some() || policy.exception.is_some())
    }

    /// What to say at the primary place.
    pub fn here(&mut self, text: impl Into<Cow<'static, str>>) -> &mut Diagnostic {
        self.primary.text = text.into();
        self
    }

    /// Points at another place too.
    pub fn label(&mut self, span: Span, text: impl Into<Cow<'static, str>>) -> &mut Diagnostic {
        self.related.push(Label { span, text: text.into() });
        self
    }

    /// Says more.
    pub fn note(&mut self, note: impl Into<Cow<'static, str>>) -> &mut Diagnostic {
        self.notes.push(note.into());
        self
    }

    /// Says what to do.
    pub fn help(&mut self, help: impl Into<Cow<'static, str>>) -> &mut Diagnostic {
        self.help = Some(help.into());
        self
    }

    /// Offers a change.
    pub fn fix(&mut self, fix: Fix) -> &mut Diagnostic {
        self.fixes.push(fix);
        self
    }

    /// Names the codes of other linters that apply to this finding, when not all of the rule's do.
    pub fn answers_to(&mut self, aliases: impl IntoIterator<Item = &'static str>) -> &mut Diagnostic {
        self.aliases = Some(aliases.into_iter().map(Cow::Borrowed).collect());
        self
    }

    /// Every span in it: primary, related, edits.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        let edits = self.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
        std::iter::once(self.primary.span).chain(self.related.iter().map(|label| label.span)).chain(edits)
    }

    /// Moves every span to other sources, where its file has another id.
    pub fn move_files(&mut self, to: impl Fn(crate::FileId) -> crate::FileId) {
        self.move_spans(|span| Span { file: to(span.file), ..span });
    }

    /// Moves every span.
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
