//! Fixes mutated files: what people have in front of them while they type, or after a bad merge.

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_diagnostics::{Applicability, Level};
use plimsoll_linter::{
    Checked, Disk, FileSystem, FixRequest, Fixer, MemoryFiles, Overrides, Preset, PresetSource, Settings,
    Workspace, limits,
};
use plimsoll_rules::RULES;
use rayon::prelude::*;

/// What to mutate, how often, and from which seed on.
pub(crate) struct Campaign {
    pub(crate) folder: String,
    pub(crate) count: u64,
    pub(crate) seed: u64,
}

/// A mutated file among the unchanged ones of its directory.
struct Mutant {
    number: u64,
    path: String,
    files: MemoryFiles,
}

/// What was wrong with the fixes of a mutant, a line each.
type Faults = Vec<(Fault, String)>;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    LostLine,
    NewError,
    Unstable,
}

/// Runs the campaign; whether all was well.
pub(crate) fn run(campaign: &Campaign) -> bool {
    let originals = originals(&campaign.folder);
    let mutants = (0..campaign.count)
        .into_par_iter()
        .filter_map(|number| mutant(&originals, number, Random::new(campaign.seed.wrapping_add(number))));
    let results: Vec<(usize, Faults)> = mutants.map(|mutant| try_fixes(&mutant)).collect();
    let fixes: usize = results.iter().map(|(fixes, _)| fixes).sum();
    println!("{} mutants of {} files, {fixes} fixes made", results.len(), originals.len());
    let faults: Faults = results.into_iter().flat_map(|(_, faults)| faults).collect();
    for (fault, what) in [
        (Fault::LostLine, "lines lost"),
        (Fault::NewError, "new errors"),
        (Fault::Unstable, "changed by a second run"),
    ] {
        let of_kind: Vec<&String> = faults.iter().filter(|it| it.0 == fault).map(|it| &it.1).collect();
        crate::list(what, of_kind.into_iter());
    }
    faults.is_empty()
}

/// The text of every Dockerfile and Compose file below a folder.
fn originals(folder: &str) -> BTreeMap<String, String> {
    let named = [folder.to_owned()];
    let Ok(disk) = Disk::here(&named) else { return BTreeMap::new() };
    let workspace = Workspace::find(&disk, &named);
    let text = |path: String| {
        let bytes = disk.read(&path, limits::FILE_BYTES).ok()?;
        Some((path, String::from_utf8(bytes).ok()?))
    };
    workspace.linted().cloned().filter_map(text).collect()
}

fn mutant(originals: &BTreeMap<String, String>, number: u64, mut random: Random) -> Option<Mutant> {
    let (path, text) = originals.iter().nth(random.below(originals.len()))?;
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let is_beside = |other: &str| other.rsplit_once('/').map_or("", |(folder, _)| folder) == folder;
    let mut files: BTreeMap<String, String> = originals
        .iter()
        .filter(|(other, _)| is_beside(other))
        .map(|(other, text)| (name(other), text.clone()))
        .collect();
    let mut mutated = text.clone();
    for _ in 0..=random.below(3) {
        mutated = mutate(&mutated, &mut random);
    }
    files.insert(name(path), mutated);
    Some(Mutant { number, path: name(path), files: MemoryFiles(files) })
}

fn name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

/// One slip of the keyboard, or of a merge.
fn mutate(text: &str, random: &mut Random) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let at = random.below(lines.len());
    let Some(line) = lines.get(at).cloned() else { return text.to_owned() };
    let mut put = |new: &[String]| drop(lines.splice(at..=at, new.iter().cloned()));
    match random.below(12) {
        0 => put(&[]),
        1 => put(&[line.clone(), line]),
        2 => {
            let to = random.below(lines.len());
            let line = lines.remove(at);
            lines.insert(to.min(lines.len()), line);
        }
        3 => put(&[format!(" {line}")]),
        4 => put(&[format!("  {line}")]),
        5 => put(&[line.strip_prefix(' ').unwrap_or(&line).to_owned()]),
        6 => put(&[line.strip_prefix("  ").unwrap_or(&line).to_owned()]),
        7 => put(&[line.replace('\n', "\r\n")]),
        8 => return text.replace('\n', "\r\n"),
        9 => {
            let cut = (0..=random.below(text.len())).rev().find(|cut| text.is_char_boundary(*cut));
            return text.get(..cut.unwrap_or(0)).unwrap_or_default().to_owned();
        }
        10 => put(&[line.replacen([':', '\\', '"', '&', '='], "", 1)]),
        _ => {
            let place = line.char_indices().nth(random.below(line.chars().count())).map_or(0, |(at, _)| at);
            let mut line = line;
            line.insert(
                place,
                ['\t', ' ', ':', '-', '"', '\n', '#', 'x'].get(random.below(8)).copied().unwrap_or(' '),
            );
            put(&[line]);
        }
    }
    lines.concat()
}

