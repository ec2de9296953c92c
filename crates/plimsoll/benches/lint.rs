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
