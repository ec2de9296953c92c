//! A Dockerfile as conftest and Trivy give it to a policy: the nodes of BuildKit's parser.

use plimsoll_diagnostics::Span;
use plimsoll_dockerfile::{HealthcheckTest, Instruction, Kind};
use plimsoll_project::DockerfileModel;
use regorus::Value;

use super::plain::object;
use super::{Command, Document, Places};
use crate::Shape;

/// What is read of a file.
struct Reader<'f, 's> {
    file: &'f DockerfileModel<'s>,
    /// Where each line starts.
    lines: Vec<usize>,
}

/// conftest's: a list of commands, comments among them. What conftest does not have stands beside it: the lines, the text as
/// it is written, here-documents, and whether the stage is the last.
pub(super) fn conftest(file: &DockerfileModel<'_>) -> Document {
    let reader = Reader::new(file);
    let (mut commands, mut values) = (Vec::new(), Vec::new());
    let mut comments = file.tree.comments.iter().filter(|comment| !comment.inside).peekable();
    let stages = stage_count(file);
    let mut stage = 0;
    let mut found_any = false;
    for instruction in &file.tree.instructions {
        if is_from(instruction) {
            stage += usize::from(found_any);
            found_any = true;
        }
        while let Some(comment) = comments.next_if(|comment| comment.text.span.start < instruction.span.start)
        {
            // conftest drops the first character of the line, which is `#` unless blanks stand before it.
            let text = comment.text.raw;
            let text = if comment.is_indented { text } else { text.get(1..).unwrap_or_default() };
            values.push(command(
                "comment",
                vec![
                    ("JSON", Value::from(false)),
                    ("Flags", Value::Null),
                    ("Value", list([text.trim().into()])),
                    ("Stage", number(stage)),
                ],
            ));
            commands.push(reader.place(comment.text.span));
        }
        let mut fields = reader.fields(instruction, stage);
        let (first, last) = reader.line_range(instruction.span);
        let heredocs = inner(instruction).heredocs.iter().map(|heredoc| {
            object([("Name".into(), heredoc.name.as_str().into()), ("Body".into(), heredoc.body.raw.into())])
        });
        fields.extend([
            ("StartLine", number(first)),
            ("EndLine", number(last)),
            ("Original", Value::from(reader.original(instruction))),
            ("Heredocs", Value::from(heredocs.collect::<Vec<_>>())),
            ("Final", Value::from(found_any && stage + 1 == stages)),
            ("Path", file.path.into()),
        ]);
        values.push(command(&instruction.keyword.value, fields));
        commands.push(reader.place(instruction.span));
    }
    let value = Value::from(values);
    Document { shape: Shape::Conftest, value, file: file.tree.file, places: Places::Commands(commands) }
}

/// Trivy's: stages with their commands. Arguments before the first FROM are a stage without a name.
pub(super) fn trivy(file: &DockerfileModel<'_>) -> Document {
    let reader = Reader::new(file);
    let mut stages: Vec<(String, Vec<Value>)> = vec![(String::new(), Vec::new())];
    let (mut commands, mut stage, mut found_any) = (Vec::new(), 0, false);
    for instruction in &file.tree.instructions {
        if is_from(instruction) {
            stage += usize::from(found_any);
            found_any = true;
            let original = reader.original(instruction);
            let name = original.strip_prefix("FROM ").unwrap_or(&original).trim();
            stages.push((name.to_owned(), Vec::new()));
        }
        let (first, last) = reader.line_range(instruction.span);
        let mut fields = reader.fields(instruction, stage);
        let mut original = reader.original(instruction);
        if let Some(script) = script(instruction) {
            fields.retain(|(name, _)| *name != "Value");
            fields.push(("Value", list([script.into()])));
            for heredoc in &instruction.heredocs {
                original = format!("{original}\n{}{}", heredoc.body.raw, heredoc.name);
            }
        }
        fields.extend([
            ("Original", Value::from(original)),
            ("Path", file.path.into()),
            ("StartLine", number(first)),
            ("EndLine", number(last)),
        ]);
        if let Some((_, list)) = stages.last_mut() {
            list.push(command(&instruction.keyword.value, fields));
        }
        commands.push(reader.place(instruction.span));
    }
    let stages = stages.into_iter().filter(|(_, commands)| !commands.is_empty()).map(|(name, commands)| {
        object([("Name".into(), name.into()), ("Commands".into(), Value::from(commands))])
    });
    let value = object([("Stages".into(), Value::from(stages.collect::<Vec<_>>()))]);
    Document { shape: Shape::Trivy, value, file: file.tree.file, places: Places::Commands(commands) }
}

impl<'f, 's> Reader<'f, 's> {
    fn new(file: &'f DockerfileModel<'s>) -> Reader<'f, 's> {
        let breaks = file.text.raw.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Reader { file, lines: std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect() }
    }

