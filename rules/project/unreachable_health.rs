//! A service waits for a health check that cannot succeed: it always ends with an error, or its image lacks a program.

use plimsoll_linter::prelude::*;

use super::failing_healthcheck::report_end;
use super::missing_healthcheck_tool::{Form, report};

#[derive(Default)]
pub(crate) struct UnreachableHealth;

impl Rule for UnreachableHealth {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let Some((waiting, item)) = container.awaited_healthy() else { return };
        if let Some(end) = container.failing_end() {
            return report_end(&end, &format!("`{}` never starts", waiting.name()), Some(item.span), cx);
        }
        if let Value::Known { value: check, .. } = container.healthcheck() {
            let why = format!("the check fails, so `{}` never starts", waiting.name());
            let form = Form::of(container, &check);
            report(&check, form, &why, Some(item.span), |program| container.lacks(program), cx);
        }
    }
}