/// Makes the safe fixes, then the others; how many were made, and what was wrong.
fn try_fixes(mutant: &Mutant) -> (usize, Faults) {
    let (mut made, mut faults) = (0, Vec::new());
    for sure in [Applicability::Safe, Applicability::Unsafe] {
        let workspace = Workspace::find(&mutant.files, &[".".to_owned()]);
        let overrides = Overrides { preset: Some(PresetSource::Preset(Preset::All)), ..Overrides::default() };
        let settings = Settings { overrides, today: "2026-06-01".to_owned(), ..Settings::default() };
        let fixer = Fixer::new(RULES, &settings, &mutant.files, &workspace);
        let before = fixer.linter().check(&mutant.files, &workspace);
        let outcome = fixer.fix(&mutant.files, &workspace, FixRequest::all(sure));
        made += outcome.count();
        let place = format!("#{} {} ({})", mutant.number, mutant.path, sure.name());
        for (path, new) in &outcome.texts {
            let old = mutant.files.0.get(path).map_or("", String::as_str);
            let lost = lost_lines(old, new).into_iter();
            faults.extend(lost.map(|line| (Fault::LostLine, format!("{place}: {path}: {line}"))));
        }
        let new = new_errors(&before, &outcome.left).into_iter();
        faults.extend(new.map(|error| (Fault::NewError, format!("{place}: {error}"))));
        let mut files = mutant.files.clone();
        files.0.extend(outcome.texts);
        let again = fixer.fix(&files, &workspace, FixRequest::all(sure));
        let unstable = again.texts.keys().map(|path| {
            (
                Fault::Unstable,
                format!("{place}: {path}: {:?}", again.made.get(path).unwrap_or(&BTreeMap::new())),
            )
        });
        faults.extend(unstable);
    }
    (made, faults)
}

/// The lines of which no word is in any new line, where there are fewer lines than before: else a word was only written
/// otherwise. Those that say `version:` go on purpose.
fn lost_lines(old: &str, new: &str) -> Vec<String> {
    let words = |line: &str| -> BTreeSet<String> {
        let words = line.split(|it: char| !it.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let count = |text: &str| text.lines().filter(|line| !line.trim().is_empty()).count();
    if count(new) >= count(old) {
        return Vec::new();
    }
    let new: BTreeSet<String> = new.lines().flat_map(words).collect();
    let is_lost = |line: &&str| {
        let words = words(line);
        !words.is_empty() && words.is_disjoint(&new) && !line.trim_start().starts_with("version")
    };
    old.lines().filter(is_lost).map(str::to_owned).collect()
}

/// The errors that were not there before: a rule says the same more often than before. Where another error is gone in
/// place of them, and they are about a line of the old text, they were only hidden.
fn new_errors(before: &Checked, after: &Checked) -> Vec<String> {
    let (old, new) = (errors(before), errors(after));
    let count = |errors: &Errors, error: &(String, String)| errors.get(error).map_or(0, Vec::len);
    let has_gone = old.keys().any(|error| count(&new, error) < count(&old, error));
    let texts = before.sources.ids().map(|file| &before.sources.file(file).text);
    let old_lines: BTreeSet<&str> = texts.flat_map(|text| text.lines()).map(str::trim).collect();
    let mut found = Vec::new();
    for (error, lines) in new.iter().filter(|(error, lines)| lines.len() > count(&old, error)) {
        let (rule, message) = error;
        let was_hidden =
            |line: &String| has_gone && old_lines.contains(&**line) && !rule.ends_with("-syntax");
        let known = old.get(error);
        let lines = lines.iter().filter(|line| known.is_none_or(|known| !known.contains(line)));
        found.extend(lines.filter(|line| !was_hidden(line)).map(|line| format!("{rule}: {message}: {line}")));
    }
    found
}

/// Rule and message of errors, with the lines that they are about.
type Errors = BTreeMap<(String, String), Vec<String>>;

fn errors(checked: &Checked) -> Errors {
    let mut errors = Errors::new();
    for finding in checked.diagnostics.iter().filter(|finding| finding.level == Level::Error) {
        let span = finding.primary.span;
        let text = &checked.sources.file(span.file).text;
        let start =
            text.get(..span.start as usize).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default().trim();
        let error = (finding.rule.clone().into_owned(), finding.message.clone());
        errors.entry(error).or_default().push(line.to_owned());
    }
    errors
}

/// Numbers that look like chance and are the same for the same seed (`SplitMix64`).
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Random {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`; 0 when there is none.
    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}
