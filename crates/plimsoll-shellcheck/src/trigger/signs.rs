//! What a script must hold for a code to have anything to say about it.

use std::collections::HashSet;

use plimsoll_shell::Script;

use super::conditions;

/// Something to look for in a script. To find it where it means something else is no harm: the script is checked then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// These bytes.
    Part(&'static str),
    /// A word of its own, for which all are looked for at once.
    Word(&'static str),
    /// `${name` with one of these behind it.
    Expansion(&'static [char]),
    /// `{a,b}` or `{1..9}`.
    Braces,
    /// `>` with a number behind it.
    NumberedFile,
    /// `>&` with anything but a descriptor behind it.
    FileForBoth,
    /// `$(< file)`.
    FileAsCommand,
    /// A test whose outcome may be known.
    TestOfLiterals,
    /// Two tests that something is not this or that.
    RepeatedInequality,
    /// `case` with what may be a literal.
    CaseOfLiteral,
    /// `$name`, which nothing is known to set.
    UnsetVariable,
}

use Sign::{
    Braces, CaseOfLiteral, Expansion, FileAsCommand, FileForBoth, NumberedFile, Part, RepeatedInequality,
    TestOfLiterals, UnsetVariable, Word,
};

/// The signs of codes: a row for each that is wanted by default. What has none is looked for in every script that is
/// more than plain commands.
pub(super) const SIGNS: &[(&[u32], &[Sign])] = &[
    (&[2050, 2078, 2157], &[TestOfLiterals]),
    (&[2088], &[Part("\"~/"), Part("'~/")]),
    (&[2112, 2113], &[Word("function")]),
    (&[2154], &[UnsetVariable, Part("(("), Part("[["), Part("$["), Part("]="), Part("]+="), Word("let")]),
    (&[2154], &[Expansion(&['[', ':'])]),
    (&[2194], &[CaseOfLiteral]),
    (&[2210], &[NumberedFile]),
    (&[2252], &[RepeatedInequality]),
    (&[3001], &[Part("<("), Part(">(")]),
    (&[3003], &[Part("$'")]),
    (&[3005, 3006, 3018, 3052], &[Part("(("), Part("$["), Word("let")]),
    (&[3007], &[Part("$[")]),
    (&[3008], &[Word("select")]),
    (&[3009], &[Braces]),
    (&[3010], &[Part("[[")]),
    (&[3011], &[Part("<<<")]),
    (&[3014], &[Word("=="), Part("[["), Part("((")]),
    (&[3015], &[Word("=~")]),
    (&[3020], &[Part("&>")]),
    (&[3021], &[FileForBoth]),
    (&[3024], &[Part("+=")]),
    (&[3030], &[Part("=("), Part("]=")]),
    (&[3032], &[Word("coproc")]),
    (&[3034], &[FileAsCommand, Part("`")]),
    (&[3037], &[Part("echo -"), Part("echo  -"), Part("echo \"-"), Part("echo '-")]),
    (&[3044], &[Word("caller"), Word("compgen"), Word("complete"), Word("declare"), Word("dirs")]),
    (&[3044], &[Word("disown"), Word("mapfile"), Word("popd"), Word("pushd"), Word("readarray")]),
    (&[3044], &[Word("shopt"), Word("suspend"), Word("typeset")]),
    (&[3046], &[Word("source")]),
    (&[3047], &[Word("trap")]),
    (&[3050], &[Word("printf")]),
    (&[3053, 3055], &[Part("${!")]),
    (&[3054], &[Expansion(&['['])]),
    (&[3057], &[Expansion(&[':'])]),
    (&[3059], &[Expansion(&['^', ','])]),
    (&[3060], &[Expansion(&['/'])]),
];

/// How far a `}` is looked for, so that many `{` cost no more than their number.
const FAR: usize = 200;

impl Sign {
    /// Whether a script has it. `known` are variables that are set before, `read` is what the shell model made of it.
    pub(super) fn is_in(self, text: &str, known: &[String], read: Option<&Script>) -> bool {
        match self {
            Part(part) => text.contains(part),
            Word(_) => false,
            Expansion(operators) => {
                behind_names(text).any(|behind| behind.starts_with(operators) && !is_default(behind))
            }
            Braces => text.match_indices('{').any(|(at, _)| is_brace_expansion(text, at)),
            NumberedFile => text.split('>').skip(1).any(|behind| {
                let file = behind.trim_start_matches(['|', ' ', '\t', '"', '\'']);
                file.starts_with(|first: char| first.is_ascii_digit())
            }),
            FileForBoth => text
                .split(">&")
                .skip(1)
                .any(|behind| !behind.starts_with(|first: char| first.is_ascii_digit() || first == '-')),
            FileAsCommand => text.split("$(").skip(1).any(|behind| {
                let is_before = |it: char| it.is_ascii_digit() || it.is_ascii_whitespace();
                behind.trim_start_matches(is_before).starts_with('<')
            }),
            TestOfLiterals => match read {
                Some(script) => conditions::has_test_of_literals(script),
                None => text.contains('[') || text.contains("test"),
            },
            RepeatedInequality => {
                text.contains("||") && text.matches("!=").count() + text.matches("-ne").count() > 1
            }
            CaseOfLiteral => conditions::has_case_of_literal(text),
            UnsetVariable => has_unset_variable(text, known, read),
        }
    }
}

fn has_unset_variable(text: &str, known: &[String], read: Option<&Script>) -> bool {
    let mut wanted = names(text).filter(|name| !is_of_environment(name)).peekable();
    wanted.peek().is_some() && {
        let known = known.iter().map(|name| &**name);
        let set: HashSet<&str> = known.chain(read.into_iter().flat_map(Script::set_variables)).collect();
        wanted.any(|name| !set.contains(name))
    }
}

/// The names behind each `$`.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let references = text.split('$').skip(1).map(|behind| behind.trim_start_matches(['{', '#', '!']));
    references.map(|behind| behind.get(..name_end(behind)).unwrap_or_default())
}

/// What stands behind the name in each `${name`.
fn behind_names(text: &str) -> impl Iterator<Item = &str> {
    let expansions = text.split("${").skip(1).map(|behind| behind.trim_start_matches(['#', '!', '@', '*']));
    expansions.map(|behind| behind.get(name_end(behind)..).unwrap_or_default())
}

/// Where the name of a variable that a text starts with ends.
pub(crate) fn name_end(text: &str) -> usize {
    let is_of_name = |character: char| character == '_' || character.is_ascii_alphanumeric();
    text.find(|character| !is_of_name(character)).unwrap_or(text.len())
}

/// `${name:-default}` and its like, which every shell knows.
fn is_default(behind: &str) -> bool {
    behind.strip_prefix(':').is_some_and(|operator| operator.starts_with(['-', '=', '?', '+']))
}

/// Names in capitals are taken for those of the environment, and numbers for arguments.
fn is_of_environment(name: &str) -> bool {
    name.is_empty()
        || name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Whether `{` at this place may open `{a,b}` or `{1..9}`; in `${a,b}` and `{ a, b; }` it does not.
fn is_brace_expansion(text: &str, at: usize) -> bool {
    let (before, behind) = text.split_at_checked(at).unwrap_or_default();
    if before.ends_with('$') {
        return false;
    }
    let mut depth = 0_usize;
    let mut is_quoted = false;
    for (at, character) in behind.char_indices() {
        if at > FAR {
            return true;
        }
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' => return true,
            '.' if behind.get(at..).is_some_and(|rest| rest.starts_with("..")) => return true,
            '"' | '\'' | '\\' | '`' | '(' => is_quoted = true,
            ' ' | '\t' | '\n' | ';' | '&' | '|' if !is_quoted => return false,
            _ => {}
        }
        if depth == 0 {
            return is_quoted;
        }
    }
    false
}
