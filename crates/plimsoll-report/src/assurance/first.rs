//! What to do first: the places that break most, worst first.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use super::{Assurance, Status, Subject};

/// How many places are named.
const MOST: usize = 10;

/// A place that breaks what the policy asks for.
pub(crate) struct First<'a> {
    pub(crate) status: Status,
    pub(crate) subject: &'a Subject,
    /// The keys of the policy that it breaks.
    pub(crate) keys: Vec<&'a str>,
    /// What these mean: two keys can ask the same, such as `approved_ports` and a declaration of ports.
    meanings: BTreeSet<&'a str>,
}

impl Assurance {
    /// The places that break what the policy asks for, worst first: what is required before what is preferred, then what
    /// breaks most. How many there are in all is the second.
    pub(crate) fn first(&self) -> (Vec<First<'_>>, usize) {
        let mut all: Vec<First<'_>> = Vec::new();
        let mut known: HashMap<(&str, &str), usize> = HashMap::new();
        for status in [Status::Violated, Status::ViolatedPreferred] {
            for one in self.requirements.iter().filter(|one| one.status == status) {
                for subject in one.subjects.iter().filter(|subject| subject.verdict == "violated") {
                    let at = *known.entry((&subject.place, &subject.why)).or_insert(all.len());
                    match all.get_mut(at) {
                        // One place can show it of several images.
                        Some(known) if known.keys.contains(&&*one.key) => {}
                        Some(known) => {
                            known.keys.push(&one.key);
                            known.meanings.insert(one.meaning());
                        }
                        None => {
                            let meanings = BTreeSet::from([one.meaning()]);
                            all.push(First { status, subject, keys: vec![&one.key], meanings });
                        }
                    }
                }
            }
        }
        let rank = |one: &First<'_>| (one.status, Reverse(one.meanings.len()));
        all.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.subject.place.cmp(&b.subject.place)));
        let count = all.len();
        all.truncate(MOST);
        (all, count)
    }

    /// What the counts come down to, in a sentence.
    pub(crate) fn sentence(&self) -> String {
        let count =
            |wanted: &[Status]| self.requirements.iter().filter(|one| wanted.contains(&one.status)).count();
        let violated = count(&[Status::Violated]);
        let open = count(&[Status::Undecided, Status::NotChecked]);
        let elsewhere = count(&[Status::NotCheckable, Status::Attested]);
        let of_all = self.requirements.len();
        if self.files == 0 {
            return "Nothing was found to check.".to_owned();
        }
        if of_all == 0 {
            return "The policy sets no requirements.".to_owned();
        }
        format!(
            "{violated} of {of_all} requirements {} violated, {open} could not be decided, and {elsewhere} cannot be checked in files.",
            if violated == 1 { "is" } else { "are" }
        )
    }
}
