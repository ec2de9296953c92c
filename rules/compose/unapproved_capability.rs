//! A capability that was not declared.

use plimsoll_linter::prelude::*;
use serde::Deserialize;

/// Nothing is reported until something is declared.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct UnapprovedCapability {
    allow: Option<Vec<String>>,
    deny: Vec<String>,
    drop: Vec<String>,
}

impl Rule for UnapprovedCapability {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let title = container.title();
        for added in &service.cap_add {
            let Some(capability) = project::resolve(added).get() else { continue };
            let has = |list: &Vec<String>| list.iter().any(|one| bare(one) == bare(&capability));
            if has(&self.deny) {
                cx.report(added.span, format!("{title} adds `{capability}`, which is forbidden"))
                    .here("listed under `deny`")
                    .help("remove this capability");
            } else if let Some(allow) = self.allow.as_ref().filter(|allow| !has(allow)) {
                let allowed = if allow.is_empty() { "none".to_owned() } else { allow.join(", ") };
                cx.report(added.span, format!("{title} adds `{capability}`, which is not approved"))
                    .here(format!("approved: {allowed}"))
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
        for wanted in self.drop.iter().filter(|wanted| !drops(&bare(wanted))) {
            cx.report(service.key_span("cap_drop"), format!("{title} does not drop `{wanted}`"))
                .here("required, but not dropped here")
                .help(format!("add `{}`", container.writes("cap_drop", &format!("[{wanted}]"), wanted)));
        }
    }
}

/// `cap_net_raw` as `NET_RAW`.
fn bare(name: &str) -> String {
    let name = name.to_ascii_uppercase();
    name.strip_prefix("CAP_").unwrap_or(&name).to_owned()
}
