//! What a configuration says, and what is said about it.

use plimsoll_diagnostics::{FileId, Level, Text};

use super::{Choices, Config, FailOn, Names, Overrides, ParseContext, PeerSettings, PresetSource, RULES};
use crate::{Preset, RuleMeta};

fn read(toml: &str, overrides: &Overrides) -> (Config, Vec<String>) {
    let text = Text::new(toml, FileId::FIRST, 0);
    let settings = PeerSettings::default();
    let load = |_: &str| Err("no such file or directory".to_owned());
    let around = ParseContext { here: "", load: &load, hadolint: &settings.hadolint };
    let (config, problems) =
        Config::parse(text, "repo/plimsoll.toml", overrides, &settings, &Names::new(RULES), &around);
    let shown = problems.iter().map(|problem| {
        let at = toml.get(problem.primary.span.range()).unwrap();
        let help = problem.help.as_ref().map(|help| format!(" | {help}")).unwrap_or_default();
        format!("{at} | {}{help}", problem.message)
    });
    (config, shown.collect())
}

fn meta(name: &str) -> &'static RuleMeta {
    &RULES.iter().find(|rule| rule.meta.name == name).unwrap().meta
}

#[test]
fn overrides_have_a_limit() {
    let one = "[[override]]\nfiles = [\"a\"]\nrules.latest-tag = \"off\"\n";
    let (_, problems) = read(&one.repeat(500), &Overrides::default());
    assert_eq!(problems, [""; 0]);
    let (_, problems) = read(&one.repeat(501), &Overrides::default());
    assert_eq!(problems.len(), 1);
    assert!(problems.concat().contains("only the first 500 overrides are read"), "{problems:?}");
}

#[test]
fn nearer_words_win() {
    let toml = r#"
        extends = ["security"]
        exclude = ["vendor"]
        fail-on = "never"
        [rules]
        latest-tag = "error"
        apt-get-yes = "off"
        DL3000 = { level = "note", allow = [1] }
        [[override]]
        files = ["test/**"]
        rules = { latest-tag = "off", untagged-image = { level = "note" } }
        [[override]]
        files = ["*.special"]
        rules.latest-tag = {}
    "#;
    let (config, problems) = read(toml, &Overrides::default());
    assert_eq!(problems, [""; 0]);
    let level = |rule, path| config.level(meta(rule), meta(rule).aliases, path);
    assert_eq!(level("latest-tag", "repo/Dockerfile"), Some(Level::Error));
    assert_eq!(level("latest-tag", "repo/test/Dockerfile"), None);
    assert_eq!(level("latest-tag", "test/Dockerfile"), Some(Level::Error), "outside of the folder");
    assert_eq!(level("latest-tag", "repo/test/a.special"), Some(Level::Warning));
    assert_eq!(level("untagged-image", "repo/test/Dockerfile"), Some(Level::Note));
    assert_eq!(level("apt-get-yes", "repo/Dockerfile"), None);
    assert_eq!(level("privileged", "repo/Dockerfile"), Some(Level::Warning));
    assert_eq!(level("relative-workdir", "repo/Dockerfile"), Some(Level::Note), "naming turns on");
    assert_eq!(level("dockerfile-syntax", "repo/Dockerfile"), Some(Level::Error));
    assert!(config.is_on_somewhere(meta("latest-tag")) && !config.is_on_somewhere(meta("apt-get-yes")));
    assert!(config.is_excluded("repo/vendor") && config.is_excluded("repo/a/vendor/x"));
    assert!(!config.is_excluded("vendor") && !config.is_excluded("repo/Dockerfile"));
    assert_eq!(config.fail_on(), FailOn::Never);
    assert_eq!(config.options("relative-workdir").len(), 1);
}

