//! The parser's tree → our commands, in the order in which they are written.

use std::ops::Range;

use shuck_ast::{
    AssignmentValue, BinaryCommand, BinaryOp, BuiltinCommand, Command as Node, CompoundCommand,
    ConditionalExpr, DeclOperand, RedirectKind, RedirectTarget, SimpleCommand, Stmt, StmtSeq, StmtTerminator,
};

use crate::Loop;
use crate::draft::{Document, Draft, Source};
use crate::{Assignment, Command, Pipeline, Position, Redirect, Wrapper};

/// Collects the commands of a tree. The parser bounds how deep a tree is (100 levels, besides chains of
/// operators, which are not walked by recursion).
pub(super) struct Walk<'j> {
    pub(super) source: Source<'j>,
    drafts: Vec<Draft>,
    pipelines: Vec<Pipeline>,
    loops: Vec<Loop>,
}

impl<'j> Walk<'j> {
    pub(super) fn new(source: Source<'j>) -> Walk<'j> {
        Walk { source, drafts: Vec::new(), pipelines: Vec::new(), loops: Vec::new() }
    }

    /// The commands in source order: a here-document's stand behind those on the rest of its line.
    pub(super) fn finish(mut self) -> (Vec<Draft>, Vec<Pipeline>, Vec<Loop>) {
        self.drafts.sort_by_cached_key(|draft| draft.command.span.start);
        (self.drafts, self.pipelines, self.loops)
    }

    pub(super) fn statements(&mut self, statements: &StmtSeq, at: Position) {
        let last = statements.len().saturating_sub(1);
        for (index, statement) in statements.iter().enumerate() {
            let in_background = matches!(statement.terminator, Some(StmtTerminator::Background(_)));
            let is_followed = at.is_followed || index < last || in_background;
            self.statement(statement, Position { is_followed, ..at });
        }
    }

    /// A list: pipelines joined by `&&` and `||`.
    fn statement(&mut self, statement: &Stmt, at: Position) {
        let mut conditions = Vec::new();
        let mut at = at;
        let mut first = statement;
        while let Node::Binary(BinaryCommand {
            left, op: op @ (BinaryOp::And | BinaryOp::Or), right, ..
        }) = &first.command
        {
            at.failure_is_handled |= matches!(op, BinaryOp::Or);
            at.in_condition |= first.negated;
            self.redirected_words(first, at);
            conditions.push(&**right);
            first = left;
        }
        let last = conditions.len();
        // Of a list, the rest depends on it.
        at.is_negated = last == 0 && !at.in_condition;
        for (index, operand) in std::iter::once(first).chain(conditions.into_iter().rev()).enumerate() {
            let in_condition = at.in_condition || index < last;
            self.pipeline(operand, Position { in_condition, ..at });
        }
    }

    fn pipeline(&mut self, statement: &Stmt, mut at: Position) {
        // The right side of a list is a pipeline; anything else is what the parser made of a broken text.
        if let Node::Binary(BinaryCommand { op: BinaryOp::And | BinaryOp::Or, .. }) = &statement.command {
            return self.statement(statement, at);
        }
        let mut stages = Vec::new();
        let mut first = statement;
        while let Node::Binary(BinaryCommand {
            left, op: BinaryOp::Pipe | BinaryOp::PipeAll, right, ..
        }) = &first.command
        {
            at.in_condition |= first.negated;
            self.redirected_words(first, at);
            stages.push(&**right);
            first = left;
        }
        // `! a | b` negates the pipeline, wherever the parser put the mark.
        at.is_negated &= statement.negated || first.negated;
        at.in_condition |= first.negated;
        at.pipeline = self.pipelines.len() as u32;
        at.stages = stages.len() as u32 + 1;
        self.pipelines.push(Pipeline { span: self.source.span(range(statement.span)), position: at });
        for (stage, part) in std::iter::once(first).chain(stages.into_iter().rev()).enumerate() {
            self.stage(part, Position { stage: stage as u32, ..at });
        }
    }

    fn stage(&mut self, statement: &Stmt, at: Position) {
        match &statement.command {
            Node::Simple(command) => self.simple(statement, command, at),
            Node::Builtin(command) => self.builtin(statement, command, at),
            Node::Decl(command) => {
                let words = std::iter::once(range(command.variant_span))
                    .chain(command.operands.iter().map(operand_range))
                    .collect();
                self.command(statement, range(command.span), &command.assignments, words, at);
                for operand in &command.operands {
                    match operand {
                        DeclOperand::Flag(word) | DeclOperand::Dynamic(word) => self.word(word, at),
                        DeclOperand::Assignment(assignment) => self.assigned_words(assignment, at),
                        DeclOperand::Name(_) => {}
                    }
                }
            }
            Node::Binary(_) => self.statement(statement, at),
            Node::Compound(command) => self.compound(statement, command, at),
            Node::Function(function) => {
                self.statement(&function.body, Position { in_function: true, ..deeper(at) });
            }
            Node::AnonymousFunction(function) => self.statement(&function.body, at),
        }
    }

    fn simple(&mut self, statement: &Stmt, command: &SimpleCommand, at: Position) {
        let words = std::iter::once(&command.name)
            .chain(&command.args)
            .map(|word| range(word.span))
            .filter(|range| !range.is_empty())
            .collect();
        self.command(statement, range(command.span), &command.assignments, words, at);
        self.word(&command.name, at);
        for word in &command.args {
            self.word(word, at);
        }
    }

    /// `exit`, `return`, `break`, `continue`: the tree has no place for the name.
    fn builtin(&mut self, statement: &Stmt, command: &BuiltinCommand, at: Position) {
        let (span, assignments, first, rest) = match command {
            BuiltinCommand::Break(it) => (it.span, &it.assignments, &it.depth, &it.extra_args),
            BuiltinCommand::Continue(it) => (it.span, &it.assignments, &it.depth, &it.extra_args),
            BuiltinCommand::Return(it) => (it.span, &it.assignments, &it.code, &it.extra_args),
            BuiltinCommand::Exit(it) => (it.span, &it.assignments, &it.code, &it.extra_args),
        };
        let whole = range(span);
        let from = assignments.last().map_or(whole.start, |last| range(last.span).end);
        let text = self.source.text(from..whole.end);
        let start = from + (text.len() - text.trim_start().len());
        let length =
            text.trim_start().find([' ', '\t', '\n', ';', '&', '|', ')']).unwrap_or(text.trim().len());
        let words = std::iter::once(start..start + length)
            .chain(first.iter().chain(rest).map(|word| range(word.span)))
            .filter(|range| !range.is_empty())
            .collect();
        self.command(statement, whole, assignments, words, at);
        for word in first.iter().chain(rest) {
            self.word(word, at);
        }
    }

    fn compound(&mut self, statement: &Stmt, command: &CompoundCommand, at: Position) {
        let condition = Position { in_condition: true, failure_is_handled: true, ..at };
        match command {
            CompoundCommand::If(it) => {
                self.statements(&it.condition, condition);
                self.statements(&it.then_branch, deeper(at));
                for (test, branch) in &it.elif_branches {
                    self.statements(test, deeper(condition));
                    self.statements(branch, deeper(at));
                }
                if let Some(branch) = &it.else_branch {
                    self.statements(branch, deeper(at));
                }
            }
            CompoundCommand::While(it) => {
                self.statements(&it.condition, Position { in_loop: true, ..condition });
                self.statements(&it.body, repeated(at));
            }
            CompoundCommand::Until(it) => {
                self.statements(&it.condition, Position { in_loop: true, ..condition });
                self.statements(&it.body, repeated(at));
            }
            CompoundCommand::For(it) => {
                let list = it.words.iter().flatten().map(|word| self.source.word(range(word.span)));
                let list: Vec<_> = list.collect();
                let names = it.targets.iter().filter_map(|target| target.name.as_ref());
                self.loops.extend(names.map(|name| Loop {
                    name: name.as_str().into(),
                    span: self.source.span(range(it.span)),
                    list: list.clone(),
                }));
                for word in it.words.iter().flatten() {
                    self.word(word, at);
                }
                self.statements(&it.body, repeated(at));
            }
            CompoundCommand::Select(it) => {
                for word in &it.words {
                    self.word(word, at);
                }
                self.statements(&it.body, deeper(at));
            }
            CompoundCommand::Foreach(it) => self.statements(&it.body, deeper(at)),
            CompoundCommand::Repeat(it) => self.statements(&it.body, deeper(at)),
            CompoundCommand::ArithmeticFor(it) => self.statements(&it.body, repeated(at)),
            CompoundCommand::Case(it) => {
                self.word(&it.word, at);
                for case in &it.cases {
                    self.statements(&case.body, deeper(at));
                }
            }
            CompoundCommand::Subshell(body) => self.statements(body, Position { in_subshell: true, ..at }),
            CompoundCommand::BraceGroup(body) => self.statements(body, at),
            CompoundCommand::Time(it) => self.timed(range(it.span), it.command.as_deref(), at),
            CompoundCommand::Conditional(it) => {
                let mut words = vec![range(it.left_bracket_span)];
                test_words(&it.expression, &mut words);
                words.push(range(it.right_bracket_span));
                self.command(statement, range(it.span), &[], words, at);
                self.tested_words(&it.expression, at);
                return;
            }
            CompoundCommand::Arithmetic(_) => {}
            CompoundCommand::Coproc(it) => self.statement(&it.body, at),
            CompoundCommand::Always(it) => {
                self.statements(&it.body, at);
                self.statements(&it.always_body, at);
            }
        }
        self.redirected_words(statement, at);
    }

    /// `time -p command`: a word of the grammar for the parser, a wrapper for us.
    fn timed(&mut self, whole: Range<usize>, statement: Option<&Stmt>, at: Position) {
        let Some(statement) = statement else { return };
        let from = self.drafts.len();
        self.statement(statement, at);
        let start = range(statement.span).start;
        let text = self.source.text(whole.start..start);
        let words: Vec<_> = text
            .split_ascii_whitespace()
            .map(|word| {
                let start = whole.start + (word.as_ptr() as usize - text.as_ptr() as usize);
                self.source.word(start..start + word.len())
            })
            .collect();
        if let (Some(draft), Node::Simple(_)) = (self.drafts.get_mut(from), &statement.command) {
            draft.command.span =
                words.first().map_or(draft.command.span, |word| word.span.to(draft.command.span));
            draft.command.wrappers.insert(0, Wrapper { words });
        }
    }

    /// Adds a command, and walks what stands in its assignments and redirections.
    fn command(
        &mut self,
        statement: &Stmt,
        whole: Range<usize>,
        assignments: &[shuck_ast::Assignment],
        mut ranges: Vec<Range<usize>>,
        position: Position,
    ) {
        self.source.join_words(&mut ranges);
        let redirects: Vec<Redirect> = statement.redirects.iter().map(|it| self.redirect(it)).collect();
        let words: Vec<_> = ranges.iter().map(|range| self.source.word(range.clone())).collect();
        let assigned: Vec<_> = assignments.iter().map(|it| self.assignment(it)).collect();
        let places = assigned
            .iter()
            .map(|it| it.span)
            .chain(words.iter().map(|it| it.span))
            .chain(redirects.iter().map(|it| it.span));
        let span = places.reduce(plimsoll_diagnostics::Span::to).unwrap_or_else(|| self.source.span(whole));
        let command =
            Command { span, assignments: assigned, words, wrappers: Vec::new(), redirects, position };
        let document = statement.redirects.iter().rev().find_map(standard_input);
        self.drafts.push(Draft { command, ranges, document });
        for assignment in assignments {
            self.assigned_words(assignment, position);
        }
        self.redirected_words(statement, position);
    }

    fn assignment(&self, assignment: &shuck_ast::Assignment) -> Assignment {
        Assignment {
            span: self.source.span(range(assignment.span)),
            name: assignment.target.name.as_str().into(),
            value: match &assignment.value {
                AssignmentValue::Scalar(word) => Some(self.source.word(range(word.span))),
                AssignmentValue::Compound(_) => None,
            },
            elements: match &assignment.value {
                AssignmentValue::Scalar(_) => Vec::new(),
                AssignmentValue::Compound(array) => {
                    array.elements.iter().map(|it| self.source.word(range(it.span()))).collect()
                }
            },
            is_appended: assignment.append,
        }
    }

    fn redirect(&self, redirect: &shuck_ast::Redirect) -> Redirect {
        let whole = range(redirect.span);
        let (whole, target) = match &redirect.target {
            // The tree's span may run on into the document.
            RedirectTarget::Heredoc(document) => {
                let delimiter = range(document.delimiter.span);
                (whole.start..delimiter.end.max(whole.start), delimiter)
            }
            RedirectTarget::Word(word) => (whole.clone(), range(word.span)),
        };
        let text = self.source.text(whole.clone());
        let is_both = text.starts_with("&>>");
        // The tree has no place for the `1` of `2>&1`.
        let target = match text.rfind('&') {
            Some(at) if target.is_empty() => whole.start + at + 1..whole.end,
            _ => target,
        };
        let digits = text.find(|c: char| !c.is_ascii_digit()).and_then(|end| text.get(..end));
        Redirect {
            span: self.source.span(whole),
            descriptor: digits.and_then(|digits| digits.parse().ok()),
            // The tree has it as two.
            operator: if is_both && redirect.kind == RedirectKind::Append {
                "&>>"
            } else {
                operator(redirect.kind)
            }
            .into(),
            target: (!target.is_empty()).then(|| self.source.word(target)),
        }
    }
}

/// The here-document that a redirection makes the standard input.
fn standard_input(redirect: &shuck_ast::Redirect) -> Option<Document> {
    let RedirectTarget::Heredoc(document) = &redirect.target else { return None };
    let is_expanded = document.delimiter.expands_body;
    redirect.fd.is_none_or(|fd| fd == 0).then(|| Document { range: range(document.body.span), is_expanded })
}

/// Inside of something that may run once, often, or not at all.
fn deeper(at: Position) -> Position {
    Position { depth: at.depth + 1, ..at }
}

/// Inside of the body of a loop.
fn repeated(at: Position) -> Position {
    Position { in_loop: true, ..deeper(at) }
}

pub(super) fn range(span: shuck_ast::Span) -> Range<usize> {
    span.start.offset()..span.end.offset().max(span.start.offset())
}

fn operand_range(operand: &DeclOperand) -> Range<usize> {
    range(match operand {
        DeclOperand::Flag(word) | DeclOperand::Dynamic(word) => word.span,
        DeclOperand::Name(name) => name.span,
        DeclOperand::Assignment(assignment) => assignment.span,
    })
}

/// The words between `[[` and `]]`.
fn test_words(test: &ConditionalExpr, words: &mut Vec<Range<usize>>) {
    match test {
        ConditionalExpr::Binary(it) => {
            test_words(&it.left, words);
            words.push(range(it.op_span));
            test_words(&it.right, words);
        }
        ConditionalExpr::Unary(it) => {
            words.push(range(it.op_span));
            test_words(&it.expr, words);
        }
        ConditionalExpr::Parenthesized(it) => {
            words.push(range(it.left_paren_span));
            test_words(&it.expr, words);
            words.push(range(it.right_paren_span));
        }
        leaf => words.push(range(leaf.span())),
    }
}

fn operator(kind: RedirectKind) -> &'static str {
    match kind {
        RedirectKind::Output => ">",
        RedirectKind::Clobber => ">|",
        RedirectKind::Append => ">>",
        RedirectKind::Input => "<",
        RedirectKind::ReadWrite => "<>",
        RedirectKind::HereDoc => "<<",
        RedirectKind::HereDocStrip => "<<-",
        RedirectKind::HereString => "<<<",
        RedirectKind::DupOutput => ">&",
        RedirectKind::DupInput => "<&",
        RedirectKind::OutputBoth => "&>",
    }
}
