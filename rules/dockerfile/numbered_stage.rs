//! COPY --from=0.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct NumberedStage;

impl Rule for NumberedStage {
    fn check_copy(&self, copy: &dockerfile::Copy, cx: &mut Context) {
        let Some(from) = &copy.from else { return };
        let Some(number) = from.value.parse::<usize>().ok() else { return };
        let stage = cx.stage().filter(|stage| number < stage.index());
        let Some(source) = stage.and_then(|stage| stage.file().stage(number)) else { return };
        let finding = cx
            .report(from.text.span, format!("stage {number} is referenced by number"))
            .here("this number changes when a stage is added above");
        match (source.name(), source.from_instruction()) {
            (Some(name), _) => {
                let name = &*name.value;
                let fix = Fix::safe(format!("write `{name}`")).replace(from.text.span, name);
                finding.help(format!("use the stage's name: `{name}`")).fix(fix);
            }
            (None, Some(from)) => {
                finding
                    .label(from.keyword.text.span, format!("this is stage {number}"))
                    .help("add a name with `AS`, and use it");
            }
            (None, None) => {}
        }
    }
}