#[test]
fn the_command_line_wins() {
    let toml = "[rules]\nlatest-tag = 'off'\napt-get-yes = 'error'\n";
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let overrides = Overrides {
        select: names(&["hadolint:DL3007", "privileged", "untagged-image"]),
        ignore: names(&["DL3006"]),
        levels: vec![("privileged".to_owned(), Level::Error)],
        fail_on: Some(FailOn::Level(Level::Error)),
        preset: Some(PresetSource::Preset(Preset::All)),
        exclude: names(&["old"]),
        ..Overrides::default()
    };
    assert_eq!(overrides.check(RULES), Ok(()));
    let (config, _) = read(toml, &overrides);
    let level = |rule| config.level(meta(rule), meta(rule).aliases, "repo/Dockerfile");
    assert_eq!(level("latest-tag"), Some(Level::Warning));
    assert_eq!(level("privileged"), Some(Level::Error));
    assert_eq!((level("untagged-image"), level("apt-get-yes")), (None, None));
    assert_eq!((level("dockerfile-syntax"), level("unused-suppression")), (Some(Level::Error), None));
    assert!(config.is_excluded("a/old/Dockerfile") && !config.is_excluded("repo/Dockerfile"));
    assert!(!config.fail_on().fails(Level::Warning) && config.stricter().is_none());

    let overrides = Overrides { ignore: names(&["latst-tag"]), ..Overrides::default() };
    assert_eq!(
        overrides.check(RULES),
        Err("unknown rule `latst-tag`: did you mean `latest-tag`?".to_owned())
    );
}

#[test]
fn rules_are_added_to_those_that_are_on() {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let level = |overrides: &Overrides, rule| {
        let (config, _) = read("[rules]\napt-get-yes = 'off'\n", overrides);
        config.level(meta(rule), meta(rule).aliases, "repo/Dockerfile")
    };
    let extend_select = names(&["relative-workdir", "apt-*"]);
    let more = Overrides { extend_select, ignore: names(&["untagged-image"]), ..Overrides::default() };
    assert_eq!(level(&more, "relative-workdir"), Some(Level::Warning));
    assert_eq!(level(&more, "apt-get-yes"), Some(Level::Warning), "the command line wins over the file");
    assert_eq!((level(&more, "privileged"), level(&more, "untagged-image")), (None, None));
    assert_eq!(level(&more, "latest-tag"), Some(Level::Warning), "the others stay as they are");
    let few = Overrides { select: names(&["privileged"]), ..more };
    assert_eq!((level(&few, "latest-tag"), level(&few, "apt-get-yes")), (None, Some(Level::Warning)));
}

#[test]
fn options_of_the_command_line_are_checked() {
    let parse = |preset: &str, level: &str, fail_on: &str| {
        let levels = &[level.to_owned()];
        let choices = Choices { preset: Some(preset), levels, fail_on: Some(fail_on), ..Choices::default() };
        Overrides::parse(choices, RULES)
    };
    let read = parse("hadolint", "DL3007=error", "never").unwrap();
    assert_eq!((read.preset, read.fail_on), (Some(PresetSource::Peer("hadolint")), Some(FailOn::Never)));
    assert_eq!(read.levels, [("DL3007".to_owned(), Level::Error)]);
    assert_eq!(parse("all", "DL3007=off", "note").unwrap().ignore, ["DL3007"]);
    for (preset, level, fail_on, said) in [
        ("securty", "privileged=off", "note", "unknown preset `securty`: did you mean `security`?"),
        ("all", "privileged", "note", "`--level privileged` must be `RULE=LEVEL`"),
        (
            "all",
            "privileged=bad",
            "note",
            "unknown level `bad`: expected one of style, note, warning, error, off",
        ),
        ("all", "priviledged=off", "note", "unknown rule `priviledged`: did you mean `privileged`?"),
        ("all", "privileged=off", "nevr", "unknown level `nevr`: did you mean `never`?"),
    ] {
        assert_eq!(parse(preset, level, fail_on).unwrap_err(), said);
    }
}

