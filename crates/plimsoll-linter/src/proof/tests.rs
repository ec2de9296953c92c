//! What the proof lets through, and what it stops.

use plimsoll_diagnostics::{Fix, SourceFile, Sources, Span};

use super::{keeps_meaning, unproved};

/// Whether putting `new` in the place of the first `old` is proved to be harmless.
fn is_proved(path: &str, text: &str, old: &str, new: &str) -> bool {
    let sources = Sources::new();
    let file = sources.add(SourceFile::new(path, text));
    let at = text.find(old).unwrap();
    keeps_meaning(&sources, &Fix::safe("x").replace(Span::new(file, at, at + old.len()), new))
}

#[test]
fn what_means_the_same() {
    for (text, old, new) in [
        ("FROM a\nENV A b c\n", " b c", "=\"b c\""),
        ("FROM a\nENV A $B-c\n", " $B", "=$B"),
        ("from a\nRUN x\n", "from", "FROM"),
        ("FROM a\nADD b /c\n", "ADD", "COPY"),
        ("FROM a\nMAINTAINER Me <me@x>\n", "MAINTAINER Me <me@x>", "LABEL maintainer=\"Me <me@x>\""),
        ("FROM a\nRUN apt-get install x\n", " x", " -y x"),
        ("FROM a\nRUN bash -c \"apt-get install x\"\n", " x", " -y x"),
        ("FROM a\nRUN sudo make\n", "sudo ", ""),
        ("FROM a\nRUN make x\n", " x", " x && rm -rf /y"),
        ("FROM a AS B\nFROM b\nCOPY --from=B /x /\n", "AS B", "AS b"),
        ("FROM a\nFROM b\nCOPY --from=0 /x /\n", "0 ", "0 "),
        ("FROM a\nWORKDIR /x\nWORKDIR y\n", "WORKDIR y", "WORKDIR /x/y"),
        ("FROM a\nEXPOSE 80:8080/TCP\n", "80:8080/TCP", "8080/tcp"),
        ("FROM a\nHEALTHCHECK CMD curl x\n", "curl x", "[\"curl\", \"x\"]"),
        ("FROM a\nRUN x \\\n\n  y\n", "\n\n", "\n"),
    ] {
        assert!(is_proved("Dockerfile", text, old, new), "{text:?}: {old:?} → {new:?}");
    }
    let compose = "version: '3'\nservices:\n  a:\n    ports:\n      - 80:80\n";
    assert!(is_proved("compose.yaml", compose, "version: '3'\n", ""));
    assert!(is_proved("compose.yaml", compose, "80:80", "\"80:80\""));
}

#[test]
fn what_means_something_else() {
    for (text, old, new) in [
        ("FROM a\nENV A b c\n", " b c", "=b c"),
        ("FROM a\nENV A b\\ c\n", " b\\ c", "='b\\ c'"),
        ("FROM a\nENV A '$B'\n", "'$B'", "\"$B\""),
        ("FROM a\nRUN x\nRUN y\n", "x\n", "x \\\n"),
        ("FROM a\nRUN x\nRUN y\n", "x\nRUN y", "x && y"),
        ("FROM a\nRUN apt-get install x\n", " x", "-y x"),
        ("FROM a\nRUN apt-get install x # \n", " x", " 'x"),
        ("FROM a\nRUN x || y\n", " || y", ""),
        ("FROM a\nRUN x y\n", " y", " y || z"),
        ("FROM a\nRUN x && y\n", "x && ", ""),
        ("FROM a\nRUN echo 'a b'\n", "'a b'", "a'"),
        ("FROM a\nHEALTHCHECK CMD curl x\n", "curl x", "[\"curl\", \"y\"]"),
        ("FROM a\nHEALTHCHECK CMD curl $x\n", "curl $x", "[\"curl\", \"$x\"]"),
        ("FROM a AS x\nFROM b AS y\nFROM c\nCOPY --from=0 /x /\n", "=0", "=y"),
        ("FROM a\nWORKDIR y\n", "WORKDIR y", "WORKDIR /y"),
        ("FROM a\nMAINTAINER $Me\n", "MAINTAINER $Me", "LABEL maintainer=\"$Me\""),
        ("FROM a\nCOPY <<E /x\nhi\nE\n", "\nE\n", "\nF\n"),
        ("FROM a\nUSER x\n", "x", "y"),
    ] {
        assert!(!is_proved("Dockerfile", text, old, new), "{text:?}: {old:?} → {new:?}");
    }
    let compose = "services:\n  a:\n    environment:\n      A: \"x #y\"\n      B: \"true\"\n";
    assert!(!is_proved("compose.yaml", compose, "\"x #y\"", "x #y"));
    assert!(!is_proved("compose.yaml", compose, "\"true\"", "true"));
    assert!(!is_proved("compose.yaml", compose, "  a:", "a:"));
}

#[test]
fn only_the_harmful_ones_are_left_out() {
    let sources = Sources::new();
    let file = sources.add(SourceFile::new("Dockerfile", "FROM a\nRUN x\nRUN y\nRUN z\n"));
    let fixes = [
        Fix::safe("one").replace(Span::at(file, 12), " -y"),
        Fix::safe("two").replace(Span::at(file, 18), " \\"),
        Fix::safe("three").replace(Span::at(file, 24), " -z"),
    ];
    let unproved = unproved(&sources, &fixes.iter().collect::<Vec<_>>(), &mut 100);
    assert_eq!(unproved.doubtful.iter().map(|fix| &*fix.title).collect::<Vec<_>>(), ["two"]);
    assert!(unproved.untried.is_empty());
}
