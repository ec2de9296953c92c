//! A capability that was not declared.

use facts::capabilities::bare;
use plimsoll_linter::CapabilityNames;
use plimsoll_linter::prelude::*;
use serde::Deserialize;

/// Nothing is reported until something is declared.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct UnapprovedCapability {
    allow: Option<CapabilityNames>,
    deny: CapabilityNames,
    drop: CapabilityNames,
}

impl Rule for UnapprovedCapability {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let title = container.title();
        for added in &service.cap_add {
            let Some(capability) = project::resolve(added).get() else { continue };
            if self.deny.has(&capability) {
                cx.report(added.span, format!("{title} adds `{capability}`, which is forbidden"))
                    .here("listed under `deny`")
                    .help("remove this capability");
            } else if let Some(allow) = self.allow.as_ref().filter(|allow| !allow.has(&capability)) {
                let allowed = match allow.written() {
                    [] => "no capability is approved".to_owned(),
                    names => format!("approved capabilities: {}", names.join(", ")),
                };
                cx.report(added.span, format!("{title} adds `{capability}`, which is not approved"))
                    .here(allowed)
                    .help("remove this capability, or get it approved");
            }
        }
        let dropped: Vec<_> = service.cap_drop.iter().map(|one| project::resolve(one).get()).collect();
        let project = cx.project();
        let is_whole = project.app.as_ref().is_some_and(|app| app.has_all_of(service));
        if dropped.contains(&None) || !is_whole {
            return;
        }
        let drops = |wanted: &str| dropped.iter().flatten().any(|one| ["ALL", wanted].contains(&&*bare(one)));
        for wanted in self.drop.written().iter().filter(|wanted| !drops(&bare(wanted))) {
            cx.report(service.key_span("cap_drop"), format!("{title} does not drop `{wanted}`"))
                .here(format!("the configuration requires dropping `{wanted}`"))
                .help(format!("add `{wanted}` to `{}`", container.says("cap_drop")));
        }
    }
}