#[test]
fn a_stricter_preset_is_known() {
    let config = Config::default_with(&Overrides::default(), &PeerSettings::default(), &Names::new(RULES));
    assert_eq!(config.stricter(), Some(Preset::Security));
    let added = |preset, rule| {
        config.level_added_by(preset, meta(rule).preset, meta(rule), meta(rule).aliases, "Dockerfile")
    };
    assert_eq!(added(Preset::Security, "privileged"), Some(Level::Warning));
    assert_eq!(added(Preset::Security, "relative-workdir"), None);
    assert_eq!(added(Preset::All, "latest-tag"), None, "it is on already");

    let (config, _) = read("extends = ['buildkit']\nrules.privileged = 'off'", &Overrides::default());
    assert_eq!(
        config.level(meta("relative-workdir"), meta("relative-workdir").aliases, "repo/a"),
        Some(Level::Warning)
    );
    assert_eq!(config.level(meta("latest-tag"), meta("latest-tag").aliases, "repo/a"), None);
    assert_eq!(config.stricter(), Some(Preset::Recommended));
    assert_eq!(
        config.level_added_by(
            Preset::All,
            Preset::Security,
            meta("privileged"),
            meta("privileged").aliases,
            "repo/a"
        ),
        None,
        "it was turned off"
    );
}

#[test]
fn every_mistake_has_its_place_and_costs_itself() {
    let toml = r#"
extend = ["strict"]
extends = ["recomended"]
fail-on = "waring"
exclude = "vendor"
colour = 1
[rules]
latst-tag = "off"
latest-tag = "of"
apt-get-yes = true
privileged = "note"
[[override]]
rules = { latest-tag = "off" }
[[override]]
files = ["a{b", 7]
rule = {}
rules = { latest-tag = { level = "note", allow = 1 } }
"#;
    let (config, problems) = read(toml, &Overrides::default());
    let expected = [
        "extend | unknown setting `extend` | did you mean `extends`?",
        "\"recomended\" | unknown preset `recomended` | did you mean `recommended`?",
        "\"waring\" | unknown level `waring` | did you mean `warning`?",
        "\"vendor\" | expected a list of strings, found a string | write `[\"vendor\"]`",
        "colour | unknown setting `colour` \
         | use `exclude`, `extends`, `fail-on`, `formats`, `image`, `labels`, `override`, `policy`, `project`, `root`, \
         `rules`, `strict-labels` or `trusted-registries`",
        "latst-tag | unknown rule `latst-tag` | did you mean `latest-tag`?",
        "\"of\" | unknown level `of` | did you mean `off`?",
        "true | expected a string, found a boolean | write `off`, `style`, `note`, `warning` or `error`",
        "rules | an override must set `files` | add `files = [\"test/**\"]`",
        "\"a{b\" | not a valid path pattern: unclosed alternate group; missing '}' \
         (maybe escape '{' with '[{]'?)",
        "7 | expected a string, found a number",
        "rule | an override has no `rule` | did you mean `rules`?",
        "allow | an override can set only levels | move options to `[rules]`, where they apply to every file",
    ];
    assert_eq!(problems, expected);
    assert_eq!(config.level(meta("privileged"), meta("privileged").aliases, "repo/a"), Some(Level::Note));
    assert_eq!(config.level(meta("latest-tag"), meta("latest-tag").aliases, "repo/a"), Some(Level::Warning));
}

