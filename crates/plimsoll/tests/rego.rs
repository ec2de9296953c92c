//! Policies in Rego that want more than they may have: each run ends soon, with exit code 2 and a place, and without abort.
//! Every quirk of the engine that is worked around has a test here, which fails when the engine mends it or makes it worse.
#![cfg(feature = "rego")]
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod support;

use std::time::{Duration, Instant};

use support::folder::Folder;

const POLICY: &str = "rego: [main.rego]\n";
const FILE: &str = "FROM debian:12.5\nRUN one\nRUN two\nUSER 10001\n";

/// What a check with one module prints, its exit code, and how long it took.
fn check(name: &str, module: &[u8]) -> (String, i32, Duration) {
    let folder = Folder::new(name);
    folder.write("plimsoll-policy.yaml", POLICY);
    folder.write("Dockerfile", FILE);
    std::fs::write(folder.0.join("main.rego"), module).unwrap();
    let start = Instant::now();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_plimsoll"));
    let args = ["check", "--format", "concise", "--select", "latest-tag"];
    let done = command.args(args).current_dir(&folder.0).env_clear().output().unwrap();
    let said = String::from_utf8([done.stdout, done.stderr].concat()).unwrap();
    (said, done.status.code().unwrap_or(-1), start.elapsed())
}

/// A module with this rule.
fn rule(body: &str) -> String {
    format!("package main\n\ndeny contains msg if {{\n\tmsg := \"x\"\n{body}\n}}\n")
}

/// A module with very many lists and objects.
fn lists() -> String {
    format!("package main\n\na := [\n{}]\n", "\t{\"k\": {1}}, {2}, {3},\n".repeat(8_000))
}

/// A module with very many imports.
fn imports() -> String {
    let imports: Vec<String> = (0..20_000).map(|at| format!("import data.a{at}\n")).collect();
    format!("package main\n\n{}\ndeny contains \"x\" if true\n", imports.concat())
}

/// A module in which each rule needs the next one.
fn chain() -> String {
    let chain: Vec<String> = (0..3_000).map(|at| format!("r{at} := r{} if true\n", at + 1)).collect();
    format!("package main\n\ndeny contains \"x\" if r0\n\n{}r3000 := true\n", chain.concat())
}

