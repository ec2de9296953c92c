//! Every folder of `testdata/fix` holds a repository `before/` and `after/` safe fixes. Fixing again changes nothing.

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use libtest_mimic::Failed;
use plimsoll_diagnostics::Applicability;
use plimsoll_linter::MemoryFiles;

fn main() {
    support::run_cases(&["fix"], check);
}

fn check(case: &Path) -> Result<(), Failed> {
    let mut files = MemoryFiles::copy_of(&case.join("before"))?;
    let fixed = fix(&files)?;
    if fixed.is_empty() {
        return Err("nothing was fixed".into());
    }
    for (path, text) in fixed {
        let after = case.join("after").join(&path);
        support::expect(&after, &text)?;
        files.0.insert(path, text);
    }
    let again = fix(&files)?;
    if again.is_empty() { Ok(()) } else { Err(format!("fixing again changes {:?}", again.keys()).into()) }
}

fn fix(files: &MemoryFiles) -> Result<BTreeMap<String, String>, Failed> {
    let fixed = support::fix(files, Some("all"), Applicability::Safe);
    if fixed.withheld.is_empty() {
        Ok(fixed.texts)
    } else {
        Err(format!("not made: {:?}", fixed.withheld).into())
    }
}
