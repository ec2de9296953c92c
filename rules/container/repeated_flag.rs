//! A flag that takes one value, twice.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct RepeatedFlag;

impl Rule for RepeatedFlag {
    fn check_command_line(&self, line: &Line, cx: &mut Context) {
        let flags = &line.command.flags;
        if flags.is_open || flags.mistake.is_some() {
            return;
        }
        for (at, flag) in flags.flags.iter().enumerate() {
            if !flag.known.takes_value || flag.known.is_list {
                continue;
            }
            let later = flags.flags.iter().skip(at + 1).find(|later| later.name() == flag.name());
            if let Some(later) = later.filter(|later| later.value != flag.value) {
                cx.report(flag.whole(), format!("`{}` is passed twice", flag.name()))
                    .here("this value is ignored")
                    .label(later.whole(), "this value is used")
                    .help("remove one of the two flags");
            }
        }
    }
}
