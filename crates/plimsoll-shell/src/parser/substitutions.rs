//! The commands inside words: `$(…)`, backquotes, `<(…)`, also within quotes, defaults and here-documents.

use shuck_ast::{
    Assignment, AssignmentValue, BourneParameterExpansion, ConditionalExpr, HeredocBodyPart,
    ParameterExpansion, ParameterExpansionSyntax, RedirectTarget, Stmt, StmtSeq, Word, WordPart,
    WordPartNode,
};

use super::walk::Walk;
use crate::Position;

impl Walk<'_> {
    pub(super) fn word(&mut self, word: &Word, at: Position) {
        self.parts(&word.parts, at);
    }

    pub(super) fn redirected_words(&mut self, statement: &Stmt, at: Position) {
        for redirect in &statement.redirects {
            match &redirect.target {
                RedirectTarget::Word(word) => self.word(word, at),
                RedirectTarget::Heredoc(document) => {
                    for part in &document.body.parts {
                        self.document_part(&part.kind, at);
                    }
                }
            }
        }
    }

    pub(super) fn assigned_words(&mut self, assignment: &Assignment, at: Position) {
        match &assignment.value {
            AssignmentValue::Scalar(word) => self.word(word, at),
            AssignmentValue::Compound(array) => {
                for element in &array.elements {
                    self.word(element.value(), at);
                }
            }
        }
    }

    pub(super) fn tested_words(&mut self, test: &ConditionalExpr, at: Position) {
        match test {
            ConditionalExpr::Binary(it) => {
                self.tested_words(&it.left, at);
                self.tested_words(&it.right, at);
            }
            ConditionalExpr::Unary(it) => self.tested_words(&it.expr, at),
            ConditionalExpr::Parenthesized(it) => self.tested_words(&it.expr, at),
            ConditionalExpr::Word(word) | ConditionalExpr::Regex(word) => self.word(word, at),
            ConditionalExpr::Pattern(pattern) => {
                for part in &pattern.parts {
                    if let shuck_ast::PatternPart::Word(word) = &part.kind {
                        self.word(word, at);
                    }
                }
            }
            ConditionalExpr::VarRef(_) => {}
        }
    }

    fn document_part(&mut self, part: &HeredocBodyPart, at: Position) {
        match part {
            HeredocBodyPart::CommandSubstitution { body, .. } => self.substitution(body, at),
            HeredocBodyPart::ArithmeticExpansion { expression_word_ast, .. } => {
                self.word(expression_word_ast, at);
            }
            HeredocBodyPart::Parameter(parameter) => self.parameter(parameter, at),
            HeredocBodyPart::Literal(_) | HeredocBodyPart::Variable(_) => {}
        }
    }

    fn parts(&mut self, parts: &[WordPartNode], at: Position) {
        for part in parts {
            match &part.kind {
                WordPart::DoubleQuoted { parts, .. } => self.parts(parts, at),
                WordPart::CommandSubstitution { body, .. } | WordPart::ProcessSubstitution { body, .. } => {
                    self.substitution(body, at);
                }
                WordPart::ArithmeticExpansion { expression_word_ast, .. } => {
                    self.word(expression_word_ast, at);
                }
                WordPart::Parameter(parameter) => self.parameter(parameter, at),
                WordPart::ParameterExpansion { operand_word_ast, operator, .. } => {
                    self.optional(operand_word_ast.as_deref(), at);
                    self.optional(operator.replacement_word_ast(), at);
                }
                WordPart::IndirectExpansion { operand_word_ast, .. } => {
                    self.optional(operand_word_ast.as_deref(), at);
                }
                WordPart::Substring { offset_word_ast, length_word_ast, .. }
                | WordPart::ArraySlice { offset_word_ast, length_word_ast, .. } => {
                    self.word(offset_word_ast, at);
                    self.optional(length_word_ast.as_deref(), at);
                }
                _ => {}
            }
        }
    }

    fn parameter(&mut self, parameter: &ParameterExpansion, at: Position) {
        if let ParameterExpansionSyntax::Bourne(syntax) = &parameter.syntax {
            self.optional(syntax.operand_word_ast(), at);
            self.optional(syntax.offset_word_ast(), at);
            self.optional(syntax.length_word_ast(), at);
            if let BourneParameterExpansion::Operation { operator, .. } = syntax {
                self.optional(operator.replacement_word_ast(), at);
            }
        }
    }

    fn optional(&mut self, word: Option<&Word>, at: Position) {
        if let Some(word) = word {
            self.word(word, at);
        }
    }

    fn substitution(&mut self, body: &StmtSeq, at: Position) {
        self.statements(body, Position { in_substitution: true, ..at });
    }
}
