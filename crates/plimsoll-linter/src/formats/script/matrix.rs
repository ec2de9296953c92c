//! The matrix of a job of a workflow: the values that `${{ matrix.NAME }}` has, one job for each combination.

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_compose::yaml::{Entry, Kind, Mapping, Node, Scalar, Yaml};
use plimsoll_diagnostics::Joined;

use super::found::{replaced, without_templates};

/// GitHub starts no more jobs for a matrix.
const MOST: usize = 256;

/// The text of `${{ matrix.NAME }}` by NAME: the name of a key, or a path of keys (`image.file`).
pub(super) type Values = BTreeMap<String, String>;

/// The combinations of a matrix.
#[derive(Debug, Default)]
pub(super) struct Matrix {
    combinations: Vec<Values>,
    /// The names of which some values are not known.
    open: BTreeSet<String>,
    /// Whether nothing of it is known.
    is_unknown: bool,
}

impl Matrix {
    /// The matrix of a job, where it is written out. Of one that an expression adds to, only what it cannot change is known.
    pub(super) fn of_job(job: &Yaml<'_>) -> Matrix {
        let unknown = || Matrix { is_unknown: true, ..Matrix::default() };
        let Some(matrix) = job.get("strategy").and_then(|strategy| strategy.get("matrix")) else {
            return unknown();
        };
        let Some(mapping) = matrix.as_mapping() else { return unknown() };
        read(mapping).unwrap_or_else(unknown)
    }

    /// The combinations that differ in what these texts ask of them; one without values where they ask nothing that is
    /// known.
    pub(super) fn of_texts<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Vec<Values> {
        let mut asked: BTreeSet<String> = texts.flat_map(names).collect();
        // No text is made of a mapping.
        let has_below =
            |values: &Values, name: &str| values.keys().any(|key| key != name && is_within(key, name));
        asked.retain(|name| {
            !self.open.iter().any(|open| is_within(name, open))
                && !self.combinations.iter().any(|values| has_below(values, name))
        });
        if self.is_unknown || asked.is_empty() {
            return vec![Values::new()];
        }
        // A combination without a name has no text for it.
        let value = |values: &Values, name: &String| values.get(name).cloned().unwrap_or_default();
        let of_asked =
            |values: &Values| asked.iter().map(|name| (name.clone(), value(values, name))).collect();
        let distinct: BTreeSet<Values> = self.combinations.iter().map(of_asked).collect();
        distinct.into_iter().collect()
    }
}

/// A text with the values of a combination in it; other expressions are variables that nobody knows.
pub(super) fn filled<'s>(text: &Joined<'s>, values: &Values) -> Joined<'s> {
    let known = replaced(text, |rest| {
        let mut from = 0;
        loop {
            let (range, expression) = expression(rest.get(from..)?)?;
            let range = from + range.start..from + range.end;
            if let Some(value) = name(expression).and_then(|name| values.get(&name)) {
                return Some((range, value.clone()));
            }
            from = range.end;
        }
    });
    without_templates(&known, "${{", "}}")
}

/// The first expression of a text.
fn expression(text: &str) -> Option<(std::ops::Range<usize>, &str)> {
    let start = text.find("${{")?;
    let inside = text.get(start + 3..)?;
    let len = inside.find("}}")?;
    Some((start..start + 3 + len + 2, inside.get(..len)?))
}

/// The name that an expression asks a matrix for, and nothing else: `matrix.NAME`. Its letter case does not count.
fn name(expression: &str) -> Option<String> {
    let name = expression.trim().strip_prefix("matrix.")?;
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    name.chars().all(is_name).then(|| name.to_ascii_lowercase())
}

/// The names that a text asks a matrix for.
fn names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((range, inside)) = expression(rest) {
        names.extend(name(inside));
        rest = rest.get(range.end..).unwrap_or_default();
    }
    names
}

fn read(matrix: &Mapping<'_>) -> Option<Matrix> {
    let is_list = |entry: &&Entry<'_>| matches!(&*entry.key.value, "include" | "exclude");
    let has_lists = matrix.entries.iter().any(|entry| is_list(&entry));
    let mut read = Matrix { combinations: vec![Values::new()], ..Matrix::default() };
    let mut axes = 0;
    for entry in matrix.entries.iter().filter(|entry| !is_list(entry)) {
        let name = &*entry.key.value.to_ascii_lowercase();
        let Some(items) = entry.value.as_sequence().map(|items| items.iter().map(|item| values(name, item)))
        else {
            read.open.insert(name.to_owned());
            continue;
        };
        let Some(items) = items.collect::<Option<Vec<Values>>>() else {
            read.open.insert(name.to_owned());
            continue;
        };
        axes += 1;
        if read.combinations.len() * items.len() > MOST {
            return None;
        }
        let with = |of: &Values| {
            let of = of.clone();
            let joined = items.iter().map(move |item| of.iter().chain(item).map(copy).collect());
            joined.collect::<Vec<Values>>()
        };
        read.combinations = read.combinations.iter().flat_map(with).collect();
    }
    // An axis that is not known decides which combinations are left out, and what is added to which.
    if has_lists && !read.open.is_empty() {
        return None;
    }
    for left_out in items(matrix, "exclude")? {
        read.combinations
            .retain(|values| !left_out.iter().all(|(name, value)| values.get(name) == Some(value)));
    }
    if axes == 0 && read.open.is_empty() {
        read.combinations.clear();
    }
    include(&mut read.combinations, items(matrix, "include")?);
    Some(read)
}

