//! What the words of a command become when its variables are put in, as far as it is known what they hold.

use std::borrow::Cow;

use crate::Loop;
use crate::{Assignment, Command, Script, Word};

/// How deep values are followed through other variables.
const MOST_DEPTH: usize = 4;

/// A value with more bytes is not followed.
const LONGEST: usize = 16 << 10;

/// What another program than the script has set: ENV, ARG.
pub type Outer<'o> = dyn Fn(&str) -> Option<String> + 'o;

impl Script {
    /// A command with what its variables hold in their place: an assignment or a `for` of the script, or else what
    /// `outer` knows. Where one may hold this or that, both are put in. What is not known stays as it is written.
    pub fn filled<'c>(&self, command: &'c Command, outer: &Outer<'_>) -> Cow<'c, Command> {
        if !command.words.iter().any(may_change) {
            return Cow::Borrowed(command);
        }
        let values = Values { script: self, before: command, outer };
        let mut is_changed = false;
        let mut words = Vec::with_capacity(command.words.len());
        for word in &command.words {
            match values.of_word(word, MOST_DEPTH).filter(|_| may_change(word)) {
                Some(filled) => {
                    is_changed = true;
                    words.extend(filled.iter().map(|text| Word::new(word.span, text)));
                }
                None => words.push(word.clone()),
            }
        }
        if is_changed && !words.is_empty() {
            Cow::Owned(Command { words, ..command.clone() })
        } else {
            Cow::Borrowed(command)
        }
    }
}

/// Whether a word holds a variable or a substitution that its shell replaces.
fn may_change(word: &Word) -> bool {
    word.literal().is_none() && word.raw.contains(['$', '`']) && !word.raw.contains(['\'', '\\'])
}

/// What sets a variable of a script.
enum Setting<'s> {
    Assignment(&'s Assignment, &'s Command),
    Loop(&'s Loop),
}

struct Values<'s> {
    script: &'s Script,
    /// The command that needs them.
    before: &'s Command,
    outer: &'s Outer<'s>,
}

