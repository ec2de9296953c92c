//! A capability that was not declared.

use plimsoll_linter::prelude::*;
use serde::Deserialize;

/// Nothing is reported until something is declared.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct UnapprovedCapability {
    allow: Option<Vec<Name>>,
    deny: Vec<Name>,
    drop: Vec<Name>,
}

/// A capability, as it is written.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Name(String);

impl TryFrom<String> for Name {
    type Error = String;

    fn try_from(text: String) -> Result<Name, String> {
        match &*bare(&text) {
            "ALL" => Ok(Name(text)),
            name if facts::capabilities::find(name).is_some() => Ok(Name(text)),
            _ => Err(format!("`{text}` is not a capability")),
        }
    }
}

impl Rule for UnapprovedCapability {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let title = container.title();
        for added in &service.cap_add {
            let Some(capability) = project::resolve(added).get() else { continue };
            let has = |list: &Vec<Name>| list.iter().any(|Name(one)| bare(one) == bare(&capability));
            if has(&self.deny) {
                cx.report(added.span, format!("{title} adds `{capability}`, which is forbidden"))
                    .here("listed under `deny`")
                    .help("remove this capability");
            } else if let Some(allow) = self.allow.as_ref().filter(|allow| !has(allow)) {
                let names: Vec<&str> = allow.iter().map(|Name(name)| &**name).collect();
                let allowed = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
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
        for Name(wanted) in self.drop.iter().filter(|Name(wanted)| !drops(&bare(wanted))) {
            cx.report(service.key_span("cap_drop"), format!("{title} does not drop `{wanted}`"))
                .here("this capability must be dropped")
                .help(format!("add `{wanted}` to `{}`", container.says("cap_drop")));
        }
    }
}

/// `cap_net_raw` as `NET_RAW`.
fn bare(name: &str) -> String {
    let name = name.to_ascii_uppercase();
    name.strip_prefix("CAP_").unwrap_or(&name).to_owned()
}
