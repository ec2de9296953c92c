//! Whether what we hold of the grammars of dash and `BusyBox` ash is what the programs themselves say: many small scripts,
//! made by chance, are read by both.

#[path = "../../plimsoll-shell/src/grammar.rs"]
#[expect(unreachable_pub, reason = "it is public in the crate that it belongs to")]
mod grammar;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use clap::Args;

use crate::Problems;
use grammar::{SmallShell, refusal};

/// What to compare.
#[derive(Args)]
pub(crate) struct Options {
    /// How many scripts to make
    #[arg(long, value_name = "N", default_value_t = 5_000)]
    scripts: usize,
    /// Where chance starts
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

/// The shells, and how each is asked to read a script without running it.
const SHELLS: [(&str, &[&str], SmallShell); 2] =
    [("dash", &["dash", "-n"], SmallShell::Dash), ("ash", &["busybox", "ash", "-n"], SmallShell::Ash)];

/// Prints how often both say the same, and each script where they do not.
pub(crate) fn run(root: &Path, options: &Options) -> Result<(), Problems> {
    let folder = root.join("target/shells");
    fs::create_dir_all(&folder).map_err(|problem| vec![problem.to_string()])?;
    let file = folder.join("script.sh");
    let mut chance = Chance(options.seed);
    let mut problems = Vec::new();
    let mut refused = [0_usize; 2];
    for _ in 0..options.scripts {
        let script = chance.script();
        fs::write(&file, &script).map_err(|problem| vec![problem.to_string()])?;
        for ((name, command, shell), refused) in SHELLS.iter().zip(&mut refused) {
            let Some((program, arguments)) = command.split_first() else { continue };
            let mut command = Command::new(program);
            command.args(arguments).arg(&file).stdin(Stdio::null());
            let output = command.output().map_err(|problem| vec![format!("{program}: {problem}")])?;
            let said = String::from_utf8_lossy(&output.stderr);
            let reads = output.status.success() && !said.contains("yntax error");
            *refused += usize::from(!reads);
            match refusal(&script, *shell) {
                Some(ours) if reads => {
                    problems.push(format!("{name} reads {script:?}, and we say {}", ours.reason));
                }
                None if !reads => problems.push(format!("{name} refuses {script:?}: {}", said.trim())),
                _ => {}
            }
        }
    }
    for ((name, ..), refused) in SHELLS.iter().zip(refused) {
        println!("{name}: {} scripts, of which it refuses {refused}", options.scripts);
    }
    println!("{} differences", problems.len());
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Pieces of commands; the first twelve are harmless.
const WORDS: [&str; 56] = [
    "ls",
    "echo",
    "$x",
    "\"a b\"",
    "'c d'",
    "${a:-b}",
    "$(ls)",
    "`pwd`",
    "a=1",
    "{a,b}",
    "-n",
    "x",
    "done",
    "if",
    "in",
    "[[",
    "]]",
    "==",
    "$((1+2))",
    "${a//b/c}",
    "\"$(echo \"x\")\"",
    "${#a}",
    "${!a}",
    "$'a'",
    "\\\"",
    "a\\ b",
    "}",
    "{",
    "!",
    "time",
    "function",
    "select",
    "coproc",
    "3",
    "fi",
    "esac",
    "then",
    "${a%'}'}",
    "\"${a:-'b'}\"",
    "a=(1",
    "2)",
    "f()",
    "$x=1",
    "*",
    "<(ls)",
    ">(cat)",
    "a+=1",
    "${a^^}",
    "${a[0]}",
    "$[1]",
    "let",
    "i++",
    "#c",
    "a#b",
    "do",
    "$$",
];
const REDIRECTIONS: [&str; 14] = [
    "> f", "2>&1", "< f", ">> f", "<<< x", "&> f", ">& f", "<&-", "3<> f", "> ", "| tee", "|& cat", ">| f",
    "&>> f",
];
const SLIPS: [&str; 18] =
    ["(", ")", "{", "}", ";", "|", "&", "<", ">", "'", "\"", "`", "$", "#", "\n", " ", "\\", "!"];
const STRAY: [&str; 11] = ["done", "fi", "then", "do", "esac", "}", "{", ")", "(", ";;", "in"];

/// Chance that comes out the same for the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }

    fn one_of(&mut self, all: &[&'static str]) -> &'static str {
        let at = self.below(all.len());
        all.get(at).copied().unwrap_or_default()
    }

    /// A script, often with slips in it.
    fn script(&mut self) -> String {
        let depth = 1 + self.below(3);
        let mut script = self.list(depth);
        for _ in 0..[0, 0, 1, 1, 2].get(self.below(5)).copied().unwrap_or_default() {
            script = self.slip(&script);
        }
        script
    }

    fn list(&mut self, depth: usize) -> String {
        let first = self.command(depth);
        if self.below(2) == 0 {
            return first;
        }
        let between = self.one_of(&["; ", "\n", " && ", " & "]);
        first + between + &self.command(depth)
    }

    fn simple(&mut self) -> String {
        let mut words = Vec::new();
        for _ in 0..=self.below(3) {
            let all = if self.below(4) == 0 { &WORDS[..] } else { &WORDS[..12] };
            words.push(self.one_of(all));
        }
        if self.below(7) == 0 {
            words.push(self.one_of(&REDIRECTIONS));
        }
        words.join(" ")
    }

    fn command(&mut self, depth: usize) -> String {
        if depth == 0 || self.below(3) == 0 {
            return self.simple();
        }
        let inner = depth - 1;
        let (a, b, c) = (self.list(inner), self.list(inner), self.one_of(&WORDS));
        match self.below(22) {
            0 => format!("if {a}; then {b}; fi"),
            1 => format!("if {a}\nthen {b}\nelse {}\nfi", self.simple()),
            2 => format!("for {} in {c} x; do {a}; done", self.one_of(&["x", "1a", "$x", "((i=0;i<2;i++))"])),
            3 => format!("while {a}; do {b}; done"),
            4 => format!(
                "case {c} in {}x) {a};; *) {b}{} esac",
                self.one_of(&["", "("]),
                self.one_of(&["", ";;", ";&", ";;&"])
            ),
            5 => format!("{{ {a}; }}"),
            6 => format!("( {a} )"),
            7 => format!("f() {}", self.one_of(&["{ ls; }", "ls", "(ls)", "\nls"])),
            8 => format!("function f {{ {a}; }}"),
            9 => format!("{} | {}", self.command(inner), self.command(inner)),
            10 => format!(
                "{} {} {}",
                self.command(inner),
                self.one_of(&["&&", "||", "|&", "&& !"]),
                self.simple()
            ),
            11 => format!("echo $( {a} )"),
            12 => format!("cat <<EOF\n{a} $x\nEOF\n{}", self.simple()),
            13 => format!("(( {c} ))"),
            14 => format!("[[ {c} && x ]]"),
            15 => format!("time {{ {a}; }}"),
            16 => format!("for x; do {a}; done"),
            17 => format!("for ((i=0;i<3;i++)); do {a}; done"),
            18 => format!("select x in a; do {a}; done"),
            19 => format!("a=({c} x)"),
            20 => format!("echo \"{} b\" {c}", self.one_of(&["a", "$(ls)", "${a:-b}", "`ls`", "$((1))"])),
            _ => format!("! {}", self.command(inner)),
        }
    }

    /// The script with one character or word more or less.
    fn slip(&mut self, script: &str) -> String {
        let mut characters: Vec<char> = script.chars().collect();
        let mut words: Vec<&str> = script.split(' ').collect();
        let (at, word) = (self.below(characters.len()), self.below(words.len()));
        match self.below(4) {
            0 if !characters.is_empty() => {
                characters.remove(at);
            }
            1 => {
                let slip = self.one_of(&SLIPS);
                characters.splice(at..at, slip.chars());
            }
            2 => {
                words.remove(word);
                return words.join(" ");
            }
            _ => {
                words.insert(word, self.one_of(&STRAY));
                return words.join(" ");
            }
        }
        characters.into_iter().collect()
    }
}