impl Values<'_> {
    /// The words that a word becomes; `None` when nothing in it is known.
    fn of_word(&self, word: &Word, depth: usize) -> Option<Vec<String>> {
        let text = word.unquoted();
        let is_quoted = word.raw.contains('"');
        if let Some(name) = whole_name(text) {
            let alternatives = self.of_variable(name, depth)?;
            let is_list = name.contains('[');
            return match (&*alternatives, is_quoted && !is_list) {
                ([one], true) if one.contains([' ', '\n', '\t']) => None,
                (several, true) => Some(several.to_vec()),
                (several, false) => Some(several.iter().flat_map(|value| fields(value)).collect()),
            };
        }
        if let Some(printed) = self.printed_by(word) {
            return Some(if is_quoted { vec![printed] } else { fields(&printed) });
        }
        let filled = self.filled_text(text, depth)?;
        match (is_quoted, filled.contains([' ', '\n', '\t'])) {
            (true, true) => None,
            (true, false) => Some(vec![filled]),
            (false, _) => Some(fields(&filled)),
        }
    }

    /// A text with those of its variables put in that have one known value; `None` when none has.
    fn filled_text(&self, text: &str, depth: usize) -> Option<String> {
        let mut filled = String::new();
        let mut is_changed = false;
        let mut rest = text;
        while let Some(at) = rest.find('$') {
            let (before, from) = rest.split_at_checked(at)?;
            filled.push_str(before);
            let end = expansion_end(from);
            let (expansion, behind) = from.split_at_checked(end)?;
            let value = whole_name(expansion).and_then(|name| self.of_variable(name, depth));
            match value.as_deref() {
                Some([one]) => {
                    is_changed = true;
                    filled.push_str(one);
                }
                _ => filled.push_str(expansion),
            }
            rest = behind;
        }
        filled.push_str(rest);
        (is_changed && filled.len() < LONGEST).then_some(filled)
    }

    /// What a variable may hold: each of its values. A name may end with `[@]`, or hold a default behind `:-`.
    fn of_variable(&self, name: &str, depth: usize) -> Option<Vec<String>> {
        let (name, default) = match name.split_once(":-").or_else(|| name.split_once('-')) {
            Some((name, default)) => (name, Some(default)),
            None => (name, None),
        };
        let name = name.trim_end_matches("[@]").trim_end_matches("[*]");
        let depth = depth.checked_sub(1)?;
        let mut found: Vec<String> = Vec::new();
        let settings = self.settings(name);
        let is_set = !settings.is_empty();
        for setting in settings {
            match setting {
                Setting::Loop(it) => found = self.elements(&it.list, name, depth),
                Setting::Assignment(it, by) => {
                    let value = match &it.value {
                        Some(word) => self.of_value(word, name, depth),
                        None => self.elements(&it.elements, name, depth).join(" "),
                    };
                    // What is set under a condition only is one value more.
                    let is_sure = by.position.depth == 0 && !self.is_conditional(by);
                    if is_sure && !it.is_appended && !value.contains(&format!("${name}")) {
                        found.clear();
                    }
                    found.push(value);
                }
            }
            if found.iter().map(String::len).sum::<usize>() > LONGEST {
                return None;
            }
        }
        if is_set {
            return Some(found);
        }
        match (self.outer)(name) {
            Some(value) => Some(vec![value]),
            None => default.filter(|it| !it.contains(['$', '`'])).map(|default| vec![default.to_owned()]),
        }
    }

    /// What sets a variable before the command that needs it, in order.
    fn settings(&self, name: &str) -> Vec<Setting<'_>> {
        let place = self.before.position.script;
        let commands = self.script.commands.iter().take_while(|it| it.span.start < self.before.span.start);
        let alone = commands.filter(|it| it.words.is_empty() && it.position.script == place);
        let assignments = alone.flat_map(|by| by.assignments.iter().map(move |it| (it, by)));
        let assignments = assignments.filter(|(it, _)| &*it.name == name);
        let mut all: Vec<_> = assignments.map(|(it, by)| Setting::Assignment(it, by)).collect();
        let around = self.script.loops.iter().filter(|it| &*it.name == name && place == 0);
        let mut around = around.filter(|it| it.span.contains(self.before.span));
        // The list of the loop around is newer than what was set before the loop.
        all.retain(|setting| match setting {
            Setting::Assignment(it, _) => !around.clone().any(|around| it.span.start < around.span.start),
            Setting::Loop(_) => true,
        });
        if let Some(last) = around.next_back() {
            all.insert(0, Setting::Loop(last));
        }
        all
    }

    /// Whether something before a command in its list decides whether it runs.
    fn is_conditional(&self, command: &Command) -> bool {
        let at = self.script.commands.iter().position(|it| it.span == command.span);
        let before = at.and_then(|at| self.script.commands.get(at.checked_sub(1)?));
        before.is_some_and(|it| it.position.in_condition && matches!(it.name(), "[" | "[[" | "test" | "grep"))
    }

    /// The text of a value; what is not known in it stays as it is written, but for what the variable held before.
    fn of_value(&self, word: &Word, own: &str, depth: usize) -> String {
        if let Some(printed) = self.printed_by(word) {
            return printed;
        }
        let text = word.unquoted();
        if word.raw.contains('\'') || word.literal().is_some() {
            return text.to_owned();
        }
        let text = ["${own}", "$own"]
            .iter()
            .fold(text.to_owned(), |text, form| text.replace(&form.replace("own", own), ""));
        self.filled_text(&text, depth).unwrap_or(text)
    }

    fn elements(&self, words: &[Word], own: &str, depth: usize) -> Vec<String> {
        let text = |word: &Word| {
            let filled = may_change(word).then(|| self.of_word(word, depth)).flatten();
            filled.unwrap_or_else(|| vec![self.of_value(word, own, depth)])
        };
        words.iter().filter(|word| !word.raw.contains("]=")).flat_map(text).collect()
    }

    /// What `$(echo …)` and its like print, where all of it is written there.
    fn printed_by(&self, word: &Word) -> Option<String> {
        let text = word.unquoted();
        if !(text.starts_with("$(") && text.ends_with(')') || text.starts_with('`') && text.ends_with('`')) {
            return None;
        }
        let is_inside = |it: &&Command| it.position.in_substitution && word.span.contains(it.span);
        let mut inside = self.script.commands.iter().filter(is_inside);
        let (Some(command), None) = (inside.next(), inside.next()) else { return None };
        let arguments: Option<Vec<&str>> = command.arguments().iter().map(Word::literal).collect();
        match (command.name(), &*arguments?) {
            ("echo", ["-n", words @ ..] | words) | ("printf", ["%s\\n" | "%s " | "%s", words @ ..]) => {
                Some(words.join(" "))
            }
            ("printf", [text]) if !text.contains(['%', '\\']) => Some((*text).to_owned()),
            _ => None,
        }
    }
}

