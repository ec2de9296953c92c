//! Scripts that the small shells read, and such that they refuse.

use super::{SmallShell, refusal};

#[test]
fn what_both_refuse() {
    for script in [
        "a=(1 2)",
        "for ((i=0;i<3;i++)); do :; done",
        "cat <<< x",
        "ls |& cat",
        "time { ls; }",
        "case a in a) ls ;;& esac",
        "if ls; fi",
        "select x in a; do ls; done",
        "echo $(ls",
        "echo \"a",
        "f() { ls",
        "ls )",
        "{ }",
        "while do done",
    ] {
        assert!(refusal(script, SmallShell::Dash).is_some(), "{script}");
        assert!(refusal(script, SmallShell::Ash).is_some(), "{script}");
    }
}

#[test]
fn what_both_read() {
    for script in [
        "",
        "# nothing",
        "f() echo hi",
        "f () { ls; }; f",
        "if [ a = b ]; then ls; elif x; then y; else z; fi > /dev/null",
        "for x in a b; do echo $x; done",
        "for x do echo $x; done",
        "case $x in (a|b) ls;; *) : ;; esac",
        "case x in esac",
        "cat <<EOF\n$(ls)\n( not read\nEOF\nls",
        "echo ${a:-\"b c\"} ${#a} ${a%%*} ${a//b/c} ${!a}",
        "echo $((1 + (2 * 3))) `ls \\`pwd\\``",
        "ls & wait; ! true && { false || :; }",
        "[[ a == b ]]",
        "echo {a,b} $'x' $\"y\"",
        "echo done if then",
        "((1)); ( (ls) )",
        "a=1 b=\"$c\" >f ls 2>&1 <&-",
        "echo x &> f",
        "ls # comment ' here\nls",
        "until ls\ndo\n\nls\ndone",
        "echo \\\n  x",
    ] {
        assert_eq!(refusal(script, SmallShell::Dash), None, "{script}");
        assert_eq!(refusal(script, SmallShell::Ash), None, "{script}");
    }
}

#[test]
fn what_ash_knows_alone() {
    for script in ["cat <(ls)", "function f { ls; }", "function f() { ls; }", "if [[ a && b ]]; then ls; fi"]
    {
        assert_eq!(refusal(script, SmallShell::Ash), None, "{script}");
    }
    for script in ["cat <(ls)", "function f { ls; }", "function f() { ls; }"] {
        assert!(refusal(script, SmallShell::Dash).is_some(), "{script}");
    }
}

#[test]
fn depth_without_end() {
    for piece in ["(", "{ ", "$(", "`", "${a:-", "if a; then ", "a|", "$((", "\"$(", "f() "] {
        let _ = refusal(&piece.repeat(3_000), SmallShell::Dash);
    }
}