    /// The lines of a place, from 1.
    fn line_range(&self, span: Span) -> (usize, usize) {
        let line = |at: u32| self.lines.partition_point(|start| *start <= at as usize);
        (line(span.start), line(span.end.max(span.start + 1) - 1))
    }

    fn place(&self, span: Span) -> Command {
        let (first_line, last_line) = self.line_range(span);
        Command { span, first_line, last_line }
    }

    /// What both programs have of an instruction. Of ONBUILD, they have the flags, and the arguments of what it triggers.
    fn fields(&self, instruction: &Instruction<'_>, stage: usize) -> Vec<(&'static str, Value)> {
        let trigger = inner(instruction);
        let is_trigger = !std::ptr::eq(trigger, instruction);
        let arguments = trigger.arguments();
        let has_nothing = instruction.flags.is_empty() && arguments.is_empty() && !is_trigger;
        let flags = instruction.flags.iter().map(|flag| Value::from(&*flag.word.value));
        let flags = if has_nothing { Value::Null } else { Value::from(flags.collect::<Vec<_>>()) };
        let value = if arguments.is_empty() {
            Value::Null
        } else {
            Value::from(arguments.iter().map(|text| Value::from(&**text)).collect::<Vec<_>>())
        };
        let sub = if is_trigger { &*trigger.keyword.value } else { "" };
        vec![
            ("SubCmd", sub.into()),
            ("JSON", Value::from(is_json(trigger))),
            ("Flags", flags),
            ("Value", value),
            ("Stage", number(stage)),
        ]
    }

    /// The text of an instruction, continued lines joined, comments and blank lines dropped.
    fn original(&self, instruction: &Instruction<'_>) -> String {
        let first = instruction.heredocs.first().or_else(|| inner(instruction).heredocs.first());
        let end = first.map_or(instruction.span.end, |heredoc| heredoc.body.span.start);
        let text = self.file.text.raw.get(instruction.span.start as usize..end as usize).unwrap_or_default();
        let escape = self.file.tree.escape;
        let mut joined = String::new();
        for (number, line) in text.lines().enumerate() {
            let content = line.trim_start();
            if number > 0 && (content.starts_with('#') || content.is_empty()) {
                continue;
            }
            let kept = line.trim_end_matches([' ', '\t', '\r']);
            joined.push_str(kept.strip_suffix(escape).unwrap_or(line));
        }
        joined.trim().to_owned()
    }
}

/// The script that Trivy makes of here-documents.
fn script(instruction: &Instruction<'_>) -> Option<String> {
    let first = instruction.heredocs.first()?;
    let arguments = instruction.arguments();
    let line = arguments.first()?;
    if line.trim() != first.marker.raw.trim() || first.body.raw.starts_with("#!") {
        let mut whole = line.to_string();
        for heredoc in &instruction.heredocs {
            whole = format!("{whole}\n{}{}", heredoc.body.raw, heredoc.name);
        }
        return Some(whole);
    }
    let lines = first.body.raw.lines();
    let lines = lines.map(|line| if first.chomp { line.trim_start_matches('\t') } else { line });
    Some(lines.collect::<Vec<_>>().join(" ; "))
}

fn inner<'i, 's>(instruction: &'i Instruction<'s>) -> &'i Instruction<'s> {
    match &instruction.kind {
        Kind::Onbuild(onbuild) => &onbuild.instruction,
        _ => instruction,
    }
}

fn is_json(instruction: &Instruction<'_>) -> bool {
    match &instruction.kind {
        Kind::Run(run) => run.command.is_exec(),
        Kind::Cmd(cmd) => cmd.command.is_exec(),
        Kind::Entrypoint(entrypoint) => entrypoint.command.is_exec(),
        Kind::Healthcheck(check) => {
            matches!(&check.test, HealthcheckTest::Cmd(_, command) if command.is_exec())
        }
        Kind::Copy(copy) => copy.is_json,
        Kind::Add(add) => add.is_json,
        Kind::Volume(volume) => volume.is_json,
        Kind::Shell(_) => true,
        _ => false,
    }
}

fn is_from(instruction: &Instruction<'_>) -> bool {
    instruction.keyword.value.eq_ignore_ascii_case("from")
}

fn stage_count(file: &DockerfileModel<'_>) -> usize {
    file.tree.instructions.iter().filter(|instruction| is_from(instruction)).count()
}

fn command(keyword: &str, fields: Vec<(&'static str, Value)>) -> Value {
    let name = ("Cmd", Value::from(keyword.to_lowercase()));
    let sub = ("SubCmd", Value::from(""));
    object([sub, name].into_iter().chain(fields).map(|(key, value)| (Value::from(key), value)))
}

fn list(items: impl IntoIterator<Item = Value>) -> Value {
    Value::from(items.into_iter().collect::<Vec<_>>())
}

fn number(number: usize) -> Value {
    Value::from(number as u64)
}