/// Adds what `include` lists: to each combination that it does not contradict, else as one of its own.
fn include(combinations: &mut Vec<Values>, items: Vec<Values>) {
    let original = combinations.clone();
    for item in items {
        let mut is_added = false;
        for (values, own) in combinations.iter_mut().zip(&original) {
            if item.iter().all(|(name, value)| own.get(name).is_none_or(|own| own == value)) {
                values.extend(item.iter().map(copy));
                is_added = true;
            }
        }
        if !is_added && combinations.len() < MOST {
            combinations.push(item);
        }
    }
}

/// The items of a list of a matrix; `None` where some are not known.
fn items(matrix: &Mapping<'_>, list: &str) -> Option<Vec<Values>> {
    let Some(list) = matrix.get(list) else { return Some(Vec::new()) };
    let item = |item: &Yaml<'_>| {
        let entries = &item.as_mapping()?.entries;
        let values = entries.iter().map(|entry| values(&entry.key.value.to_ascii_lowercase(), &entry.value));
        values.collect::<Option<Vec<Values>>>().map(|all| all.into_iter().flatten().collect())
    };
    list.as_sequence()?.iter().map(item).collect()
}

/// What a value gives to a name, and to the paths below it; `None` where it is not known.
fn values(name: &str, yaml: &Yaml<'_>) -> Option<Values> {
    match &yaml.node {
        Node::Scalar(scalar) => Some(Values::from([(name.to_owned(), text(scalar)?)])),
        Node::Mapping(mapping) => {
            let below = mapping.entries.iter().map(|entry| {
                let path = format!("{name}.{}", entry.key.value.to_ascii_lowercase());
                values(&path, &entry.value)
            });
            below.collect::<Option<Vec<Values>>>().map(|all| all.into_iter().flatten().collect())
        }
        // No text is made of a list.
        Node::Sequence(_) | Node::Alias(_) => None,
    }
}

/// The text that an expression makes of a value. Of numbers that GitHub may write in another way, nobody knows it here.
fn text(scalar: &Scalar<'_>) -> Option<String> {
    let text = &*scalar.value;
    let is_same = match scalar.kind {
        Kind::Null => return Some(String::new()),
        Kind::Int => text == "0" || text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0'),
        Kind::Float => false,
        _ => !text.contains("${{"),
    };
    (is_same || scalar.is_quoted() && !text.contains("${{")).then(|| text.to_owned())
}

fn copy((name, value): (&String, &String)) -> (String, String) {
    (name.clone(), value.clone())
}

/// Whether a path of keys is this one or one below it.
fn is_within(path: &str, of: &str) -> bool {
    path.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use plimsoll_compose::yaml;
    use plimsoll_diagnostics::{FileId, Text};

    use super::*;

    /// What `${{ matrix.a }}-${{ matrix.b.c }}` becomes.
    fn texts(matrix: &str) -> Vec<String> {
        let matrix = matrix.replace('\n', "\n    ");
        let source = format!("strategy:\n  matrix:\n    {matrix}\n");
        let stream = yaml::read(Text::new(&source, FileId::FIRST, 0));
        let matrix = Matrix::of_job(stream.documents.first().unwrap());
        let asked = "${{ matrix.a }}-${{ matrix.b.c }}";
        let asked_text = Joined::verbatim(Text::new(asked, FileId::FIRST, 0));
        let combinations = matrix.of_texts(std::iter::once(asked));
        combinations.iter().map(|values| filled(&asked_text, values).text.into_owned()).collect()
    }

    #[test]
    fn each_combination_is_a_job() {
        for (matrix, expected) in [
            ("a: [x, y]\nb: [{c: 1}, {c: 2}]", &["x-1", "x-2", "y-1", "y-2"][..]),
            ("a: [x, y]\nother: [1, 2, 3]", &["x-", "y-"]),
            ("include:\n- a: x\n- a: y\n  b: {c: z}", &["x-", "y-z"]),
            ("a: [x, y]\ninclude:\n- a: x\n  b: {c: z}\n- a: new", &["new-", "x-z", "y-"]),
            ("a: [x, y]\nb: [{c: 1}]\nexclude:\n- a: y", &["x-1"]),
            ("a: ['1.10', 2]", &["1.10-", "2-"]),
            ("A: [x]\nb: [{C: 1}]", &["x-1"]),
        ] {
            assert_eq!(texts(matrix), expected, "{matrix}");
        }
    }

    #[test]
    fn what_is_not_known_stays_a_variable() {
        for (matrix, expected) in [
            ("a: ${{ fromJSON(needs.plan.outputs.all) }}\nb: [{c: 1}]", "${_}-1"),
            ("a: ${{ fromJSON(needs.plan.outputs.all) }}\ninclude:\n- b: {c: 1}", "${_}-${_}"),
            ("a: [x]\ninclude: ${{ fromJSON(needs.plan.outputs.all) }}", "${_}-${_}"),
            ("a: [1.10]\nb: [{c: 1}]", "${_}-1"),
            ("a: [{name: x}]\nb: [{c: 1}]", "${_}-1"),
            ("a: ['${{ github.ref }}']\nb: [{c: 1}]", "${_}-1"),
            ("${{ fromJSON(needs.plan.outputs.all) }}", "${_}-${_}"),
        ] {
            assert_eq!(texts(matrix), [expected], "{matrix}");
        }
    }
}
