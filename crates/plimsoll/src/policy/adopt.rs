//! `plimsoll policy adopt`: a waiver for each finding that breaks a policy today, so that it can be turned on.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use plimsoll_diagnostics::{Diagnostic, Level, Sources};
use plimsoll_linter::limits::FILE_BYTES;
use plimsoll_linter::{
    Disk, FileSystem, Linter, POLICY_NAMES, Settings, Workspace, day_number, finding_digest, plain_path,
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
    if text.lines().any(|line| line.starts_with("waivers:")) {
        return Err(Failure::Usage(format!("`{file}` already has waivers; `adopt` only works without them")));
    }
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
    let checked = linter.check(&disk, &workspace);
    let errors = checked.diagnostics.iter().filter(|finding| finding.level == Level::Error);
    let waivers: Vec<Adopted> = errors.filter_map(|one| Adopted::new(one, &checked.sources)).collect();
    let mut seen = BTreeSet::new();
    let waivers: Vec<&Adopted> = waivers.iter().filter(|one| seen.insert(&one.finding)).collect();
    if waivers.is_empty() {
        writeln!(std::io::stdout(), "nothing violates the policy")?;
        return Ok(ExitCode::SUCCESS);
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str("\nwaivers:\n");
    for (number, waiver) in waivers.iter().enumerate() {
        let _ = write!(
            text,
            "  - id: W-{}\n    {}\n    where: {{ files: [{}], finding: \"{}\" }}\n    reason: violated when the policy was \
             adopted\n    owner: {}\n    granted: {today}\n    expires: {}\n",
            number + 1,
            waiver.what,
            quoted(&format!("/{}", waiver.path)),
            waiver.finding,
            quoted(&args.owner),
            args.expires,
        );
    }
    write(&disk, &file, text.into_bytes())?;
    writeln!(Stderr, "{} written to {}", plural(waivers.len(), "waiver"), visible(&file))?;
    Ok(ExitCode::SUCCESS)
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
    fn new(found: &Diagnostic, sources: &Sources) -> Option<Adopted> {
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
        Some(Adopted { what, path, finding: finding_digest(found, sources) })
    }
}

/// Whether the policy lets waivers last until a day.
fn check_end(expires: &str, today: &str, longest: i64) -> Result<(), Failure> {
    let Some((end, start)) = day_number(expires).zip(day_number(today)) else {
        return Err(Failure::Usage(format!("`{expires}` is not a date: write a date such as `2027-02-01`")));
    };
    if end - start > longest {
        return Err(Failure::Usage(format!(
            "waivers until {expires} would last {} days, but the policy allows only {longest}",
            end - start
        )));
    }
    Ok(())
}

/// A string of YAML.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}
