//! How the engine tells whether a container is well.

use plimsoll_diagnostics::Span;

use super::Typed;
use crate::yaml::Scalar;

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