#[test]
fn what_wants_too_much_ends_soon() {
    let deep = format!("\tx := {}1{}", "(".repeat(1_000), ")".repeat(1_000));
    let long = format!("\tx := 1{}", " + \n 1".repeat(19_000));
    let ranges =
        "\tr := numbers.range(1, 2000)\n\tsome a in r\n\tsome b in r\n\tsome c in r\n\ta + b + c < 0";
    let wide = "\tcount([1 | some a in numbers.range(1, 10000); some b in numbers.range(1, 1000)]) < 0";
    let some = (0..5_000).map(|at| format!("\tsome x{at} in input\n")).collect::<Vec<_>>().concat();
    let itself = "package main\n\ndeny contains \"x\" if f(1)\n\nf(n) := f(n - 1)\n";
    let both = "package main\n\ndeny contains \"x\" if a\n\na if not b\n\nb if not a\n";
    let hidden =
        "package main\n\ndeny contains \"x\" if f(1)\n\nf(n) := [f(m) | some m in [n]; some f in [1]]\n";
    // Forty steps, each of which makes its value twice as long.
    let doubled = |step: &str| {
        let steps = (0..40).map(|at| format!("x{} := {}\n", at + 1, step.replace('X', &format!("x{at}"))));
        format!("package main\n\nx0 := \"abcdefgh\"\n{}\n", steps.collect::<String>())
    };
    let uses = |step: &str, body: &str| doubled(step) + &rule(body).replace("package main\n", "");
    let result = doubled("[X, X]") + "deny contains {\"msg\": \"x\", \"more\": x40}\n";
    let large = "creates more than 128 MiB";
    let oversized = "creates a value larger than 32 MiB";
    // The engine shares what a list contains twice, and looks at it as if it were there twice.
    let twice = |body: &str| uses("[X, X]", body);
    let nested = |first: &str, step: &str, last: &str| {
        let step = |at| step.replace("NEXT", &format!("x{}", at + 1)).replace('X', &format!("x{at}"));
        format!("{first}{}{last}", (0..40).map(step).collect::<String>())
    };
    let unified = nested("\tx0 = input[0].Cmd\n", "\tNEXT = [X, X]\n", "\tx40 == [x39, x40]");
    let united =
        nested("package main\n\nx0 := {1}\n", "NEXT := X | {[X]}\n", "deny contains \"x\" if x40 == {x40}\n");
    let parts = nested(
        "package main\n\nx0 contains 1\n",
        "NEXT contains [X, X]\n",
        "deny contains \"x\" if x40 == {x40}\n",
    );
    let modified = nested(
        "package main\n\nx0 := input\n",
        "NEXT := y if y := X with input.a as input with input.b as input\n",
        "deny contains \"x\" if x40 == {\"a\": x40} with input as {\"a\": 1}\n",
    );
    // Each step twice, so that its keys are compared.
    let keys = nested(
        "package main\n\nx0[[1]] := 1\n",
        "NEXT[[y, y]] := 1 if some y, _ in X\nNEXT[[y, y]] := 1 if some y, _ in X\n",
        "deny contains \"x\" if count(x40) == 5\n",
    );
    let (open, close) = ("f(".repeat(40), ")".repeat(40));
    let called = format!("package main\n\nf(x) := [x, x]\n\ndeny contains \"x\" if {open}1{close} == 1\n");
    let squared = nested(
        "package main\n\nx0 := 18446744073709551616\n",
        "NEXT := X * X\n",
        "deny contains \"x\" if x40 > 0\n",
    );
    let graph = nested("", "\"X\": [\"aX\", \"bX\"], \"aX\": [\"NEXT\"], \"bX\": [\"NEXT\"],\n", "");
    let graph = rule(&format!("\tcount(graph.reachable_paths({{{graph}}}, [\"x0\"])) > 0"));
    for (name, module, said) in [
        ("concat", uses(r#"concat("", [X, X])"#, "\tcount(x40) > 0"), oversized),
        ("replace", uses(r#"replace(X, "a", "aa")"#, "\tcount(x40) > 0"), large),
        ("sprintf", uses(r#"sprintf("%s%s", [X, X])"#, "\tcount(x40) > 0"), oversized),
        ("width", rule("\tcount(sprintf(\"%04000000000d\", [1])) > 0"), large),
        ("marshal", uses("[X, X]", "\tcount(json.marshal(x40)) > 0"), oversized),
        ("result", result, oversized),
        ("equal", twice("\tx40 == [x39, x40]"), oversized),
        ("unequal", twice("\tx40 != [x39, x40]"), oversized),
        ("less", twice("\tx40 < [x39, x40]"), oversized),
        ("print", twice("\tprint(x40)"), oversized),
        ("set", twice("\tcount({x40, [x39, x40]}) > 0"), oversized),
        ("key", twice("\tcount({x40: 1, [x39, x40]: 2}) > 0"), oversized),
        ("object", uses("{\"a\": X, \"b\": X}", "\tx40 == {\"a\": x40}"), oversized),
        ("list", uses("[X | some _ in [1, 2]]", "\tx40 == [x39, x40]"), oversized),
        ("part", uses("[[X, X]][0]", "\tx40 == [x39, x40]"), oversized),
        ("unified", rule(&unified), oversized),
        ("united", united, oversized),
        ("parts", parts, oversized),
        ("keys", keys, oversized),
        ("imports", imports(), "more than 500 imports"),
        ("modified", modified, oversized),
        ("called", called, oversized),
        ("squared", squared, oversized),
        ("paths", graph, large),
        ("deep", rule(&deep), "not valid Rego"),
        ("long", rule(&long), "is nested more than 200 levels deep"),
        ("open", format!("package main\n\na := {}", "[".repeat(30)), "brackets are nested too deeply"),
        ("closed", rule(&format!("\tx := {}1{}", "[".repeat(40), "]".repeat(40))), "nested too deeply"),
        ("lists", lists(), "more than 20000 lists"),
        ("ranges", rule(ranges), "did not finish within a second"),
        ("wide", rule(wide), "did not finish within a second"),
        ("huge", rule("\tcount(numbers.range(1, 100000000000)) > 0"), "at most 100000 numbers"),
        ("chain", chain(), "depends on too many other rules"),
        ("some", rule(&some), "depends on too many other rules"),
        ("itself", itself.to_owned(), "is recursive"),
        ("both", both.to_owned(), "is recursive"),
        ("hidden", hidden.to_owned(), "is recursive"),
        ("unknown", rule("\tinput[0].Cmd == \"never\"\n\thttp.send({})"), "unknown function `http.send`"),
        ("files", rule("\topa.runtime().env.HOME == 1"), "unknown function `opa.runtime`"),
        ("large", format!("package main\n{}", "# x\n".repeat(1 << 19)), "is larger than 1024 KiB"),
        ("binary", "package main\n\u{0}\n".to_owned(), "contains NUL characters"),
    ] {
        let (text, code, took) = check(&format!("rego-{name}"), module.as_bytes());
        assert_eq!(code, 2, "{name}: {text}");
        assert!(text.contains(said), "{name}: {text}");
        assert!(took < Duration::from_mins(1), "{name} took {took:?}");
    }
    let (text, code, _) = check("rego-bytes", b"package main\n# \xff\xfe\n");
    assert!(code == 2 && text.contains("is not valid UTF-8"), "{text}");
}

/// A project takes far more memory in a document than in a file.
#[test]
fn a_project_that_is_too_large_for_a_document_is_not_checked() {
    let folder = Folder::new("rego-too-large");
    folder.write("plimsoll-policy.yaml", POLICY);
    folder.write("main.rego", "package main\n\ndeny contains \"x\" if input.plimsoll == 2\n");
    for at in 0..5 {
        folder.write(&format!("{at}/Dockerfile"), &format!("FROM debian:12.5\n{}", "CMD a\n".repeat(4_900)));
    }
    let services =
        "services:\n  a: {build: 0}\n  b: {build: 1}\n  c: {build: 2}\n  d: {build: 3}\n  e: {build: 4}\n";
    folder.write("compose.yaml", services);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_plimsoll"));
    let args = ["check", "--format", "concise", "--select", "latest-tag"];
    let done = command.args(args).current_dir(&folder.0).env_clear().output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert_eq!(done.status.code(), Some(2), "{said}");
    assert!(said.contains("more than 20000 instructions and services"), "{said}");
}

/// What a rule with this body finds: exit code 1 if it does.
fn holds(name: &str, body: &str) -> bool {
    let (text, code, _) = check(&format!("rego-{name}"), rule(body).as_bytes());
    assert!(code < 2, "{name}: {text}");
    code == 1
}

#[test]
fn quirks_of_the_engine() {
    // A pattern that explodes elsewhere takes linear time here.
    assert!(!holds(
        "redos",
        "\tregex.match(`(a+)+$`, sprintf(\"%sb\", [concat(\"\", [\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"])]))"
    ));
    for (name, pattern) in [("s", r"a\sb"), ("d", r"^\d$"), ("w", r"^\w+$"), ("i", "(?i)^AB$")] {
        let text = match name {
            "s" => "a b",
            "d" => "7",
            _ => "ab",
        };
        assert!(
            holds(&format!("regex-{name}"), &format!("\tregex.match(`{pattern}`, \"{text}\")")),
            "{name}"
        );
    }
    // A bare `some` behind a loop, which the engine refuses.
    assert!(holds(
        "some",
        "\tsome i\n\tinput[i].Cmd == \"run\"\n\tsome j\n\tinput[i].Value[j] == \"two\"\n\tsome k\n\tinput[k].Cmd == \"user\""
    ));
    // What a built-in function cannot do is undefined, as in OPA.
    assert!(!holds("undefined", "\tto_number(\"abc\") == 1"));
    assert!(holds("not", "\tnot to_number(\"abc\")"));
    assert!(holds("not-concat", "\tnot concat(\",\", [1])"));
    assert!(holds("walk", "\twalk(input, [path, value])\n\tvalue == \"two\"\n\tcount(path) == 3"));
}

#[test]
fn an_undefined_function_makes_a_rule_say_nothing() {
    let module = "package main\n\ndeny contains \"x\" if {\n\ty := f(1)\n\tnot g(y)\n}\n\nf(n) := 1 if n > 5\n\ng(n) if n == 1\n";
    let (text, code, _) = check("rego-undefined-function", module.as_bytes());
    assert_eq!(code, 0, "{text}");
}

/// The same name in a comprehension is another variable. The engine takes it for the one around it, and would count 1 here.
#[test]
fn a_name_declared_again_in_a_comprehension_is_refused() {
    let inner = "\tsome i\n\tinput[i].Cmd == \"user\"\n\tlist := [i | some i; input[i].Cmd == \"run\"]\n\tcount(list) != 2";
    let (text, code, _) = check("rego-inner", rule(inner).as_bytes());
    assert!(code == 2 && text.contains("`i` is declared again inside a comprehension"), "{text}");
    assert!(holds(
        "apart",
        "\tlist := [i | some i; input[i].Cmd == \"run\"]\n\tcount([i | some i; input[i].Cmd]) > count(list)"
    ));
}

/// A policy outside of the repository is a folder of modules, one of them, or a file that names them.
#[test]
fn a_policy_outside_may_be_in_rego_alone() {
    let folder = Folder::new("rego-outside");
    folder.write("policy/rules/main.rego", &rule("\tinput[_].Cmd == \"user\""));
    folder.write("policy/policy.yaml", "rego: [rules/]\n");
    folder.write("repository/Dockerfile", FILE);
    folder.write("repository/.git/HEAD", "ref: refs/heads/main\n");
    let run = |args: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_plimsoll"));
        let done = command.args(args).current_dir(folder.0.join("repository")).env_clear().output().unwrap();
        let said = String::from_utf8([done.stdout, done.stderr].concat()).unwrap();
        (said, done.status.code().unwrap_or(-1))
    };
    for policy in ["../policy/rules", "../policy/rules/main.rego", "../policy/policy.yaml"] {
        let (said, code) = run(&["check", "--format", "concise", "--policy", policy]);
        assert!(code == 1 && said.contains("error: x [rego]"), "{policy}: {said}");
        let (said, code) = run(&["report", "--exit-on", "violated", "--policy", policy]);
        assert!(code == 1 && said.contains("rego `main.deny`"), "{policy}: {said}");
        let (said, code) = run(&["policy", "check", policy]);
        assert!(code == 0 && said.contains("1 rule in Rego"), "{policy}: {said}");
        let (said, code) = run(&["policy", "digest", policy]);
        assert!(code == 0 && said.ends_with(&format!("  {policy}\n")), "{policy}: {said}");
    }
    // What is checked cannot lead there.
    folder.write("repository/plimsoll-policy.yaml", "rego: [../policy/rules]\n");
    let (said, code) = run(&["check", "--format", "concise"]);
    assert!(code == 2 && said.contains("cannot be read, so none of it is checked"), "{said}");
}

