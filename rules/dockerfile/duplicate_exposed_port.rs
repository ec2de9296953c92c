//! EXPOSE of a port that is exposed already.

use std::collections::HashMap;

use dockerfile::Kind;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct DuplicateExposedPort;

impl Rule for DuplicateExposedPort {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        let mut seen: HashMap<String, Span> = HashMap::new();
        for (at, instruction) in stage.indexed() {
            let Kind::Expose(expose) = &instruction.kind else { continue };
            for port in &expose.ports {
                let Some(text) = stage.expand(port, at).get() else { continue };
                let key = text.strip_suffix("/tcp").unwrap_or(&text).to_ascii_lowercase();
                let span = port.text.span;
                if let Some(first) = seen.get(&key) {
                    cx.report(span, format!("port `{text}` is exposed twice"))
                        .here("exposing a port again has no effect")
                        .label(*first, "first exposed here")
                        .help("remove the duplicate");
                } else {
                    seen.insert(key, span);
                }
            }
        }
    }
}
