//! A service whose programs may become more than they are.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct PrivilegeEscalation;

impl Rule for PrivilegeEscalation {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let options = &service.security_opt;
        if options
            .iter()
            .any(|option| matches!(forbids(&option.value), Some(true)) || option.is_interpolated())
        {
            return;
        }
        let message = format!("service `{}` lets programs gain privileges", service.name.value);
        let help = "set `security_opt: [\"no-new-privileges:true\"]`";
        if let Some(off) = options.iter().find(|option| forbids(&option.value) == Some(false)) {
            cx.report(off.span, message).here("allows it again").help(help).answers_to(aliases(true));
        } else if cx.project().app.as_ref().is_some_and(|app| app.has_all_of(service)) {
            let span = if options.is_empty() { service.name.span } else { service.key_span("security_opt") };
            cx.report(span, message)
                .here("a setuid program in it still makes root of anybody")
                .help(help)
                .answers_to(aliases(!options.is_empty()));
        }
    }
}

/// What an option says about new privileges, if it does: `no-new-privileges`, `no-new-privileges:true`, `=true`.
fn forbids(option: &str) -> Option<bool> {
    match option.strip_prefix("no-new-privileges")?.strip_prefix([':', '=']) {
        Some(value) => Some(!value.trim().eq_ignore_ascii_case("false")),
        None => Some(true),
    }
}

fn aliases(has_options: bool) -> [&'static str; 4] {
    let kics = if has_options { "kics:27fcc7d6" } else { "kics:610e266e" };
    [kics, "semgrep:no-new-privileges", "compose-lint:CL-0003", "cis:5.26"]
}