#[test]
fn mistakes_in_images_have_their_places() {
    let toml = r#"
[[image]]
name = "foo:1"
[[image]]
usr = "x"
[[image]]
name = "registry.example.com/acme/*"
usr = "app"
kind = "databse"
ports = [80, "81", 65536]
data = "data"
like = "postgress"
tools = ["curl", "a b"]
healthcheck = "yes"
"#;
    let (config, problems) = read(toml, &Overrides::default());
    let expected = [
        "\"foo:1\" | the `name` of an image cannot contain a tag | list tags under `tags`, for example `tags = [\"1.*\"]`",
        "usr | an image must have a `name` | add `name = \"registry.example.com/team/app\"`",
        "usr | an image has no field `usr` | did you mean `user`?",
        "\"databse\" | unknown kind `databse` | did you mean `database`?",
        "\"81\" | expected a port number from 1 to 65535",
        "65536 | expected a port number from 1 to 65535",
        "\"data\" | a path in an image must start with `/`",
        "\"postgress\" | unknown image `postgress` \
         | run `plimsoll show --image NAME` to see what is known about an image",
        "\"a b\" | expected a single word",
        "\"yes\" | expected `true` or `false`, found a string",
    ];
    assert_eq!(problems, expected);
    let known = config.images().find("registry.example.com/acme/app", "latest").unwrap();
    assert_eq!(known.ports().collect::<Vec<_>>(), [80]);
    assert_eq!(known.has_tool("curl"), Some(true));
    assert_eq!(
        config.images().describe("registry.example.com/acme/app", "1")[0].source,
        "repo/plimsoll.toml:6"
    );
}

#[test]
fn what_is_no_toml_costs_its_line() {
    let toml = "[rules]\nlatest-tag = off\napt-get-yes = \"off\"\n= 3\n";
    let (config, problems) = read(toml, &Overrides::default());
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems[0].starts_with("off | "), "{problems:?}");
    assert_eq!(config.level(meta("apt-get-yes"), meta("apt-get-yes").aliases, "repo/a"), None);
    assert_eq!(
        config.level(meta("latest-tag"), meta("latest-tag").aliases, "repo/a"),
        None,
        "quotes are all that is missing"
    );
    for end in 0..toml.len() {
        let half = toml.get(..end).unwrap();
        assert!(read(half, &Overrides::default()).1.len() <= 3, "half a file is a file, too");
    }
}

#[test]
fn strange_files_are_files() {
    let (config, problems) = read("\u{feff}[rules]\r\nlatest-tag = 'off'\r\n", &Overrides::default());
    assert_eq!(
        (problems, config.level(meta("latest-tag"), meta("latest-tag").aliases, "repo/a")),
        (vec![], None)
    );
    let deep = format!("rules.latest-tag = {{ x = {}", "[".repeat(100_000));
    assert!(!read(&deep, &Overrides::default()).1.is_empty());
}

#[test]
fn options_that_a_rule_does_not_take() {
    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Options {
        #[serde(default, rename = "allow")]
        _allow: Vec<String>,
    }
    let shown = |options: &str| {
        let toml = format!("rules.latest-tag = {options}");
        let (config, _) = read(&toml, &Overrides::default());
        let error = config.options("latest-tag").try_into::<Options>().unwrap_err();
        let problem = config.option_problem("latest-tag", &error).unwrap();
        let help = problem.help.unwrap_or_default();
        format!("{} | {} | {help}", toml.get(problem.primary.span.range()).unwrap(), problem.message)
    };
    assert_eq!(
        shown("{ alow = [] }"),
        "alow | rule `latest-tag` has no option `alow` | did you mean `allow`?"
    );
    assert_eq!(
        shown("{ allow = 'x' }"),
        "'x' | invalid option `allow` for rule `latest-tag`: expected a list, found a string | write a list: `[\"x\"]`"
    );
}

/// hadolint judges a variable by its name, so its severities say nothing about a value that is a secret.
#[test]
fn a_severity_of_hadolint_lowers_only_what_hadolint_can_find() {
    let level = |text: &str| {
        let (config, _) = read(text, &Overrides::default());
        config.level(meta("baked-secret"), meta("baked-secret").aliases, "repo/Dockerfile")
    };
    assert_eq!(level("extends = ['hadolint']"), Some(Level::Error));
    assert_eq!(level("rules.DL3064 = 'note'"), Some(Level::Error));
    assert_eq!(level("rules.DL3064 = 'off'"), None);
    assert_eq!(level("rules.baked-secret = 'note'"), Some(Level::Note));
}
