//! Every folder of `testdata/fix` holds a repository `before/` and `after/` safe fixes. Fixing again changes nothing, and
//! what is said to be left is what a check finds.

mod support;

use std::path::Path;

use libtest_mimic::Failed;
use plimsoll_diagnostics::Applicability;
use plimsoll_linter::{Fixed, MemoryFiles};

fn main() {
    support::run_cases(&["fix"], check);
}

fn check(case: &Path) -> Result<(), Failed> {
    let mut files = MemoryFiles::copy_of(&case.join("before"))?;
    let Fixed { texts, left, .. } = fix(&files)?;
    if texts.is_empty() {
        return Err("nothing was fixed".into());
    }
    for (path, text) in texts {
        let after = case.join("after").join(&path);
        support::expect(&after, &text)?;
        files.0.insert(path, text);
    }
    let [left, found] = [&left, &support::lint(&files, Some("all"))].map(support::render);
    if left != found {
        return Err(format!("left:\n{left}\nbut a check finds:\n{found}").into());
    }
    let again = fix(&files)?.texts;
    if again.is_empty() { Ok(()) } else { Err(format!("fixing again changes {:?}", again.keys()).into()) }
}

fn fix(files: &MemoryFiles) -> Result<Fixed, Failed> {
    let fixed = support::fix(files, Some("all"), Applicability::Safe);
    if fixed.withheld.is_empty() { Ok(fixed) } else { Err(format!("not made: {:?}", fixed.withheld).into()) }
}
