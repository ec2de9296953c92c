//! A capability that was not declared.

use std::collections::BTreeSet;

use plimsoll_linter::prelude::*;
use serde::Deserialize;

/// Nothing is reported until something is declared.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct UnapprovedCapability {
    allow: Option<Names>,
    deny: Names,
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

/// Capabilities, each once.
#[derive(Default, Deserialize)]
#[serde(from = "Vec<Name>")]
struct Names {
    written: Vec<Name>,
    bare: BTreeSet<String>,
}

impl From<Vec<Name>> for Names {
    fn from(mut written: Vec<Name>) -> Names {
        let mut names = BTreeSet::new();
        written.retain(|Name(name)| names.insert(bare(name)));
        Names { written, bare: names }
    }
}

impl Rule for UnapprovedCapability {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let title = container.title();
        for added in &service.cap_add {
            let Some(capability) = project::resolve(added).get() else { continue };
            let plain = bare(&capability);
            if self.deny.bare.contains(&plain) {
                cx.report(added.span, format!("{title} adds `{capability}`, which is forbidden"))
                    .here("listed under `deny`")
                    .help("remove this capability");
            } else if let Some(allow) = self.allow.as_ref().filter(|allow| !allow.bare.contains(&plain)) {
                let names: Vec<&str> = allow.written.iter().map(|Name(name)| &**name).collect();
                let allowed = match &*names {
                    [] => "no capability is approved".to_owned(),
                    _ => format!("approved capabilities: {}", names.join(", ")),
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
        for Name(wanted) in self.drop.iter().filter(|Name(wanted)| !drops(&bare(wanted))) {
            cx.report(service.key_span("cap_drop"), format!("{title} does not drop `{wanted}`"))
                .here(format!("the configuration requires dropping `{wanted}`"))
                .help(format!("add `{wanted}` to `{}`", container.says("cap_drop")));
        }
    }
}

/// `cap_net_raw` as `NET_RAW`.
fn bare(name: &str) -> String {
    let name = name.to_ascii_uppercase();
    name.strip_prefix("CAP_").unwrap_or(&name).to_owned()
}
