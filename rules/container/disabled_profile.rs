//! A security profile of the container that is turned off for a reason.

use plimsoll_linter::prelude::*;

use super::unconfined_container::{Why, report};

#[derive(Default)]
pub(crate) struct DisabledProfile;

impl Rule for DisabledProfile {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        report(container, Why::Known, cx);
    }
}
