//! A requirement's page: what a policy can ask for.

use crate::Problems;

/// A requirement's page.
#[derive(Debug)]
pub struct RequirementPage {
    /// The file's name without `.md`: `non_root_user`.
    pub stem: String,
    /// Its name: `non-root-user`.
    pub name: String,
    /// One line for lists.
    pub summary: String,
    /// Whether its keys name something bad.
    pub is_bad: bool,
    /// The kinds of subject, as they are written.
    pub subjects: Vec<String>,
    /// Rules with their options, as an inline table of TOML.
    pub rules: Vec<(String, String)>,
    /// The keys that ask for it.
    pub keys: Vec<String>,
    /// The table of `declare` with the options of its first rule; empty: none.
    pub declares: String,
    /// What of it no file can show.
    pub beyond: String,
    /// Whether a file with its proof stands beside it.
    pub has_proof: bool,
    /// All of it.
    pub text: String,
}

impl RequirementPage {
    /// Reads a page.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub fn parse(stem: &str, text: &str, has_proof: bool) -> Result<RequirementPage, Problems> {
        let (front, body) = text
            .strip_prefix("---\n")
            .and_then(|rest| rest.split_once("\n---\n"))
            .ok_or_else(|| vec!["must open with front matter between `---` lines".to_owned()])?;
        let mut problems = Problems::new();
        let name = stem.replace('_', "-");
        if !body.trim_start().starts_with(&format!("# {name}\n")) {
            problems.push(format!("the first heading must be `# {name}`"));
        }
        let known = ["summary", "names", "subjects", "rules", "keys", "declares", "beyond"];
        let fields: Vec<(&str, &str)> =
            front.lines().map(|line| line.split_once(": ").unwrap_or((line, ""))).collect();
        problems.extend(
            fields
                .iter()
                .filter(|(key, _)| !known.contains(key))
                .map(|(key, _)| format!("unknown key `{key}`")),
        );
        let get = |key: &str| {
            fields.iter().find(|(known, _)| *known == key).map_or("", |(_, value)| value.trim()).to_owned()
        };
        let list = |key: &str, at: char| -> Vec<String> {
            get(key).split(at).map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
        };
        let rule = |text: String| match text.split_once(' ') {
            Some((rule, options)) => (rule.to_owned(), options.trim().to_owned()),
            None => (text, String::new()),
        };
        let page = RequirementPage {
            stem: stem.to_owned(),
            name,
            summary: get("summary"),
            is_bad: get("names") == "bad",
            subjects: list("subjects", ','),
            rules: list("rules", ';').into_iter().map(rule).collect(),
            keys: list("keys", ','),
            declares: get("declares"),
            beyond: get("beyond"),
            has_proof,
            text: text.to_owned(),
        };
        if page.summary.is_empty() || page.summary.ends_with('.') || page.summary.len() > 80 {
            problems.push("the summary must have at most 80 characters and no full stop".to_owned());
        }
        if !["good", "bad"].contains(&&*get("names")) {
            problems.push("`names` must say `good` or `bad`".to_owned());
        }
        if page.subjects.is_empty() || page.rules.is_empty() {
            problems.push("`subjects` and `rules` must not be empty".to_owned());
        }
        if problems.is_empty() { Ok(page) } else { Err(problems) }
    }
}

/// Reads every page of a folder, by name.
///
/// # Errors
///
/// Everything that is wrong with them.
pub fn requirements(folder: &std::path::Path) -> Result<Vec<RequirementPage>, Problems> {
    let entries =
        std::fs::read_dir(folder).map_err(|error| vec![format!("{}: {error}", folder.display())])?;
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    paths.sort_unstable();
    let (mut pages, mut problems) = (Vec::new(), Problems::new());
    for path in paths {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).map_err(|error| vec![format!("{stem}: {error}")])?;
        match RequirementPage::parse(&stem, &text, path.with_extension("rs").exists()) {
            Ok(page) => pages.push(page),
            Err(wrong) => problems.extend(wrong.into_iter().map(|one| format!("{stem}.md: {one}"))),
        }
    }
    if problems.is_empty() { Ok(pages) } else { Err(problems) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "---\nsummary: a thing\nnames: bad\nsubjects: container\nrules: a; b { c = 1 }\nkeys: a_b\n---\n\n# a-b\n";

    #[test]
    fn a_page_is_read() {
        let page = RequirementPage::parse("a_b", GOOD, false).expect("the page is right");
        assert!(page.is_bad && page.declares.is_empty());
        assert_eq!(page.rules, [("a".to_owned(), String::new()), ("b".to_owned(), "{ c = 1 }".to_owned())]);
        let wrong =
            |text: &str| RequirementPage::parse("a_b", text, false).expect_err("it is wrong").join("\n");
        assert!(wrong(&GOOD.replace("names: bad", "names: ugly")).contains("`names`"));
        assert!(wrong(&GOOD.replace("keys", "key")).contains("unknown key `key`"));
        assert!(wrong(&GOOD.replace("# a-b", "# b")).contains("first heading"));
    }
}
