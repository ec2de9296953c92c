//! How often each rule is called for the example project: the same on any machine. A rule that looks at too wide a kind of
//! node, or a walk that offers a node twice, shows as a difference that somebody has to commit.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::panic)]

mod support;

use plimsoll_linter::MemoryFiles;

#[test]
fn each_rule_is_called_as_often_as_before() {
    let files = MemoryFiles::copy_of(&support::testdata().join("example")).unwrap();
    let (linter, workspace) = support::linter(&files, Some("all"));
    let costs = linter.counting_costs().check(&files, &workspace).costs.unwrap();
    let lines: Vec<_> = costs.rules.iter().map(|(rule, cost)| format!("{rule}\t{}\n", cost.calls)).collect();
    let expected = support::testdata().join("calls-per-rule.tsv");
    if let Err(why) = support::expect(&expected, &lines.concat()) {
        panic!("{}", why.message().unwrap_or_default());
    }
}
