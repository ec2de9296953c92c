//! Every row of the table, and whole files with what dockerd makes of them.

use plimsoll_diagnostics::{FileId, Text};
use plimsoll_facts::daemon_keys::{self, Key, Status};
use plimsoll_facts::log_options;

use super::{Problem, Settings, Verdict};
use crate::json;

fn problems(text: &str, path: &str, engine: Option<&str>) -> Vec<Problem> {
    let stream = json::read(Text::new(text, FileId::FIRST, 0));
    let mapping = stream.documents.first().and_then(|document| document.as_mapping()).unwrap();
    Settings::new(mapping, path, stream.problems.is_empty()).problems(engine)
}

fn verdicts(text: &str) -> Vec<Verdict> {
    problems(text, "daemon.json", None).into_iter().map(|problem| problem.verdict).collect()
}

fn of_row(key: &Key, value: &str, engine: Option<&str>) -> Vec<Verdict> {
    let path =
        if key.platform == "windows" { "ProgramData/docker/config/daemon.json" } else { "daemon.json" };
    let text = format!("{{\"{}\": {value}}}", key.path);
    problems(&text, path, engine).into_iter().map(|problem| problem.verdict).collect()
}

#[test]
fn every_row_reads_as_its_status_says() {
    let mut rows = 0;
    for key in daemon_keys::keys().iter().filter(|key| !key.path.contains(['.', '['])) {
        rows += 1;
        let good = if key.good.is_empty() { "null" } else { key.good };
        let found = of_row(key, good, None);
        let expected: &[Verdict] = match key.status {
            Status::Current | Status::Deprecated(_) => &[],
            Status::Removed(_) => &[Verdict::Unsupported],
            Status::Ignored(_) => &[Verdict::Ignored],
            Status::Refused => &[Verdict::Invalid],
        };
        assert_eq!(found, expected, "{}: {good}", key.path);
        if !key.bad.is_empty() {
            assert_eq!(of_row(key, key.bad, None), [Verdict::Invalid], "{}: {}", key.path, key.bad);
        }
        if let Status::Removed(version) = key.status {
            let engine = format!("{}.9", version.split('.').next().unwrap().parse::<u32>().unwrap() - 1);
            assert_eq!(of_row(key, good, Some(&engine)), [], "{} on {engine}", key.path);
        }
        if !key.since.is_empty() {
            assert_eq!(of_row(key, good, Some("1.9")), [Verdict::Unsupported], "{} on 1.9", key.path);
            assert_eq!(of_row(key, good, Some(key.since)), expected, "{} on {}", key.path, key.since);
        }
        if key.platform == "linux" && expected.is_empty() {
            let found = problems(
                &format!("{{\"{}\": {good}}}", key.path),
                "ProgramData/docker/config/daemon.json",
                None,
            );
            assert!(found.iter().any(|it| it.verdict == Verdict::Invalid), "{} on Windows", key.path);
        }
    }
    assert!(rows > 120, "{rows}");
}

/// A value for a path below a key of the file, and the file around it.
fn around(path: &str, value: &str) -> String {
    let mut text = value.to_owned();
    for part in path.split('.').rev() {
        text = match part.strip_suffix("[]") {
            Some(name) => format!("{{\"{name}\": [{text}]}}"),
            None if part == "*" => format!("{{\"nofile\": {text}}}"),
            None => format!("{{\"{part}\": {text}}}"),
        };
    }
    text
}

#[test]
fn every_part_of_a_key_has_its_type() {
    use daemon_keys::Shape;
    for key in daemon_keys::keys().iter().filter(|key| key.path.contains(['.', '['])) {
        let (good, bad) = match key.shape {
            Shape::Bool => ("true", "\"true\""),
            Shape::Int => ("8", "\"8\""),
            Shape::Text => ("\"10.0.0.0/8\"", "8"),
            Shape::TextOrInt => ("8", "true"),
            Shape::Texts => ("[\"a\"]", "\"a\""),
            Shape::Object => ("{}", "[]"),
            Shape::Any => continue,
            shape => panic!("{}: {shape:?}", key.path),
        };
        // What must stand beside it is another test's.
        let about = |value: &str| -> Vec<Problem> {
            let text = around(key.path, value);
            let found = problems(&text, "daemon.json", None);
            let at = text.find(value).unwrap();
            found.into_iter().filter(|it| it.span.start as usize == at).collect()
        };
        let is_ignored = matches!(key.status, Status::Ignored(_));
        let good = if key.path == "default-ulimits.*.Name" { "\"nofile\"" } else { good };
        assert_eq!(about(good), [], "{}: {good}", key.path);
        assert_eq!(about(bad).len(), usize::from(!is_ignored), "{}: {bad}", key.path);
        if is_ignored {
            assert!(verdicts(&around(key.path, good)).contains(&Verdict::Ignored), "{}", key.path);
        }
    }
}

