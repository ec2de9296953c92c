//! A variable in a key, where Compose replaces none.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct LiteralVariableKey;

impl Rule for LiteralVariableKey {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let args = service.build.iter().flat_map(|build| &build.args);
        let maps = [
            ("labels", service.labels.iter().collect::<Vec<_>>()),
            ("environment", service.environment.iter().collect()),
            ("args", args.collect()),
        ];
        for (key, pairs) in maps {
            for pair in pairs {
                // In a list, name and value are one string, of which all variables are replaced.
                let is_item =
                    pair.value.as_ref().is_none_or(|value| pair.name.span.end + 1 == value.span.start);
                if is_item || !pair.name.is_interpolated() {
                    continue;
                }
                let name = &pair.name.value;
                cx.report(
                    pair.name.span,
                    format!("Compose does not interpolate variables in the keys of `{key}`"),
                )
                .here("the name keeps the literal `${…}`")
                .help(format!("write `{key}` as a list: `- \"{name}=…\"`"));
            }
        }
    }
}
