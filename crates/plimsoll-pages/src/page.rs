//! A rule's page: front matter, title and sections.

use crate::front_matter::FrontMatter;
use crate::{Problems, markdown};

/// The family of what the linter itself reports: pages without a check.
pub const LINTER: &str = "linter";

/// A rule's page.
#[derive(Debug)]
pub struct Page {
    /// The folder it is in.
    pub family: &'static str,
    /// The file's name without `.md`: `latest_tag`.
    pub stem: String,
    /// The rule's name: `latest-tag`.
    pub name: String,
    /// One line for lists.
    pub summary: String,
    /// What it is about.
    pub category: Category,
    /// How bad its findings are.
    pub level: Level,
    /// The mildest preset that turns it on.
    pub preset: Preset,
    /// The mildest preset that turns on its minor findings.
    pub minor: Preset,
    /// The kinds of node, as they are written: `run`, `healthcheck`.
    pub on: Vec<String>,
    /// The codes of other linters: `hadolint:DL3007`.
    pub aliases: Vec<String>,
    /// Those of them whose linter cannot make its findings.
    pub exceeds: Vec<String>,
    /// The release that it came with: `0.1.0`.
    pub since: String,
    /// How far it can be relied on.
    pub status: Status,
    /// The names that it had before, the first one first.
    pub replaces: Vec<String>,
    /// How editors draw what it finds.
    pub tag: Option<Tag>,
    /// Whether `--select` leaves out what it says of files, although it has no check of its own.
    pub selectable: bool,
    /// Whether only its own name turns it off, and none of its aliases.
    pub named_only: bool,
    /// Whether no other rule's fix edits an instruction in which it finds something.
    pub blocks_fixes: bool,
    /// Whether a file with its check stands beside it.
    pub has_check: bool,
    /// Whether it shows a safe fix.
    pub fixable: bool,
    /// Whether one of its findings has a fix that is applied with `--unsafe-fixes` only.
    pub fixable_unsafely: bool,
    /// Whether it reports nothing until its options are set, or is only on when somebody asks for it.
    pub needs_options: bool,
    /// The lines of its `## Options` section; `None` without one.
    pub options: Option<Vec<String>>,
    /// All of it but the front matter.
    pub body: String,
}

/// What a rule is about. The variants are those of the linter's own type, which checks them when the
/// registry is compiled; the same goes for [`Level`] and [`Preset`].
#[expect(missing_docs, reason = "the linter's own type says what each variant is")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    Syntax,
    Validity,
    Security,
    Reproducibility,
    Efficiency,
    Maintainability,
    Style,
}

impl Category {
    pub(crate) const ALL: [Category; 7] = [
        Category::Syntax,
        Category::Validity,
        Category::Security,
        Category::Reproducibility,
        Category::Efficiency,
        Category::Maintainability,
        Category::Style,
    ];
}

/// How bad a finding is.
#[expect(missing_docs, reason = "the linter's own type says what each variant is")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Note,
    Warning,
    Error,
}

impl Level {
    pub(crate) const ALL: [Level; 3] = [Level::Note, Level::Warning, Level::Error];
}

/// The mildest preset that turns a rule on.
#[expect(missing_docs, reason = "the linter's own type says what each variant is")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Preset {
    Recommended,
    Security,
    Strict,
    All,
}

impl Preset {
    pub(crate) const ALL: [Preset; 4] = [Preset::Recommended, Preset::Security, Preset::Strict, Preset::All];
}

/// How far a rule can be relied on.
#[expect(missing_docs, reason = "the linter's own type says what each variant is")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Preview,
    Stable,
    Deprecated,
}

impl Status {
    pub(crate) const ALL: [Status; 3] = [Status::Preview, Status::Stable, Status::Deprecated];
}

/// How editors draw what a rule finds.
#[expect(missing_docs, reason = "the linter's own type says what each variant is")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    Unnecessary,
    Deprecated,
}

impl Tag {
    pub(crate) const ALL: [Tag; 2] = [Tag::Unnecessary, Tag::Deprecated];
}

/// What a page looks at that the shell linter speaks for.
const SHELLCHECK: &str = "shellcheck";

/// How a finding ends the line of a fix that is not safe.
const UNSAFE: &str = "(`--unsafe-fixes`)";

impl Page {
    /// Whether it is about what the shell linter finds, which may be reported as it is, without a check.
    pub fn is_shellcheck(&self) -> bool {
        self.on == [SHELLCHECK]
    }

    /// Reads a page.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub fn parse(family: &'static str, stem: &str, text: &str) -> Result<Page, Problems> {
        let (front, body) = text
            .strip_prefix("---\n")
            .and_then(|rest| rest.split_once("\n---\n"))
            .ok_or_else(|| vec!["must open with front matter between `---` lines".to_owned()])?;
        let front = FrontMatter::read(front).map_err(|problem| vec![format!("front matter: {problem}")])?;
        let sections = markdown::sections(body);
        let mut problems = Problems::new();

