//! A list item with a colon where `=` was meant.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct VariableWithoutValue;

impl Rule for VariableWithoutValue {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let args = service.build.iter().flat_map(|build| &build.args);
        let lists = [
            ("environment", service.environment.iter().collect::<Vec<_>>()),
            ("labels", service.labels.iter().collect()),
            ("args", args.collect()),
        ];
        for (key, pairs) in lists {
            for pair in pairs.into_iter().filter(|pair| pair.value.is_none()) {
                let Some((name, value)) = pair.name.value.split_once(':') else { continue };
                let is_name = |c: char| c.is_ascii_alphanumeric() || "_.-/".contains(c);
                if name.is_empty() || value.is_empty() || !name.chars().all(is_name) {
                    continue;
                }
                let value = value.trim_start();
                let item = match container.line() {
                    Some(_) => "this value sets nothing".to_owned(),
                    None => format!("this item in `{key}` sets nothing"),
                };
                cx.report(pair.name.span, item)
                    .here(match key {
                        "labels" => "this label has no value",
                        _ => "without `=`, the whole item is parsed as a variable name",
                    })
                    .help(match container.line() {
                        Some(_) => format!("use `=`: `{name}={value}`"),
                        None => format!("use `=` in a list: `{name}={value}`"),
                    });
            }
        }
    }
}
