//! Packages that may come from either of two indexes.

use dockerfile::{Arg, Env, Kind, Pair};
use plimsoll_linter::prelude::*;
use shell::{Command, PackageManager};

#[derive(Default)]
pub(crate) struct ExtraPackageIndex;

impl Rule for ExtraPackageIndex {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        let Some(action) = command.package_action() else { return };
        let word = match action.manager {
            PackageManager::Pip if !command.has_option('\0', &["--require-hashes"]) => {
                command.option('\0', &["--extra-index-url"])
            }
            PackageManager::Uv => command
                .option_value('\0', &["--index-strategy"])
                .filter(|value| value.text.starts_with("unsafe"))
                .map(|value| value.word),
            _ => None,
        };
        if let Some(word) = word {
            report(word.span, cx);
        }
    }

    fn check_env(&self, env: &Env, cx: &mut Context) {
        env.pairs.iter().for_each(|pair| check(pair, cx));
    }

    fn check_arg(&self, arg: &Arg, cx: &mut Context) {
        arg.pairs.iter().for_each(|pair| check(pair, cx));
    }
}

fn check(pair: &Pair, cx: &mut Context) {
    let Some(value) = pair.value.as_ref().filter(|value| !value.value.is_empty()) else { return };
    let is_it = match &*pair.name.value {
        "PIP_EXTRA_INDEX_URL" => true,
        "UV_INDEX_STRATEGY" => value.value.starts_with("unsafe"),
        _ => false,
    };
    if is_it {
        report(pair.span, cx);
    }
}

fn report(span: Span, cx: &mut Context) {
    cx.report(span, "packages can come from more than one index")
        .here("the highest version wins, no matter who uploaded it")
        .help("use a single index that proxies PyPI (`--index-url`), or pass `--require-hashes`");
}
