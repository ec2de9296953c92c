//! Commands that the client rejects because of what their flags leave over: no image, no build context, two names.

use crate::{CommandLine, Tool, Verb, Word};

/// How many operands a command takes.
fn taken(verb: Verb) -> Option<(usize, usize)> {
    Some(match verb {
        Verb::Run | Verb::Create | Verb::ServiceCreate => (1, usize::MAX),
        Verb::Exec => (2, usize::MAX),
        Verb::Build | Verb::NetworkCreate | Verb::ServiceUpdate => (1, 1),
        Verb::VolumeCreate | Verb::Login => (0, 1),
        _ => return None,
    })
}

/// What is wrong with the operands of a command: the word that is too many, if any, the message, and what helps.
pub(crate) fn refused(line: &CommandLine) -> Option<(Option<&Word>, String, String)> {
    let is_judged = line.tool == Tool::Docker && !line.may_have_more && line.broken.is_none();
    let operands = &line.flags.operands;
    // The name of a command and nothing else stands in a list of commands.
    let is_bare = operands.is_empty() && line.flags.flags.is_empty();
    let is_unsure = line.flags.mistake.is_some() || operands.iter().any(|word| word.may_be_many);
    if !is_judged || is_bare || is_unsure {
        return None;
    }
    let (least, most) = taken(line.verb)?;
    let title = line.title();
    if operands.len() < least {
        let (what, help) = match line.verb {
            Verb::Exec if operands.is_empty() => {
                ("container and no command", "add the container and the command")
            }
            Verb::Exec => ("command", "add the command that runs in the container"),
            Verb::Build => ("build context", "add the build context, such as `.`"),
            Verb::NetworkCreate => ("name", "add the name of the network"),
            Verb::ServiceUpdate => ("service", "add the name of the service"),
            _ => ("image", "add the image after the flags"),
        };
        return Some((None, format!("`{title}` has no {what}"), help.to_owned()));
    }
    // What starts with a variable may be a flag: `"$PROGRESS"`.
    let may_be_flag = |word: &Word| word.as_template().starts_with("${");
    if operands.len() > most && !operands.iter().any(may_be_flag) {
        let extra = operands.get(most)?;
        let what = match line.verb {
            Verb::Build => "build context",
            Verb::Login => "registry",
            Verb::ServiceUpdate => "service",
            _ => "name",
        };
        let message = format!("`{title}` accepts only one {what}");
        return Some((Some(extra), message, "remove this argument, or the space before it".to_owned()));
    }
    if line.verb == Verb::VolumeCreate
        && let Some(operand) = operands.first()
        && line.flags.get("--name").is_some()
    {
        let message = "the volume has two names".to_owned();
        return Some((Some(operand), message, "remove `--name` or this argument".to_owned()));
    }
    None
}
