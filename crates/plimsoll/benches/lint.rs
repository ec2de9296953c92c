//! What linting costs: the repositories of `testdata`, and generated files of one size and of ten times that size.
//! `cargo bench -p plimsoll`; compare medians of one run, never single figures of two machines.
#![allow(missing_docs, clippy::unwrap_used)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::fmt::Write;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use plimsoll_linter::{FileKind, MemoryFiles};

fn dockerfile(stages: usize) -> String {
    let mut text = String::new();
    for stage in 0..stages {
        write!(
            text,
            "FROM golang:1.25 AS stage{stage}\nARG VERSION=1\nENV HOME=/srv PATH=/srv/bin:$PATH\nWORKDIR /srv\n\
             COPY --chown=app:app go.mod go.sum ./\nRUN --mount=type=cache,target=/root/.cache \\\n    apt-get update && \\\n    \
             # the compiler\n    apt-get install -y --no-install-recommends gcc=4:* \\\n    && rm -rf /var/lib/apt/lists/*\n\
             RUN <<EOF\nset -e\ngo build -o /srv/app ./...\nEOF\nUSER app\nCMD [\"/srv/app\"]\n"
        )
        .unwrap();
    }
    text
}

fn compose(services: usize) -> String {
    let mut text = "services:\n".to_owned();
    for service in 0..services {
        write!(
            text,
            "  service{service}:\n    image: ghcr.io/acme/app:1.{service}\n    environment:\n      - LEVEL=${{LEVEL:-info}}\n    ports:\n      \
             - \"127.0.0.1:{}:80\"\n    volumes:\n      - data:/data:ro\n    healthcheck:\n      test: [CMD, curl, -f, localhost]\n    \
             deploy:\n      resources:\n        limits: {{memory: 128M}}\n",
            1024 + service % 60000
        )
        .unwrap();
    }
    text + "volumes:\n  data:\n"
}

/// Services in parts that one file includes, each of which extends a service of another file.
fn included(parts: usize) -> MemoryFiles {
    const EACH: usize = 10;
    let mut files = BTreeMap::new();
    let mut main = "name: parts\ninclude:\n".to_owned();
    for part in 0..parts {
        writeln!(main, "  - part{part}/compose.yaml").unwrap();
        let mut text = "services:\n".to_owned();
        for service in part * EACH..(part + 1) * EACH {
            write!(
                text,
                "  service{service}:\n    extends: {{file: ../base.yaml, service: base}}\n    image: ghcr.io/acme/app:1.{service}\n    \
                 environment:\n      PEER: http://service{}:8080\n    ports: [\"127.0.0.1:{}:8080\"]\n    networks: [front, back]\n",
                service.saturating_sub(1),
                1024 + service % 60000
            )
            .unwrap();
        }
        text += "networks:\n  front:\n  back:\n    internal: true\n";
        files.insert(format!("part{part}/compose.yaml"), text);
    }
    files.insert("compose.yaml".to_owned(), main);
    let base = "services:\n  base:\n    restart: unless-stopped\n    environment:\n      TZ: UTC\n    healthcheck:\n      \
                test: [CMD, /srv/check]\n    logging:\n      driver: local\n";
    files.insert("base.yaml".to_owned(), base.to_owned());
    MemoryFiles(files)
}

fn one(path: &str, text: String) -> MemoryFiles {
    MemoryFiles(BTreeMap::from([(path.to_owned(), text)]))
}

fn bench(criterion: &mut Criterion) {
    let mut repositories = MemoryFiles::copy_of(&support::testdata()).unwrap();
    repositories.0.retain(|path, _| FileKind::of(path).is_some());
    let inputs = [
        ("testdata", repositories),
        ("dockerfile", one("Dockerfile", dockerfile(10))),
        ("dockerfile, 10 times as long", one("Dockerfile", dockerfile(100))),
        ("compose", one("compose.yaml", compose(20))),
        ("compose, 10 times as long", one("compose.yaml", compose(200))),
        ("20 services in 2 files", included(2)),
        ("200 services in 20 files", included(20)),
    ];
    let mut group = criterion.benchmark_group("lint");
    for (name, files) in &inputs {
        let bytes = files.0.values().map(String::len).sum::<usize>();
        group.throughput(Throughput::Bytes(bytes as u64));
        group.bench_function(*name, |bencher| bencher.iter(|| support::lint(files, None)));
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