#[test]
fn every_log_option_belongs_to_its_drivers() {
    let all: Vec<&str> = log_options::drivers().collect();
    assert!(all.len() >= 9, "{all:?}");
    let mut options = 0;
    for driver in &all {
        for option in log_options::of_driver(driver).into_iter().filter(|option| !option.ends_with('*')) {
            options += 1;
            let value = match option {
                "max-size" | "max-buffer-size" => "10m",
                "max-file" => "3",
                "mode" => "non-blocking",
                "compress" | "fluentd-async" | "splunk-insecureskipverify" => "true",
                "gelf-address" => "udp://logs.example:12201",
                "syslog-format" => "rfc5424",
                _ => "x",
            };
            let refusals = |driver: &str| {
                let text =
                    format!("{{\"log-driver\": \"{driver}\", \"log-opts\": {{\"{option}\": \"{value}\"}}}}");
                let found = problems(&text, "daemon.json", None);
                found.into_iter().filter(|it| it.message.contains("has no option")).count()
            };
            assert_eq!(refusals(driver), 0, "{driver} {option}");
            for other in all.iter().filter(|other| !log_options::of_driver(other).contains(&option)) {
                assert_eq!(refusals(other), 1, "{other} {option}");
            }
            assert_eq!(refusals("acme/plugin:1"), 0, "{option}");
        }
    }
    assert!(options > 80, "{options}");
}

