//! A protocol of EXPOSE that is not in lower case.

use dockerfile::Expose;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UppercaseProtocol;

impl Rule for UppercaseProtocol {
    fn check_expose(&self, expose: &Expose, cx: &mut Context) {
        for word in &expose.ports {
            let Some(ports) = cx.expand(word) else { continue };
            let wrong = ports.split_ascii_whitespace().filter_map(|port| port.split_once('/'));
            let Some((_, protocol)) =
                wrong.into_iter().find(|(_, protocol)| *protocol != protocol.to_lowercase())
            else {
                continue;
            };
            let lower = protocol.to_lowercase();
            let written =
                word.text.rsplit_once('/').map(|(_, protocol)| protocol).filter(|text| text.raw == protocol);
            let span = written.map_or(word.text.span, |text| text.span);
            let finding = cx
                .report(span, format!("protocol `{protocol}` is not lowercase"))
                .here("BuildKit converts protocols to lowercase")
                .help(format!("write `{lower}`"));
            if written.is_some() {
                finding.fix(Fix::safe(format!("write `{lower}`")).replace(span, lower));
            }
        }
    }
}
