//! What to do first: the places that break most, worst first.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use super::{Assurance, Status, Subject, in_order};
use crate::graph::Nearness;

/// How many places are named.
const MOST: usize = 10;

/// A control, and where it stands among all: the number of its standard, and its own, as people sort it.
type Place<'a> = (usize, Vec<(String, u64)>, &'a str);

/// A place that breaks what the policy asks for.
pub(crate) struct First<'a> {
    pub(crate) status: Status,
    pub(crate) subject: &'a Subject,
    /// The keys of the policy that it breaks.
    pub(crate) keys: Vec<&'a str>,
    /// What these mean: two keys can ask the same, such as `approved_ports` and a declaration of ports.
    meanings: BTreeSet<&'a str>,
    /// The controls of the standards in the report that it is evidence against, as `pci-dss 2.2.6`.
    pub(crate) controls: Vec<String>,
}

impl Assurance {
    /// The places that break what the policy asks for, worst first: what is required before what is preferred, then what is
    /// reached from outside, then what breaks most. How many there are in all is the second.
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
                            let keys = vec![&*one.key];
                            all.push(First { status, subject, keys, meanings, controls: Vec::new() });
                        }
                    }
                }
            }
        }
        self.add_controls(&mut all);
        let near = self.nearness();
        all.sort_by_cached_key(|one| {
            // A name that several services have stands with its place.
            let name = one.subject.name.split(" (").next().unwrap_or_default();
            let distance = near.get(name).copied().unwrap_or(usize::MAX);
            let breaks = Reverse(one.meanings.len() + one.controls.len());
            (one.status, distance, breaks, in_order(&one.subject.place))
        });
        let count = all.len();
        all.truncate(MOST);
        (all, count)
    }

    /// How near to the outside each service is, by its name.
    fn nearness(&self) -> HashMap<&str, usize> {
        let mut near = HashMap::new();
        for one in self.pictures.iter().flat_map(|picture| &picture.services) {
            let rank = Nearness::rank(&one.reached);
            let known = near.entry(&*one.name).or_insert(rank);
            *known = rank.min(*known);
        }
        near
    }

    fn add_controls(&self, all: &mut [First<'_>]) {
        let mut controls: HashMap<(&str, &str), BTreeSet<Place<'_>>> = HashMap::new();
        for (number, standard) in self.standards.iter().enumerate() {
            for control in &standard.rows {
                for found in &control.findings {
                    let of = controls.entry((&found.place, &found.message)).or_default();
                    of.insert((number, in_order(&control.number), &control.number));
                }
            }
        }
        for one in all {
            let of = controls.get(&(&*one.subject.place, &*one.subject.why)).into_iter().flatten();
            let name = |(number, _, control): &Place<'_>| {
                Some(format!("{} {control}", self.standards.get(*number)?.id))
            };
            one.controls = of.filter_map(name).collect();
        }
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
