//! Which findings are not told, because they are known: from a baseline, or from a revision.

use plimsoll_linter::{Checked, Disk, FileSystem, Linter, Settings};
use plimsoll_report::{Fingerprint, fingerprints};

use crate::args::CheckArgs;
use crate::baseline::{Baseline, MOST_BYTES};
use crate::failure::Failure;
use crate::plural::plural;
use crate::since::{Since, Trusted};
use crate::stderr::Stderr;

/// What knows findings.
pub(crate) struct NewOnly {
    /// With the name of the revision.
    since: Option<(String, Since)>,
    /// With the name of its file.
    baseline: Option<(String, Baseline)>,
    /// Whether the user hears of what is no longer found.
    tells: bool,
}

impl NewOnly {
    /// What the command line names. Read before anything is linted, so that a mistake costs nothing.
    pub(crate) fn new(
        args: &CheckArgs,
        files: &dyn FileSystem,
        trusted: Option<&Trusted>,
    ) -> Result<NewOnly, Failure> {
        let path = args.known.baseline.as_ref().filter(|_| !args.task.write_baseline);
        let baseline = match path {
            Some(path) => {
                let baseline = match trusted {
                    Some(trusted) => {
                        let bytes = trusted.read(path, MOST_BYTES)?;
                        trusted.tell_difference(path, files)?;
                        Baseline::of(path, &bytes)?
                    }
                    None => Baseline::read(path, files)?,
                };
                Some((path.clone(), baseline))
            }
            None => None,
        };
        Ok(NewOnly {
            since: match &args.known.since {
                Some(revision) => Some((revision.clone(), Since::new(revision)?)),
                None => None,
            },
            baseline,
            tells: args.output.tells(),
        })
    }

    /// Whether anything is known.
    pub(crate) fn is_any(&self) -> bool {
        self.since.is_some() || self.baseline.is_some()
    }

    /// Says which policies are not as the revision has them.
    pub(crate) fn tell_policies(&self, files: &dyn FileSystem, linter: &Linter) -> Result<(), Failure> {
        match &self.since {
            Some((revision, since)) if self.tells => since.tell_policies(revision, files, linter),
            _ => Ok(()),
        }
    }

    /// Whether each of the findings is new.
    pub(crate) fn are_new(
        &self,
        checked: &Checked,
        files: &dyn FileSystem,
        paths: &[String],
        settings: &Settings,
    ) -> Vec<bool> {
        self.judge(&self.fingerprints(checked), checked, files, paths, settings)
    }

    /// The fingerprints of all findings, if a baseline asks for them.
    fn fingerprints(&self, checked: &Checked) -> Vec<Fingerprint> {
        match &self.baseline {
            Some(_) => fingerprints(&checked.sources, &checked.diagnostics, str::to_owned),
            None => Vec::new(),
        }
    }

    fn judge(
        &self,
        fingerprints: &[Fingerprint],
        checked: &Checked,
        files: &dyn FileSystem,
        paths: &[String],
        settings: &Settings,
    ) -> Vec<bool> {
        let mut are_new = match &self.baseline {
            Some((_, baseline)) => {
                let new = baseline.are_new(fingerprints).into_iter();
                // A baseline excuses nothing that a policy asks for: that takes a waiver, unless the policy says otherwise.
                let is_kept = !checked.baseline_covers_policy;
                let new = new.zip(&checked.diagnostics);
                new.map(|(new, finding)| new || is_kept && finding.violates_policy()).collect()
            }
            None => vec![true; checked.diagnostics.len()],
        };
        if let Some((_, since)) = &self.since {
            let answers = since.are_new(checked, files, paths, settings);
            are_new.iter_mut().zip(answers).for_each(|(new, answer)| *new &= answer);
        }
        are_new
    }

    /// Leaves the findings that are new.
    pub(crate) fn take_from(
        &self,
        checked: &mut Checked,
        files: &dyn FileSystem,
        paths: &[String],
        settings: &Settings,
    ) -> Result<(), Failure> {
        let fingerprints = self.fingerprints(checked);
        if let Some((path, baseline)) = &self.baseline {
            let gone = baseline.gone(checked, &fingerprints, files);
            if gone > 0 && self.tells {
                let findings = plural(gone, "finding");
                writeln!(
                    Stderr,
                    "note: no longer found: {findings} in {path}; to update the file, use `--write-baseline`"
                )?;
            }
        }
        let mut are_new = self.judge(&fingerprints, checked, files, paths, settings).into_iter();
        if self.since.is_some() {
            // It was counted on one side only.
            checked.stricter = None;
        }
        let mut older = 0;
        checked.diagnostics.retain(|finding| {
            let is_new = are_new.next() == Some(true);
            older += usize::from(!is_new && finding.violates_policy());
            // A configuration that cannot be read is never something to live with.
            is_new || ["config", "policy"].contains(&&*finding.rule)
        });
        if older > 0 && self.tells {
            writeln!(Stderr, "note: policy: {} not shown", plural(older, "older finding"))?;
        }
        Ok(())
    }
}

/// Makes a baseline of everything that was found.
pub(crate) fn write_baseline(args: &CheckArgs, checked: &Checked, disk: &Disk) -> Result<(), Failure> {
    let path = args.known.baseline.as_deref().unwrap_or_default();
    let fingerprints = fingerprints(&checked.sources, &checked.diagnostics, str::to_owned);
    Baseline::write(path, checked, &fingerprints, disk)?;
    let findings = plural(checked.diagnostics.len(), "finding");
    if args.output.tells() {
        writeln!(Stderr, "{findings} written to {path}")?;
    }
    Ok(())
}
