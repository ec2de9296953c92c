"""What the rehearsal publishes: the smallest packages that the clients take for real ones."""

import contextlib
import hashlib
import io
import json
import os
import socket
import subprocess
import sys
import tarfile
import time
import urllib.request
import zipfile
from pathlib import Path

METADATA = "Metadata-Version: 2.1\nName: plimsoll-lint\nVersion: 1.2.3\n"


class Missing(Exception):
    """A program that a step cannot do without."""


def stubs(folder, stub):
    """Programs that cannot talk to a registry on this machine."""
    folder.mkdir()
    for program in ("gh", "npx"):
        path = folder / program
        path.write_text(f'#!/bin/sh\nexec {sys.executable} {stub} {program} "$@"\n')
        path.chmod(0o755)


def wheels(folder):
    folder.mkdir()
    paths = []
    for platform in ("manylinux2014_x86_64", "win_amd64"):
        path = folder / f"plimsoll_lint-1.2.3-py3-none-{platform}.whl"
        info = "plimsoll_lint-1.2.3.dist-info"
        with zipfile.ZipFile(path, "w") as wheel:
            wheel.writestr(f"{info}/METADATA", METADATA)
            wheel.writestr(f"{info}/WHEEL", f"Wheel-Version: 1.0\nTag: py3-none-{platform}\n")
            wheel.writestr(f"{info}/RECORD", "")
        paths.append(path)
    source = folder / "plimsoll_lint-1.2.3.tar.gz"
    with tarfile.open(source, "w:gz") as archive:
        add(archive, "plimsoll_lint-1.2.3/PKG-INFO", METADATA.encode())
    return [*paths, source]


def npm(folder, version="1.2.3"):
    folders = []
    for name in ("@plimsoll-lint/linux-x64-glibc", "@plimsoll-lint/win32-x64", "plimsoll-lint"):
        package = folder / name.replace("/", "-")
        package.mkdir(parents=True, exist_ok=True)
        (package / "package.json").write_text(json.dumps({"name": name, "version": version}))
        folders.append(package)
    return folders


def workspace(folder, version="1.2.3"):
    """Two crates, the second of which needs the first."""
    needs = 'plimsoll-a = { path = "../plimsoll-a", version = "VERSION", registry = "rehearsal" }'
    for name, dependencies in (("plimsoll-a", ""), ("plimsoll-b", needs)):
        (folder / name / "src").mkdir(parents=True, exist_ok=True)
        (folder / name / "src/lib.rs").write_text("")
        (folder / name / "Cargo.toml").write_text(
            f'[package]\nname = "{name}"\nversion = "{version}"\nedition = "2024"\nlicense = "MIT"\ndescription = "a"\n\n'
            f"[dependencies]\n{dependencies.replace('VERSION', version)}\n"
        )
    (folder / "Cargo.toml").write_text('[workspace]\nresolver = "3"\nmembers = ["plimsoll-a", "plimsoll-b"]\n')
    # A crate of the workspace is looked for in the registry that it is published to.
    registry = {"CARGO_REGISTRIES_REHEARSAL_INDEX": "sparse+http://127.0.0.1:1/"}
    command = ["cargo", "generate-lockfile", "--quiet", "--offline"]
    subprocess.run(command, cwd=folder, check=True, env={**os.environ, **registry})
    return folder


def add(archive, name, data):
    entry = tarfile.TarInfo(name)
    entry.size = len(data)
    archive.addfile(entry, io.BytesIO(data))


def images(folder):
    """Two images, each of two platforms, joined from archives of one."""
    folder.mkdir()
    join = Path(__file__).parent.parent / "image.py"
    paths = []
    for content in (b"one", b"other"):
        singles = []
        for platform in ("amd64", "arm64"):
            singles.append(single(folder / f"{content.decode()}-{platform}.tar", content, platform))
        path = folder / f"{content.decode()}.tar"
        subprocess.run([sys.executable, join, path, *singles], check=True, capture_output=True)
        paths.append(path)
    return paths


def single(path, content, platform):
    """An archive as BuildKit writes it: an index in an index."""
    layer = io.BytesIO()
    with tarfile.open(fileobj=layer, mode="w") as archive:
        add(archive, "plimsoll", content)
    blobs = {}

    def keep(data, kind, **more):
        digest = hashlib.sha256(data).hexdigest()
        blobs[f"blobs/sha256/{digest}"] = data
        return {"mediaType": f"application/vnd.oci.image.{kind}", "digest": f"sha256:{digest}", "size": len(data), **more}

    packed = keep(layer.getvalue(), "layer.v1.tar")
    config = {"architecture": platform, "os": "linux", "rootfs": {"type": "layers", "diff_ids": [packed["digest"]]}}
    image = {
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": keep(json.dumps(config).encode(), "config.v1+json"),
        "layers": [packed],
    }
    where = {"architecture": platform, "os": "linux"}
    manifest = keep(json.dumps(image).encode(), "manifest.v1+json", platform=where)
    inner = {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": [manifest]}
    outer = {"schemaVersion": 2, "manifests": [keep(json.dumps(inner).encode(), "index.v1+json")]}
    with tarfile.open(path, "w") as archive:
        add(archive, "oci-layout", b'{"imageLayoutVersion":"1.0.0"}')
        add(archive, "index.json", json.dumps(outer).encode())
        for name, data in blobs.items():
            add(archive, name, data)
    return path


@contextlib.contextmanager
def docker_registry(folder):
    """A registry for images on this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder.mkdir()
    config = folder / "config.yml"
    config.write_text(
        f"version: 0.1\nlog: {{ level: error }}\nstorage: {{ filesystem: {{ rootdirectory: {folder}/data }} }}\n"
        f"http: {{ addr: 127.0.0.1:{port} }}\n"
    )
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(["docker-registry", "serve", config], stdout=log, stderr=log)
    try:
        for _ in range(100):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/v2/").close()
                break
            time.sleep(0.1)
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def tags(address):
    """The digest of each tag."""
    get = lambda path, accept="*/*": urllib.request.urlopen(
        urllib.request.Request(f"http://{address}/v2/plimsoll/{path}", headers={"Accept": accept})
    )
    names = json.load(get("tags/list"))["tags"]
    kind = "application/vnd.oci.image.index.v1+json"
    return {name: get(f"manifests/{name}", kind).headers["Docker-Content-Digest"] for name in names}