        let name = stem.replace('_', "-");
        if sections.first().is_none_or(|title| title.heading != format!("# {name}")) {
            problems.push(format!("the first heading must be `# {name}`"));
        }
        if front.summary.chars().count() > 80 || front.summary.ends_with('.') {
            problems.push("the summary must have at most 80 characters and no full stop".to_owned());
        }
        match (front.on.is_empty(), family == LINTER) {
            (true, false) => problems.push("`on` must say which kinds of node the check looks at".to_owned()),
            (false, true) => problems.push("`on` is for rules with a check".to_owned()),
            (false, false) if front.selectable => {
                problems.push("`selectable` is for rules of `linter/`".to_owned());
            }
            _ => {}
        }
        let wrong = front.aliases.iter().filter(|alias| !is_alias(alias));
        problems.extend(wrong.map(|alias| format!("the alias `{alias}` must have the form `peer:CODE`")));
        let strange = front.exceeds.iter().filter(|code| !front.aliases.contains(code));
        problems.extend(strange.map(|code| format!("`exceeds` lists `{code}`, which is not in `aliases`")));
        if front.minor.is_some_and(|minor| minor <= front.preset) {
            problems.push("`minor` must be stricter than `preset`".to_owned());
        }
        if front.status != Status::Stable && front.preset != Preset::All {
            let status = lower(front.status);
            problems
                .push(format!("`status: {status}` needs `preset: all`, as it is not on unless asked for"));
        }
        let options = sections.iter().find(|section| section.heading == "## Options");
        let options = options.map(|section| section.lines.iter().map(|line| (*line).to_owned()).collect());
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Page {
            family,
            stem: stem.to_owned(),
            name,
            summary: front.summary,
            category: front.category,
            level: front.level,
            preset: front.preset,
            minor: front.minor.unwrap_or(front.preset),
            on: front.on,
            aliases: front.aliases,
            exceeds: front.exceeds,
            since: front.since,
            status: front.status,
            replaces: front.replaces,
            tag: front.tag,
            selectable: front.selectable,
            named_only: front.named_only,
            blocks_fixes: front.blocks_fixes,
            has_check: family != LINTER,
            fixable: sections.iter().any(|section| section.heading == "## Fixed"),
            fixable_unsafely: text
                .lines()
                .any(|line| line.trim_start().starts_with("= ") && line.ends_with(UNSAFE)),
            needs_options: front.needs_options || front.preset == Preset::All,
            options,
            body: body.to_owned(),
        })
    }
}

fn is_alias(text: &str) -> bool {
    let is_name = |part: &str| !part.is_empty() && !part.contains(char::is_whitespace);
    text.split_once(':').is_some_and(|(peer, code)| is_name(peer) && is_name(code))
}

/// `latest_tag` or `latest-tag` → `LatestTag`.
pub fn camel_case(name: &str) -> String {
    let capitalised = |word: &str| {
        let mut chars = word.chars();
        chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars).collect::<String>()
    };
    name.split(['_', '-']).map(capitalised).collect()
}

/// The name of a variant in pages and configuration.
pub fn lower(variant: impl std::fmt::Debug) -> String {
    format!("{variant:?}").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "---\nsummary: A thing\ncategory: style\nlevel: note\npreset: all\non: run, from\n\
                        aliases: cis:4.1, kics:4d9f44c6\n---\n\n# a-thing\n\nWhy.\n\n## Fixed\n";

    #[test]
    fn a_page_is_read() {
        let page = Page::parse("dockerfile", "a_thing", GOOD).expect("the page is right");
        assert_eq!(page.name, "a-thing");
        assert_eq!(page.on, ["run", "from"]);
        assert_eq!(page.aliases, ["cis:4.1", "kics:4d9f44c6"]);
        assert!(page.fixable && !page.fixable_unsafely);
        let unsafely = format!("{GOOD}\n```text\n  = help: write a name (`--unsafe-fixes`)\n```\n");
        assert!(Page::parse("dockerfile", "a_thing", &unsafely).expect("the page is right").fixable_unsafely);
        assert_eq!(page.options, None);
        assert_eq!((&*page.since, page.status), ("0.1.0", Status::Stable));
        assert!(page.replaces.is_empty());
    }

    #[test]
    fn what_is_wrong_is_said() {
        let wrong = |family, text: &str| {
            Page::parse(family, "a_thing", text).expect_err("the page is wrong").join("\n")
        };
        assert!(wrong("dockerfile", "# a-thing\n").contains("front matter"));
        assert!(wrong("dockerfile", &GOOD.replace("# a-thing", "# other")).contains("`# a-thing`"));
        assert!(wrong("dockerfile", &GOOD.replace("preset", "presets")).contains("unknown key `presets`"));
        assert!(wrong("dockerfile", &GOOD.replace("all", "some")).contains("unknown value `some`"));
        assert!(wrong("dockerfile", &GOOD.replace("on: run, from\n", "")).contains("`on` must say"));
        assert!(wrong("dockerfile", &GOOD.replace("cis:4.1", "4.1")).contains("alias `4.1`"));
        let exceeds = GOOD.replace("\naliases", "\nexceeds: cis:4.2\naliases");
        assert!(wrong("dockerfile", &exceeds).contains("`cis:4.2`, which is not in `aliases`"));
        let preview = GOOD.replace("preset: all", "preset: strict\nstatus: preview");
        assert!(wrong("dockerfile", &preview).contains("`status: preview` needs `preset: all`"));
        assert!(wrong("linter", GOOD).contains("`on` is for"));
        assert!(wrong("dockerfile", &GOOD.replace("A thing", "A thing.")).contains("full stop"));
    }

    #[test]
    fn names_become_types() {
        assert_eq!(camel_case("apt_get_yes"), "AptGetYes");
        assert_eq!(camel_case("run"), "Run");
    }
}
