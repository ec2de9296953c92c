//! `plimsoll show --image`: what is known about an image, and from where.

use std::io::{self, Write};
use std::process::ExitCode;

use plimsoll_diagnostics::{FileId, Span, nearest};
use plimsoll_facts::{DAY, Images};
use plimsoll_linter::{Disk, Workspace};
use plimsoll_project::ImageName;
use plimsoll_report::visible;

use crate::failure::Failure;
use crate::project;
use crate::terminal::Paint;

/// Runs the command.
pub(crate) fn show(name: &str) -> Result<ExitCode, Failure> {
    let here = [".".to_owned()];
    let disk = Disk::here(&here).map_err(Failure::here)?;
    let linter = project::linter(&disk, &Workspace::find(&disk, &here));
    let image = ImageName::parse(name, Span::at(FileId::FIRST, 0));
    let image =
        image.ok_or_else(|| Failure::Usage(format!("`{}` is not a valid image name", visible(name))))?;
    write(&image, linter.images(), &mut io::stdout().lock())?;
    Ok(ExitCode::SUCCESS)
}

fn write(image: &ImageName<'_>, images: Images<'_>, out: &mut dyn Write) -> io::Result<()> {
    let facts = images.describe(&image.full_repository(), image.meant_tag());
    let mut lines: Vec<(&str, String, &str)> =
        facts.iter().map(|fact| (fact.column, fact.value.to_owned(), fact.source)).collect();
    for release in image.releases() {
        let until = if release.until.is_empty() { "no end of life announced" } else { release.until };
        lines.push(("until", format!("{until} ({} {})", release.repository, release.line), release.source));
    }
    if let Some(retired) = image.retired() {
        lines.push(("retired", retired.state.to_owned(), retired.source));
        lines.extend(retired.successor.map(|next| ("successor", next.to_owned(), retired.source)));
    }
    // What one place says stands together.
    let sources: Vec<&str> = lines.iter().map(|(.., source)| *source).collect();
    lines.sort_by_key(|(.., source)| sources.iter().position(|other| other == source));
    if lines.is_empty() {
        writeln!(out, "there are no facts about {image} (as of {DAY})")?;
        return match nearest(&image.repository.text, images.repositories()) {
            Some(known) if known != image.repository.text => writeln!(out, "did you mean `{known}`?"),
            _ => Ok(()),
        };
    }
    let paint = Paint::for_stdout();
    writeln!(out, "{} (as of {DAY})", paint.strong(&image.to_string()))?;
    if image.tag.is_none() && image.digest.is_none() {
        writeln!(out, "  without a tag, this is `{image}:latest`")?;
    }
    for (index, (column, value, source)) in lines.iter().enumerate() {
        if index == 0 || lines.get(index - 1).is_none_or(|(_, _, before)| before != source) {
            writeln!(out, "  {}", visible(source))?;
        }
        writeln!(out, "    {} {}", paint.frame(&format!("{column:<12}")), visible(value))?;
    }
    Ok(())
}
