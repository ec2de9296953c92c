//! Edits that nobody would make, always the same ones. `cargo xtask editors --edits` makes them too, of a real server.

use serde_json::{Value, json};

/// A little generator of random numbers.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number from 0 up to, and without, `most`.
    pub(crate) fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most.max(1)
    }
}

const TYPED: [&str; 36] = [
    "\n",
    "FROM ",
    " AS x",
    "RUN ",
    "\\\n",
    "  ",
    ": ",
    "- ",
    "é",
    "𝄞",
    "\r\n",
    "\"",
    "'",
    "<<EOF\n",
    "EOF\n",
    "# ",
    "[",
    "]",
    "# plimsoll: ignore[latest-tag]\n",
    "$X",
    "\t",
    "image: redis\n",
    "{",
    "build: .\n",
    "USER root\n",
    "ENV A=2\n",
    "SHELL [\"pwsh\"]\n",
    "SHELL [\"sh\", \"-c\"]\n",
    "apt-get install -y vim",
    "cd $A && rm $B",
    "WORKDIR a\n",
    " && ",
    "ONBUILD ",
    "*web",
    "x",
    "é: ",
];

/// Changes a text somewhere, and says how, as a client does. `width` counts a text in the unit that client and server
/// agreed on.
pub(crate) fn edit(text: &mut String, dice: &mut Dice, width: fn(&str) -> usize) -> Value {
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let place = |at: usize| places.get(at).copied().unwrap_or(text.len());
    // Places inside of a line end are none that an editor knows.
    let outside = |at: usize| {
        let is_split = |(before, after): (&str, &str)| before.ends_with('\r') && after.starts_with('\n');
        if text.split_at_checked(at).is_some_and(is_split) { at + 1 } else { at }
    };
    let first = dice.below(places.len());
    let length = [0, 0, 0, 1, 2, 9, 40].get(dice.below(7)).copied().unwrap_or_default();
    let (start, end) = (outside(place(first)), outside(place(first + length)));
    let typed = TYPED.get(dice.below(TYPED.len())).copied().unwrap_or_default();
    let position = |at: usize| {
        let before = text.get(..at).unwrap_or(text);
        let line = before.rsplit('\n').next().unwrap_or_default();
        json!({ "line": before.matches('\n').count(), "character": width(line) })
    };
    let change = json!({ "range": { "start": position(start), "end": position(end) }, "text": typed });
    text.replace_range(start..end, typed);
    change
}