/// A program without the engine never lets a policy in Rego pass: neither a file that names modules nor a folder of them.
#[test]
fn without_an_engine_a_policy_in_rego_is_a_mistake() {
    use plimsoll_linter::{Linter, MemoryFiles, Settings, Workspace};
    let files = [("plimsoll-policy.yaml", POLICY), ("main.rego", "package main\n"), ("Dockerfile", FILE)];
    let files = MemoryFiles(files.map(|(path, text)| (path.to_owned(), text.to_owned())).into());
    for policies in [Vec::new(), vec![".".to_owned()]] {
        let settings = Settings {
            requirements: plimsoll_policy::REQUIREMENTS,
            rego: None,
            isolated: !policies.is_empty(),
            policies,
            ..Settings::default()
        };
        let workspace = Workspace::find(&files, &[".".to_owned()]);
        let checked =
            Linter::new(plimsoll_rules::RULES, &settings, &files, &workspace).check(&files, &workspace);
        let said = |one: &&plimsoll_diagnostics::Diagnostic| one.message.contains("does not include Rego");
        let found = checked.diagnostics.iter().filter(|one| one.rule == "policy").find(said);
        let is_error = found.is_some_and(|one| one.level == plimsoll_diagnostics::Level::Error);
        assert!(is_error, "{:?}", checked.diagnostics);
    }
}
