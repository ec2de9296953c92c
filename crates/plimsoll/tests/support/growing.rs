//! Inputs of any size, each of a kind whose cost once grew faster than its size. The tests count what they make the
//! linter do; `cargo xtask growth` counts instructions.

#[path = "growing/configured.rs"]
mod configured;

/// What a finding says, or its rule, where a limit is hit.
pub(crate) const LIMITS: [&str; 3] = ["limit-exceeded", "long-script", "only the first "];

/// The text of a file, of a size.
type Text = fn(usize) -> String;

/// A kind of input.
pub(crate) struct Growing {
    /// What it is called in tables.
    pub(crate) name: &'static str,
    /// A size at which starting up no longer hides what it costs.
    pub(crate) size: usize,
    /// Its files, each with the text of a size.
    pub(crate) files: &'static [(&'static str, Text)],
}

impl Growing {
    /// How many bytes its files have together.
    pub(crate) fn bytes(&self, size: usize) -> usize {
        self.files.iter().map(|(_, text)| text(size).len()).sum()
    }

    /// The largest size of which the files have at most so many bytes together.
    pub(crate) fn size_within(&self, bytes: usize) -> usize {
        let fits = |size| self.bytes(size) <= bytes;
        let mut size = 1;
        while fits(2 * size) {
            size *= 2;
        }
        let mut step = size / 2;
        while step > 0 {
            if fits(size + step) {
                size += step;
            }
            step /= 2;
        }
        size
    }
}

/// Every kind.
pub(crate) fn all() -> impl Iterator<Item = &'static Growing> {
    ALONE.iter().chain(configured::ALL)
}

/// Those of one file.
const ALONE: &[Growing] = &[
    Growing { name: "shell functions", size: 500, files: &[("Dockerfile", functions)] },
    Growing { name: "shell functions, a script each", size: 250, files: &[("Dockerfile", scripts)] },
    Growing { name: "undefined arguments", size: 500, files: &[("Dockerfile", undefined_arguments)] },
    Growing { name: "unknown stages", size: 1_000, files: &[("Dockerfile", unknown_stages)] },
    Growing { name: "assignments and words", size: 2_000, files: &[("Dockerfile", words)] },
    Growing { name: "changes of directory", size: 2_000, files: &[("Dockerfile", directories)] },
    Growing { name: "patterns of case", size: 2_000, files: &[("Dockerfile", patterns)] },
    Growing { name: "chained arguments", size: 4_000, files: &[("Dockerfile", chained_arguments)] },
    Growing { name: "merged mappings", size: 1_000, files: &[("compose.yaml", merged_mappings)] },
    Growing { name: "merged environments", size: 500, files: &[("compose.yaml", merged_environments)] },
    Growing { name: "secrets of a service", size: 1_000, files: &[("compose.yaml", secrets)] },
    Growing { name: "suppressions", size: 2_000, files: &[("Dockerfile", suppressions)] },
    Growing { name: "suppressed instructions", size: 1_000, files: &[("Dockerfile", suppressed)] },
    Growing { name: "nested JSON", size: 4_000, files: &[("Dockerfile", nested_json)] },
    Growing { name: "commands without a shell", size: 2_000, files: &[("Dockerfile", no_shell)] },
    Growing { name: "variables of another stage", size: 2_000, files: &[("Dockerfile", out_of_scope)] },
    Growing { name: "users", size: 500, files: &[("Dockerfile", users)] },
    Growing { name: "copies and owners", size: 1_000, files: &[("Dockerfile", owners)] },
    Growing { name: "a stage for each package list", size: 1_000, files: &[("Dockerfile", package_lists)] },
    Growing { name: "installs in a chain of stages", size: 1_200, files: &[("Dockerfile", installs)] },
    Growing { name: "misplaced directives", size: 2_000, files: &[("Dockerfile", directives)] },
    Growing { name: "services on networks", size: 500, files: &[("compose.yaml", networks)] },
    Growing { name: "services that build", size: 500, files: &[("compose.yaml", builds)] },
    Growing { name: "extending services", size: 500, files: &[("compose.yaml", extending)] },
    Growing { name: "suppressed services", size: 1_000, files: &[("compose.yaml", suppressed_services)] },
    Growing { name: "installs in a stage", size: 500, files: &[("Dockerfile", installs_in_a_stage)] },
    Growing { name: "arguments and commands", size: 500, files: &[("Dockerfile", pairs)] },
    Growing { name: "chain of stages", size: 2_000, files: &[("Dockerfile", stage_chain)] },
    Growing { name: "services that need the one before", size: 1_000, files: &[("compose.yaml", needing)] },
    Growing { name: "networks of one service", size: 2_000, files: &[("compose.yaml", one_on_networks)] },
    Growing { name: "blank lines in an instruction", size: 4_000, files: &[("Dockerfile", blank_lines)] },
    Growing { name: "variables of one ENV", size: 1_000, files: &[("Dockerfile", own_variables)] },
    Growing { name: "variables in one value", size: 1_000, files: &[("Dockerfile", joined_variables)] },
    Growing { name: "instructions for later stages", size: 1_000, files: &[("Dockerfile", triggers)] },
    Growing { name: "stages that start a program", size: 1_000, files: &[("Dockerfile", starting)] },
    Growing { name: "package indexes", size: 1_000, files: &[("Dockerfile", package_indexes)] },
    Growing { name: "scripts that steps start", size: 1_000, files: &[("Dockerfile", started_scripts)] },
    Growing { name: "misspelled images", size: 500, files: &[("compose.yaml", misspelled)] },
    Growing { name: "ports of one service", size: 2_000, files: &[("compose.yaml", one_on_ports)] },
    Growing { name: "ports and variables of a database", size: 1_000, files: &[("compose.yaml", database)] },
    Growing { name: "duplicate keys", size: 4_000, files: &[("compose.yaml", duplicate_keys)] },
    Growing { name: "merge conflicts", size: 1_000, files: &[("compose.yaml", conflicts)] },
];