/// The name in `$NAME` or `${NAME…}`, when that is all of a text: with `[@]` or a default behind it.
fn whole_name(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('$')?;
    let name = match inside.strip_prefix('{') {
        Some(inside) => inside.strip_suffix('}')?,
        None => inside,
    };
    let length = name.find(|c: char| c != '_' && !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    let (start, behind) = name.split_at_checked(length)?;
    let is_name = start.starts_with(|first: char| first == '_' || first.is_ascii_alphabetic());
    let is_default = behind.starts_with(":-") || behind.starts_with('-');
    let is_plain =
        behind.is_empty() || inside.len() != name.len() && (is_default || matches!(behind, "[@]" | "[*]"));
    (is_name && is_plain && !behind.contains(['}', '{'])).then_some(name)
}

/// Where the expansion that a text starts with ends.
fn expansion_end(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            '{' | '(' => depth += 1,
            '}' | ')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ if depth > 0 || character == '_' || character.is_ascii_alphanumeric() => {}
            _ => return at.max(1),
        }
    }
    text.len()
}

/// A value as the shell splits it; what is still to be replaced in it stays whole.
fn fields(value: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut rest = value;
    while let Some(first) = rest.chars().next() {
        let end = if first == '$' { expansion_end(rest).max(1) } else { first.len_utf8() };
        let (part, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
        if first.is_ascii_whitespace() {
            fields.push(String::new());
        } else if let Some(last) = fields.last_mut() {
            last.push_str(part);
        }
        rest = behind;
    }
    fields.retain(|field| !field.is_empty() && field != "\\");
    fields
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{FileId, Joined, Text};

    use crate::{Script, Word};

    /// The words of the last command, with `V` set to `1.2` and `LIST` to `a b` outside.
    fn last(text: &str) -> String {
        let script = Script::parse(&Joined::verbatim(Text::new(text, FileId::FIRST, 0)));
        let outer = |name: &str| match name {
            "V" => Some("1.2".to_owned()),
            "LIST" => Some("a b".to_owned()),
            _ => None,
        };
        let filled = script.filled(script.commands.last().unwrap(), &outer);
        filled.words.iter().map(Word::unquoted).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn known_values_are_put_in() {
        for (text, words) in [
            ("i $LIST c", "i|a|b|c"),
            ("i \"$LIST\"", "i|$LIST"),
            ("i php$V-fpm ${V}", "i|php1.2-fpm|1.2"),
            ("i $X y", "i|$X|y"),
            ("i ${X:-d e}", "i|d|e"),
            ("i '$LIST' \\$V", "i|$LIST|$V"),
            ("deps='a\n b'; i $deps", "i|a|b"),
            ("deps=\"a $LIST $X\"; i $deps", "i|a|a|b|$X"),
            ("deps=a; if x; then deps=\"$deps b\"; fi; i $deps", "i|a|b"),
            ("case x in a) d=1 ;; b) d=2 ;; esac; i $d", "i|1|2"),
            ("d=1; d=2; i $d", "i|2"),
            ("d=1; [ x ] && d=2; i $d", "i|1|2"),
            ("d=1; sh -c 'i $d'", "i|$d"),
            ("for p in a b; do i \"$p\"; done", "i|a|b"),
            ("d=(a b); d+=(c); i \"${d[@]}\"", "i|a|b|c"),
            ("i $d; d=1", ""),
        ] {
            assert_eq!(last(text), words, "{text}");
        }
    }

    #[test]
    fn what_is_printed_is_put_in() {
        let first = |text: &str| {
            let script = Script::parse(&Joined::verbatim(Text::new(text, FileId::FIRST, 0)));
            let command = script.commands.iter().find(|it| it.name() == "i").unwrap();
            let filled = script.filled(command, &|_| None);
            filled.words.iter().map(Word::unquoted).collect::<Vec<_>>().join("|")
        };
        assert_eq!(first("i $(echo a b)"), "i|a|b");
        assert_eq!(first("d=$(printf '%s ' a b); i $d"), "i|a|b");
        assert_eq!(first("i $(cat list)"), "i|$(cat list)");
    }
}
