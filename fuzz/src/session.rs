//! A session that goes on says what a fresh check says.

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_linter::{MemoryFiles, Session};
use plimsoll_rules::RULES;

use crate::client::random_edits::{Dice, edit};
use crate::{Files, Short, check, settings, short};

/// How many edits are made.
const EDITS: usize = 6;

/// Edits files, and compares what a session says with what a fresh check says after each edit.
pub fn a_session_says_the_same(files: &Files) {
    let mut files = files.clone();
    let mut session = Session::new(RULES, settings(), vec![".".to_owned()]);
    session.search(&MemoryFiles(files.clone()));
    let mut dice = Dice(files.values().map(|text| text.len() as u64).sum());
    let mut said: BTreeMap<String, BTreeSet<Short>> = BTreeMap::new();
    for _ in 0..EDITS {
        let memory = MemoryFiles(files.clone());
        let news = session.check(&memory);
        said.retain(|path, _| !news.affected.contains(path));
        note(&mut said, short(&news.checked));
        let mut fresh = BTreeMap::new();
        note(&mut fresh, short(&check(&files)));
        assert_eq!(said, fresh, "{files:#?}");
        let number = dice.below(files.len());
        let Some((path, text)) = files.iter_mut().nth(number) else { return };
        edit(text, &mut dice, str::len);
        let path = path.clone();
        session.change(&MemoryFiles(files.clone()), &path);
    }
}

fn note(said: &mut BTreeMap<String, BTreeSet<Short>>, findings: Vec<Short>) {
    for finding in findings {
        said.entry(finding.0.clone()).or_default().insert(finding);
    }
}