/// A line for each number below `size`.
fn lines(size: usize, line: impl Fn(usize) -> String) -> String {
    (0..size).map(line).collect()
}

fn functions(size: usize) -> String {
    format!("FROM alpine:3.22\nRUN{} f0\n", lines(size, |at| format!(" f{at}() {{ f{}; }};", at + 1)))
}

/// Each below every limit.
fn scripts(size: usize) -> String {
    let script = |at| format!("RUN{} f0 {at}\n", lines(40, |at| format!(" f{at}() {{ f{}; }};", at + 1)));
    format!("FROM alpine:3.22\n{}", lines(size / 10, script))
}

fn undefined_arguments(size: usize) -> String {
    lines(size, |at| format!("ARG VARIABLE{at}=x\n")) + &lines(size, |at| format!("FROM a:$VARIABLF{at}\n"))
}

fn unknown_stages(size: usize) -> String {
    lines(size, |at| format!("FROM alpine:3.22 AS s{at}\n"))
        + &lines(size, |at| format!("COPY --from=zz{at} /a /b\n"))
}

fn words(size: usize) -> String {
    format!("FROM alpine:3.22\nRUN {}cmd {}\n", "A=b ".repeat(size), "-x ".repeat(size))
}

fn directories(size: usize) -> String {
    format!("FROM alpine:3.22\nRUN {}true\n", "cd x; ".repeat(size))
}

fn patterns(size: usize) -> String {
    format!("FROM alpine:3.22\nRUN case $x in {}esac\n", "a) b;; ".repeat(size))
}

fn chained_arguments(size: usize) -> String {
    let argument = |at| format!("ARG A{}=${{A{at}}}y\n", at + 1);
    format!("ARG A0=x\n{}FROM a:$A{size}\nRUN x\n", lines(size, argument))
}

/// Each service merges a mapping of its own.
fn merged_mappings(size: usize) -> String {
    let service = |at| format!("  s{at}:\n    image: a\n    <<: *a{at}\n");
    lines(size, |at| format!("x-a{at}: &a{at}\n  init: true\n")) + "services:\n" + &lines(size, service)
}

/// Each service merges the same mapping, which is as long as there are services.
fn merged_environments(size: usize) -> String {
    let service = |at| format!("  s{at}:\n    image: a\n    environment:\n      <<: *all\n");
    let variables = lines(size, |at| format!("  K{at}: v\n"));
    format!("x-all: &all\n{variables}services:\n{}", lines(size, service))
}

fn secrets(size: usize) -> String {
    let secret = |at| format!("      A{at}_PASSWORD: kV7qq2Lx{at}z\n");
    format!("services:\n  a:\n    image: a\n    environment:\n{}", lines(size, secret))
}

fn suppressions(size: usize) -> String {
    "FROM alpine:3.22\n".to_owned() + &"# plimsoll: ignore[latest-tga, b, c]\n".repeat(size)
}

fn suppressed(size: usize) -> String {
    "FROM alpine:3.22\n".to_owned() + &"# plimsoll: ignore[latest-tag]\nRUN echo $HOME\n".repeat(size)
}

fn nested_json(size: usize) -> String {
    format!("FROM alpine:3.22\nCMD {}\n", "[\"a\",".repeat(size))
}

fn pairs(size: usize) -> String {
    "FROM alpine:3.22\n".to_owned() + &lines(size, |at| format!("ENV A{at}=b\nRUN echo $A{at}\n"))
}

fn no_shell(size: usize) -> String {
    "FROM scratch\n".to_owned() + &lines(size, |at| format!("COPY a{at} /x\nHEALTHCHECK CMD a{at}\n"))
}

fn out_of_scope(size: usize) -> String {
    let declared = lines(size, |at| format!("ARG V{at}=1\n"));
    format!("FROM a:1 AS a\n{declared}FROM debian:12.5\nRUN echo {}\n", lines(size, |at| format!("$V{at} ")))
}

fn users(size: usize) -> String {
    "FROM debian:12.5\n".to_owned() + &lines(size, |at| format!("RUN echo {at}\nUSER u{at}\n"))
}

