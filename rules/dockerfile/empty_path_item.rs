//! An empty item in a search path.

use dockerfile::Env;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct EmptyPathItem;

/// Lists whose empty item is the current directory. In `MANPATH` it is the default.
const PATHS: [&str; 7] =
    ["PATH", "LD_LIBRARY_PATH", "LIBRARY_PATH", "PYTHONPATH", "PERL5LIB", "CPATH", "GEM_PATH"];

impl Rule for EmptyPathItem {
    fn check_env(&self, env: &Env, cx: &mut Context) {
        for pair in &env.pairs {
            let Some(value) = pair.value.as_ref().filter(|_| PATHS.contains(&&*pair.name.value)) else {
                continue;
            };
            let text = value.value.trim_matches(['"', '\'']);
            // A substitution such as `${A:-b}` has colons of its own.
            if text.contains("${") || !(text.starts_with(':') || text.ends_with(':') || text.contains("::")) {
                continue;
            }
            cx.report(value.text.span, format!("`{}` has an empty item", pair.name.value))
                .here("an empty item means the current directory")
                .help("remove the extra colon");
        }
    }
}
