//! `plimsoll policy adopt`: a waiver for each finding that breaks a policy today, so that it can be turned on.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use plimsoll_diagnostics::{Diagnostic, Level, Sources};
use plimsoll_linter::limits::FILE_BYTES;
use plimsoll_linter::{
    Disk, FileSystem, FindingDigests, Linter, POLICY_NAMES, Settings, Workspace, days_between, plain_path,
    today,
};
use plimsoll_policy::REQUIREMENTS;
use plimsoll_report::visible;
use plimsoll_rules::RULES;

use crate::ambient::here;
use crate::args::AdoptArgs;
use crate::failure::Failure;
use crate::plural::plural;
use crate::stderr::Stderr;
use crate::write::write;

/// The variable that names policies outside what is checked.
const OUTSIDE: &str = "PLIMSOLL_POLICY";

/// Writes the waivers.
pub(super) fn adopt(args: &AdoptArgs) -> Result<ExitCode, Failure> {
    if std::env::var_os(OUTSIDE).is_some_and(|value| !value.is_empty()) {
        return Err(Failure::Usage(format!(
            "`{OUTSIDE}` is set, and waivers in the repository do not apply to such a policy: ask its owner"
        )));
    }
    let paths: Vec<String> = args.paths.iter().map(|path| plain_path(Path::new(path))).collect();
    let paths = if paths.is_empty() { vec![".".to_owned()] } else { paths };
    let disk = Disk::here(&paths).map_err(Failure::here)?;
    let file = plain_path(Path::new(&args.file));
    let old = disk.read_named(&file, FILE_BYTES).map_err(|why| Failure::File(file.clone(), why))?;
    if !file.ends_with(".yaml") && !file.ends_with(".yml") {
        return Err(Failure::Usage(format!(
            "`adopt` writes YAML, but `{file}` is in another format: use `plimsoll policy convert`"
        )));
    }
    let mut text = String::from_utf8_lossy(&old).into_owned();
    let list = List::find(&text).ok_or_else(|| {
        Failure::Usage(format!(
            "`adopt` cannot add to `waivers` in `{file}`: write each waiver after a `-`, on lines of its own"
        ))
    })?;
    let (today, here) = (today(), here());
    let settings = Settings {
        requirements: REQUIREMENTS,
        rego: crate::rego::LOAD,
        today: today.clone(),
        here,
        ..Settings::default()
    };
    let workspace = Workspace::find(&disk, &paths);
    let linter = Linter::new(RULES, &settings, &disk, &workspace);
    let (policy, _) = linter.policy();
    if !policy.files.iter().any(|one| one.path == file) {
        let names = POLICY_NAMES.join("`, `");
        return Err(Failure::Usage(format!(
            "`{file}` is not this repository's policy; a policy that is found automatically is named `{names}`"
        )));
    }
    check_end(&args.expires, &today, policy.longest_waiver())?;
    let (checked, digests) = (linter.check(&disk, &workspace), FindingDigests::default());
    let errors = checked.diagnostics.iter().filter(|finding| finding.level == Level::Error);
    let waivers: Vec<Adopted> =
        errors.filter_map(|one| Adopted::new(one, &checked.sources, &digests)).collect();
    let mut seen = BTreeSet::new();
    let waivers: Vec<&Adopted> = waivers.iter().filter(|one| seen.insert(&one.finding)).collect();
    if waivers.is_empty() {
        writeln!(std::io::stdout(), "nothing violates the policy")?;
        return Ok(ExitCode::SUCCESS);
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let mut added = String::from(if list.is_there { "" } else { "\nwaivers:\n" });
    let indent = &list.indent;
    for (number, waiver) in waivers.iter().enumerate() {
        let _ = write!(
            added,
            "{indent}- id: W-{}\n{indent}  {}\n{indent}  where: {{ files: [{}], finding: \"{}\" }}\n\
             {indent}  reason: violated when the policy was adopted\n{indent}  owner: {}\n{indent}  granted: {today}\n\
             {indent}  expires: {}\n",
            list.last_id + number + 1,
            waiver.what,
            quoted(&format!("/{}", waiver.path)),
            waiver.finding,
            quoted(&args.owner),
            args.expires,
        );
    }
    text.insert_str(list.end.min(text.len()), &added);
    if text.len() > FILE_BYTES {
        return Err(Failure::Usage(format!(
            "{} would make `{}` larger than 1 MiB, the limit for a policy: start with fewer requirements",
            plural(waivers.len(), "waiver"),
            visible(&file)
        )));
    }
    write(&disk, &file, text.into_bytes())?;
    writeln!(Stderr, "{} written to {}", plural(waivers.len(), "waiver"), visible(&file))?;
    Ok(ExitCode::SUCCESS)
}

/// The waivers that a policy already has.
struct List {
    is_there: bool,
    /// Where the list ends, and more can be added.
    end: usize,
    /// What stands before the `-` of each.
    indent: String,
    /// The greatest number in an id such as `W-3`.
    last_id: usize,
}

impl List {
    /// `None` when there is one that is not written in lines.
    fn find(text: &str) -> Option<List> {
        let ids = text.lines().filter_map(|line| line.trim_start_matches([' ', '-']).strip_prefix("id: W-"));
        let last_id = ids.filter_map(|number| number.trim().parse().ok()).max().unwrap_or(0);
        let mut list = List { is_there: false, end: usize::MAX, indent: "  ".to_owned(), last_id };
        let (mut at, mut is_first) = (0, true);
        for line in text.split_inclusive('\n') {
            at += line.len();
            if !list.is_there {
                let Some(value) = line.strip_prefix("waivers:") else { continue };
                let value = value.trim();
                if !(value.is_empty() || value.starts_with('#')) {
                    return None;
                }
                (list.is_there, list.end) = (true, at);
            } else if let Some(item) = line.trim_start().strip_prefix('-').filter(|_| is_first) {
                line.get(..line.len() - item.len() - 1)?.clone_into(&mut list.indent);
                (is_first, list.end) = (false, at);
            } else if line.starts_with([' ', '-']) && !line.trim().is_empty() {
                list.end = at;
            } else if !line.trim().is_empty() && !line.starts_with('#') {
                break;
            }
        }
        Some(list)
    }
}

/// A finding that gets a waiver.
struct Adopted {
    /// What is waived, as a line of the policy.
    what: String,
    path: String,
    finding: String,
}

impl Adopted {
    /// `None` for what breaks no policy, or is a mistake in it.
    fn new(found: &Diagnostic, sources: &Sources, digests: &FindingDigests) -> Option<Adopted> {
        found.policy.as_ref()?;
        let what = match &*found.rule {
            "policy" => return None,
            "rego" => {
                let name = found.aliases.iter().flatten().find_map(|alias| alias.strip_prefix("rego/"))?;
                format!("rego: {}", quoted(name))
            }
            rule => format!("rule: {rule}"),
        };
        let path = sources.file(found.primary.span.file).path.clone();
        Some(Adopted { what, path, finding: digests.of(found, sources) })
    }
}

/// Whether the policy lets waivers last until a day.
fn check_end(expires: &str, today: &str, longest: i64) -> Result<(), Failure> {
    let Some(days) = days_between(today, expires) else {
        return Err(Failure::Usage(format!("`{expires}` is not a date: write a date such as `2027-02-01`")));
    };
    if days < 0 {
        return Err(Failure::Usage(format!("{expires} is in the past, so the waivers would have no effect")));
    }
    if days > longest {
        let message = format!(
            "{expires} is more than {longest} days away, and the policy does not allow longer waivers"
        );
        return Err(Failure::Usage(message));
    }
    Ok(())
}

/// A string of YAML.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}