fn owners(size: usize) -> String {
    let copies = lines(size, |at| format!("COPY a{at} /srv/a{at}\n"));
    format!("FROM debian:12.5\n{copies}{}", lines(size, |at| format!("RUN chown -R a /srv/b{at}\n")))
}

fn package_lists(size: usize) -> String {
    let stage = |at| format!("FROM s{at} AS s{}\nRUN apt-get update\n", at + 1);
    format!("FROM debian:12.5 AS s0\n{}", lines(size, stage))
}

fn installs(size: usize) -> String {
    let stage = |at| format!("FROM s{at} AS s{}\nCOPY a{at} /b/\nRUN npm install\n", at + 1);
    format!("FROM debian:12.5 AS s0\n{}", lines(size, stage))
}

fn installs_in_a_stage(size: usize) -> String {
    "FROM debian:12.5\n".to_owned() + &lines(size, |at| format!("RUN apt-get install -y a{at}\n"))
}

fn networks(size: usize) -> String {
    let service = |at| format!("  s{at}:\n    image: a:1\n    networks: [n{at}]\n    depends_on: [s0]\n");
    let declared = lines(size, |at| format!("  n{at}:\n"));
    format!("services:\n{}networks:\n{declared}", lines(size, service))
}

fn builds(size: usize) -> String {
    "services:\n".to_owned() + &lines(size, |at| format!("  s{at}:\n    build: .\n"))
}

fn extending(size: usize) -> String {
    let service = |at| format!("  s{}:\n    extends: s{at}\n", at + 1);
    format!("services:\n  s0:\n    image: a:1\n{}", lines(size, service))
}

fn stage_chain(size: usize) -> String {
    "FROM debian:12.5 AS s0\n".to_owned() + &lines(size, |at| format!("FROM s{at} AS s{}\n", at + 1))
}

fn needing(size: usize) -> String {
    let service = |at| format!("  s{}:\n    image: a:1\n    depends_on: [s{at}]\n", at + 1);
    format!("services:\n  s0:\n    image: a:1\n{}", lines(size, service))
}

fn one_on_networks(size: usize) -> String {
    let used = lines(size, |at| format!("      - n{at}\n"));
    let declared = lines(size, |at| format!("  n{at}:\n"));
    format!("services:\n  a:\n    image: a:1\n    networks:\n{used}networks:\n{declared}")
}

fn blank_lines(size: usize) -> String {
    format!("FROM debian:12.5\nRUN a \\\n{} && b\n", "\n".repeat(size))
}

/// Each is set by the same instruction.
fn own_variables(size: usize) -> String {
    format!("FROM scratch\nENV A0=b {}\n", lines(size, |at| format!("A{}=$A{at} ", at + 1)))
}

fn joined_variables(size: usize) -> String {
    format!("FROM scratch\nENV A={}\n", lines(size, |at| format!("$B{at}")))
}

fn triggers(size: usize) -> String {
    "FROM debian:12.5\n".to_owned() + &lines(size, |at| format!("ONBUILD COPY a{at} b\n"))
}

fn starting(size: usize) -> String {
    lines(size, |at| format!("FROM debian:12.5 AS s{at}\nCMD [\"b\"]\n"))
}

fn package_indexes(size: usize) -> String {
    "FROM alpine:3.22\n".to_owned() + &"RUN apk update\n".repeat(size)
}

fn started_scripts(size: usize) -> String {
    "FROM debian:12.5\n".to_owned() + &lines(size, |at| format!("COPY e{at}.sh ./\nRUN ./e{at}.sh\n"))
}

fn misspelled(size: usize) -> String {
    "services:\n".to_owned() + &lines(size, |at| format!("  s{at}:\n    image: ngnix:1\n"))
}

fn one_on_ports(size: usize) -> String {
    format!("services:\n  a:\n    image: a:1\n    ports:\n{}", "      - \"80:80\"\n".repeat(size))
}

/// It is kept, and nothing guards it.
fn database(size: usize) -> String {
    let variables = lines(size, |at| format!("      A{at}: b\n"));
    let ports = "      - \"5432:5432\"\n".repeat(size);
    format!(
        "services:\n  a:\n    image: postgres:17\n    restart: always\n    environment:\n{variables}    ports:\n{ports}"
    )
}

fn duplicate_keys(size: usize) -> String {
    format!("services:\n  a:\n    image: a:1\n    environment:\n{}", "      A: 1\n".repeat(size))
}

fn conflicts(size: usize) -> String {
    let conflict =
        |at| format!("<<<<<<< a\n  s{at}:\n    image: a:1\n=======\n  t{at}:\n>>>>>>> b\n# {at}\n");
    "services:\n".to_owned() + &lines(size, conflict)
}

fn suppressed_services(size: usize) -> String {
    let service = |at| format!("  # plimsoll: ignore[latest-tag]\n  s{at}:\n    image: a:latest\n");
    "services:\n".to_owned() + &lines(size, service)
}

fn directives(size: usize) -> String {
    format!("# a\n{}FROM debian:12.5\nRUN a `\n", "# escape=`\n".repeat(size))
}
