//! Capabilities that do not exist.

use plimsoll_diagnostics::nearest;
use plimsoll_facts::capabilities;

use super::{Refusal, is_known};
use crate::model::Service;

pub(super) fn check(service: &Service<'_>, found: &mut Vec<Refusal>) {
    for capability in
        service.cap_add.iter().chain(&service.cap_drop).filter(|capability| is_known(capability))
    {
        let name = capabilities::bare(&capability.value);
        if capabilities::find(&name).is_some() {
            continue;
        }
        let help = match nearest(&name, capabilities::all().iter().map(|known| known.name)) {
            Some(known) => format!("did you mean `{known}`?"),
            None => "see `capabilities(7)` for the full list".to_owned(),
        };
        found.push(Refusal::new(
            capability.span,
            format!("`{}` is not a valid capability", capability.value),
            help,
        ));
    }
}