#[test]
fn files_start_or_do_not() {
    for text in [
        "{}",
        r#"{"debug": null}"#,
        r#"{"log-driver": "local", "log-opts": {"max-size": "10m", "max-file": "3"}}"#,
        r#"{"default-address-pools": [{"base": "10.10.0.1/16", "size": 24}]}"#,
        r#"{"default-runtime": "io.containerd.kata.v2"}"#,
        r#"{"labels": ["a=1", "a=1"]}"#,
        r#"{"log-level": "WARN"}"#,
        r#"{"builder": {"gc": {"enabled": true, "defaultKeepStorage": "20GB"}}}"#,
        r#"{"BUILDER_": null, "builder": {"GC": {"Enabled": true}}}"#,
        r#"{"seccomp-profile": ""}"#,
        r#"{"hosts": ["tcp://127.0.0.1:2375"], "tls": false}"#,
        r#"{"tls": true, "tlscert": "/a.pem", "tlskey": "/b.pem"}"#,
        r#"{"registry-mirrors": ["{{ mirror }}", "${MIRROR}", "https://m.example/path"]}"#,
        r#"{"insecure-registries": ["http://r.example:5000", "[::1]:5000", "10.0.0.0/8", "r_1.example"]}"#,
        r#"{"log-driver": "loki", "log-opts": {"loki-url": "http://l.example"}}"#,
        r#"{"log-driver": "none", "log-opts": {"x": "y"}}"#,
        r#"{"runtimes": {"nvidia": {"path": "nvidia-container-runtime", "args": []}}, "default-runtime": "nvidia"}"#,
        r#"{"icc": false}"#,
        r#"{"exec-opts": ["native.cgroupdriver=systemd"], "cgroup-parent": "docker.slice"}"#,
        r#"{"userns-remap": "default"}"#,
        r#"{"default-ulimits": {"nofile": {"Name": "nofile", "Hard": -1, "Soft": 1024}}}"#,
    ] {
        let expected: &[Verdict] = if text.contains("BUILDER_") { &[Verdict::Invalid] } else { &[] };
        assert_eq!(verdicts(text), expected, "{text}");
    }
    for (text, verdict) in [
        (r#"{"Debug": true}"#, Verdict::Invalid),
        (r#"{"//": "note"}"#, Verdict::Invalid),
        (r#"{"log_driver": "local"}"#, Verdict::Invalid),
        (r#"{"logging": {"log-driver": "local"}}"#, Verdict::Ignored),
        (r#"{"x": {}}"#, Verdict::Ignored),
        (r#"{"x": {"y": 1}}"#, Verdict::Invalid),
        (r#"{"log-opts": {"max-size": "10m", "max-file": 3}}"#, Verdict::Invalid),
        (r#"{"log-driver": "journald", "log-opts": {"max-size": "10m"}}"#, Verdict::Invalid),
        (r#"{"log-driver": "jsonfile"}"#, Verdict::Invalid),
        (r#"{"log-driver": "awslogs", "log-opts": {"awslogs-region": "eu-west-1"}}"#, Verdict::Invalid),
        (r#"{"log-opts": {"max-buffer-size": "4m", "max-size": "10m"}}"#, Verdict::Invalid),
        (r#"{"log-opts": {"compress": "true"}}"#, Verdict::Conflict),
        (r#"{"log-opts": {"max-file": "3"}}"#, Verdict::Ignored),
        (r#"{"log-driver": "fluentd", "log-opts": {"fluentd-async-connect": "true"}}"#, Verdict::Unsupported),
        (r#"{"storage-driver": "devicemapper"}"#, Verdict::Unsupported),
        (
            r#"{"storage-driver": "overlay2", "storage-opts": ["overlay2.override_kernel_check=true"]}"#,
            Verdict::Unsupported,
        ),
        (r#"{"storage-driver": "overlay2", "storage-opts": ["dm.basesize=20G"]}"#, Verdict::Invalid),
        (r#"{"icc": false, "iptables": false}"#, Verdict::Conflict),
        (r#"{"icc": false, "ipv6": true, "ip6tables": false}"#, Verdict::Conflict),
        (r#"{"bridge": "br0", "bip": "10.9.0.1/24"}"#, Verdict::Conflict),
        (r#"{"tls": false, "tlsverify": false}"#, Verdict::Conflict),
        (r#"{"tls": true}"#, Verdict::Conflict),
        (r#"{"hosts": "unix:///x"}"#, Verdict::Invalid),
        (r#"{"hosts": ["tcp://0.0.0.0:99999"]}"#, Verdict::Invalid),
        (r#"{"hosts": ["tcp://0.0.0.0:2375/x"]}"#, Verdict::Invalid),
        (r#"{"mtu": "1400"}"#, Verdict::Invalid),
        (r#"{"mtu": 1400.0}"#, Verdict::Invalid),
        (r#"{"default-address-pools": [{"base": "10.10.0.0/16", "size": 8}]}"#, Verdict::Invalid),
        (r#"{"default-address-pools": [{"base": "10.10.0.0/16"}]}"#, Verdict::Invalid),
        (r#"{"registry-mirrors": ["https://u:p@mirror.example"]}"#, Verdict::Invalid),
        (r#"{"registry-mirrors": ["https://mirror.example?x=1"]}"#, Verdict::Invalid),
        (r#"{"insecure-registries": ["host:port"]}"#, Verdict::Invalid),
        (r#"{"default-runtime": "nvidia"}"#, Verdict::Invalid),
        (r#"{"runtimes": {"runc": {"path": "/usr/bin/runc"}}}"#, Verdict::Invalid),
        (r#"{"runtimes": {"a": {"path": "/a", "args": ["--x"]}}}"#, Verdict::Ignored),
        (r#"{"exec-opts": ["native.cgroupdriver=cgroupsfs"]}"#, Verdict::Invalid),
        (r#"{"exec-opts": ["native.cgroupdriver=systemd"], "cgroup-parent": "/docker"}"#, Verdict::Conflict),
        (r#"{"default-ulimits": {"nofile": {"Hard": 64000, "Soft": 64000}}}"#, Verdict::Invalid),
        (r#"{"default-ulimits": {"nofile": {"Name": "nofile", "Soft": 10}}}"#, Verdict::Invalid),
        (r#"{"userns-remap": "default", "features": {"containerd-snapshotter": true}}"#, Verdict::Conflict),
        (r#"{"userns-remap": "root"}"#, Verdict::Ignored),
        (r#"{"labels": ["a=1", "a=2"]}"#, Verdict::Conflict),
        (r#"{"labels": ["com.docker.x=1"]}"#, Verdict::Invalid),
        (r#"{"builder": {"gc": {"policy": [{"keepDuration": "48h"}]}}}"#, Verdict::Ignored),
        (r#"{"host-gateway-ips": ["10.0.0.1", "10.0.0.2"]}"#, Verdict::Conflict),
        (r#"{"live-restore": true, "data-root": "C:\\docker"}"#, Verdict::Invalid),
        (r#"{"storage-driver": "windowsfilter"}"#, Verdict::Invalid),
    ] {
        assert_eq!(verdicts(text), [verdict], "{text}");
    }
}

/// What is missing in a file of which the end is missing may have stood there.
#[test]
fn nothing_is_missing_in_half_a_file() {
    assert_eq!(verdicts(r#"{"tls": true, "default-runtime": "nvidia", "#), []);
}
