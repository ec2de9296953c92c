//! How the engine tells whether a container is well.

use plimsoll_diagnostics::Span;

use super::{Typed, read};
use crate::yaml::{Scalar, Yaml};

/// `healthcheck`
#[derive(Clone, Debug, PartialEq)]
pub struct Healthcheck<'s> {
    /// `test`
    pub test: Option<HealthcheckTest<'s>>,
    /// `disable`: the image's own check is switched off.
    pub disable: Option<Typed<'s, bool>>,
    /// `interval`
    pub interval: Option<Scalar<'s>>,
    /// `timeout`
    pub timeout: Option<Scalar<'s>>,
    /// `retries`
    pub retries: Option<Typed<'s, i64>>,
    /// `start_period`
    pub start_period: Option<Scalar<'s>>,
    /// `start_interval`
    pub start_interval: Option<Scalar<'s>>,
    /// The value of `healthcheck`.
    pub span: Span,
}

impl Healthcheck<'_> {
    /// Whether it switches the check off, with `disable: true` or `test: [NONE]`.
    pub fn is_disabled(&self) -> bool {
        self.disable.as_ref().is_some_and(|flag| flag.is(true))
            || self.test.as_ref().is_some_and(|test| test.form == TestForm::None)
    }
}

/// `test`: what is run.
#[derive(Clone, Debug, PartialEq)]
pub struct HealthcheckTest<'s> {
    /// How it is run.
    pub form: TestForm,
    /// The items after the first (`CMD`, `CMD-SHELL`); the one string of the string form.
    pub words: Vec<Scalar<'s>>,
    /// The first item of a list.
    pub keyword: Option<Scalar<'s>>,
    /// All of it.
    pub span: Span,
}

/// How a test is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestForm {
    /// A string: a shell runs it.
    String,
    /// `[CMD-SHELL, script]`: a shell runs it.
    CmdShell,
    /// `[CMD, program, …]`
    Cmd,
    /// `[NONE]`: there is no check.
    None,
    /// A list that starts with something else, or is empty.
    Unknown,
}

impl<'s> Healthcheck<'s> {
    pub(super) fn read(yaml: &Yaml<'s>) -> Option<Healthcheck<'s>> {
        yaml.as_mapping()?;
        let get = |key: &str| yaml.get(key);
        Some(Healthcheck {
            test: get("test").and_then(HealthcheckTest::read),
            disable: read::boolean(get("disable")),
            interval: read::scalar(get("interval")),
            timeout: read::scalar(get("timeout")),
            retries: read::integer(get("retries")),
            start_period: read::scalar(get("start_period")),
            start_interval: read::scalar(get("start_interval")),
            span: yaml.span,
        })
    }
}

impl<'s> HealthcheckTest<'s> {
    fn read(yaml: &Yaml<'s>) -> Option<HealthcheckTest<'s>> {
        let span = yaml.span;
        if let Some(text) = read::scalar(Some(yaml)) {
            return Some(HealthcheckTest { form: TestForm::String, words: vec![text], keyword: None, span });
        }
        yaml.as_sequence()?;
        let mut items = read::scalars(Some(yaml)).into_iter();
        let keyword = items.next();
        let form = match keyword.as_ref().map(|keyword| &*keyword.value) {
            Some("CMD") => TestForm::Cmd,
            Some("CMD-SHELL") => TestForm::CmdShell,
            Some("NONE") => TestForm::None,
            _ => TestForm::Unknown,
        };
        Some(HealthcheckTest { form, words: items.collect(), keyword, span })
    }
}
