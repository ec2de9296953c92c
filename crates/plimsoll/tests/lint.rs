//! Every folder of `testdata/lint` and `testdata/hostile` is a small repository; `expected.txt` is what the linter says about it with its
//! configuration, or with the preset that the file `preset` names.

mod support;

use std::path::Path;

use libtest_mimic::Failed;
use plimsoll_linter::MemoryFiles;

fn main() {
    support::run_cases(&["lint", "hostile"], check);
}

fn check(case: &Path) -> Result<(), Failed> {
    let mut files = MemoryFiles::copy_of(case)?;
    files.0.remove("expected.txt");
    let preset = files.0.remove("preset");
    let checked = support::lint(&files, preset.as_deref().map(str::trim));
    support::expect(&case.join("expected.txt"), &support::render(&checked))
}
