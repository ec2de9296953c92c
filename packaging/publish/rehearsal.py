"""Every publishing step against registries on this machine: cut off in the middle, run again, and once more.

    python3 packaging/publish/rehearsal.py [STEP...]

What counts is what the registries were given: after the second run all of it, after the third no more. Needs uv, npm, cargo,
jq and Git; skopeo and docker-registry for the image. A step whose programs are missing is skipped, and says so.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent))
import fixtures  # noqa: E402
from registries import Registries  # noqa: E402

HERE = Path(__file__).parent


class Rehearsal:
    """A folder with packages to publish, and the registries that take them."""

    def __init__(self, folder):
        self.folder = folder
        self.registries = Registries()
        self.environment = {
            "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
            "HOME": os.environ["HOME"],
            "REHEARSAL": str(folder / "state"),
            **{name: os.environ[name] for name in ("RUSTUP_HOME", "CARGO_HOME") if name in os.environ},
        }
        (folder / "state").mkdir()
        fixtures.stubs(folder / "bin", HERE / "stub.py")

    def run(self, script, *args, folder=None, **environment):
        """Whether a script ends well."""
        command = [str(HERE / script), *map(str, args)]
        done = subprocess.run(
            command,
            cwd=folder or self.folder,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            # A hang is a mistake; a slow machine is none.
            timeout=1800,
        )
        self.said = done.stdout + done.stderr
        return done.returncode == 0

    def npmrc(self):
        """Settings of npm that name the registry here."""
        path = self.folder / "npmrc"
        at = f"{self.registries.address}/npm/"
        path.write_text(f"registry={at}\n{at.removeprefix('http:')}:_authToken=none\nfetch-retries=0\n")
        return str(path)

    def crate_registry(self):
        """Variables for cargo that name the registry here."""
        return {
            "CARGO_REGISTRY_DEFAULT": "rehearsal",
            "CARGO_REGISTRIES_REHEARSAL_INDEX": f"sparse+{self.registries.address}/crates/",
            "CARGO_REGISTRIES_REHEARSAL_TOKEN": "none",
            "CARGO_NET_RETRY": "0",
        }

    def stubbed(self):
        """What the stubs of programs were given."""
        path = self.folder / "state" / "writes"
        return path.read_text().splitlines() if path.exists() else []


def thrice(rehearsal, run, writes, expected):
    """The first run is cut off after one write; the second completes, and the third changes nothing."""
    before = len(writes())
    rehearsal.registries.fail_after(1)
    assert not run(), f"it ends well though the registry went away:\n{rehearsal.said}"
    assert len(writes()) == before + 1, (writes(), rehearsal.said)
    rehearsal.registries.fail_after(None)
    assert run(), f"the second run fails:\n{rehearsal.said}"
    assert len(writes()) == expected, (writes(), rehearsal.said)
    assert run(), f"the third run fails:\n{rehearsal.said}"
    assert len(writes()) == expected, f"the third run writes: {writes()}\n{rehearsal.said}"


def pypi(rehearsal):
    files = fixtures.wheels(rehearsal.folder / "wheels")
    base = rehearsal.registries.address + "/pypi"
    run = lambda: rehearsal.run(
        "pypi.sh",
        *files,
        UV_PUBLISH_URL=f"{base}/upload/",
        UV_PUBLISH_CHECK_URL=f"{base}/simple/",
        UV_PUBLISH_TOKEN="none",
        UV_HTTP_RETRIES="0",
    )
    thrice(rehearsal, run, rehearsal.registries.writes_to("pypi"), len(files))


def npm(rehearsal):
    folders = fixtures.npm(rehearsal.folder / "npm")
    run = lambda: rehearsal.run("npm.sh", *folders, NPM_CONFIG_USERCONFIG=rehearsal.npmrc())
    thrice(rehearsal, run, rehearsal.registries.writes_to("npm"), len(folders))
    # The next version of packages that are there.
    fixtures.npm(rehearsal.folder / "npm", "1.2.4-rc.1")
    thrice(rehearsal, run, rehearsal.registries.writes_to("npm"), 2 * len(folders))
    assert rehearsal.registries.packages["plimsoll-lint"]["dist-tags"] == {"latest": "1.2.3", "next": "1.2.4-rc.1"}


def crates(rehearsal):
    workspace = fixtures.workspace(rehearsal.folder / "workspace")
    run = lambda: rehearsal.run("crates.sh", folder=workspace, **rehearsal.crate_registry())
    thrice(rehearsal, run, rehearsal.registries.writes_to("crates"), 2)
    fixtures.workspace(workspace, "1.2.4")
    thrice(rehearsal, run, rehearsal.registries.writes_to("crates"), 4)


def bootstrap(rehearsal):
    root = HERE.parent.parent
    npmrc = rehearsal.npmrc()
    run = lambda: rehearsal.run("bootstrap.sh", folder=root, NPM_CONFIG_USERCONFIG=npmrc, **rehearsal.crate_registry())
    writes = lambda: rehearsal.registries.writes_to("npm")() + rehearsal.registries.writes_to("crates")()
    targets = json.loads((root / "packaging/targets.json").read_text())
    metadata = json.loads(subprocess.check_output(["cargo", "metadata", "--no-deps", "--format-version=1"], cwd=root))
    crates = [package for package in metadata["packages"] if package["publish"] != []]
    thrice(rehearsal, run, writes, len(targets) + 2 + len(crates))


def image(rehearsal):
    for program in ("skopeo", "docker-registry"):
        if shutil.which(program) is None:
            raise fixtures.Missing(program)
    one, other = fixtures.images(rehearsal.folder / "images")
    with fixtures.docker_registry(rehearsal.folder / "registry") as address:
        publish = lambda archive: rehearsal.run(
            "image.sh",
            archive,
            f"{address}/plimsoll",
            "1.2.3",
            "1.2",
            "latest",
            SKOPEO_ARGUMENTS="--dest-tls-verify=false",
        )
        tags = lambda: fixtures.tags(address)
        assert publish(one), rehearsal.said
        first = tags()
        assert set(first) == {"1.2.3", "1.2", "latest"} and len(set(first.values())) == 1, first
        assert publish(one), rehearsal.said
        assert tags() == first
        assert not publish(other) and "another image" in rehearsal.said, rehearsal.said
        assert tags() == first


def github(rehearsal):
    notes = rehearsal.folder / "notes.md"
    notes.write_text("What changed.\n")
    assets = [rehearsal.folder / name for name in ("a.tar.gz", "SHA256SUMS")]
    for asset in assets:
        asset.write_text("x")
    draft = lambda: rehearsal.run("github.sh", "v1.2.3", notes, *assets)
    release = lambda: json.loads((rehearsal.folder / "state" / "v1.2.3").read_text())
    assert not rehearsal.run("public.sh", "v1.2.3"), "there is no draft yet"
    for _ in range(2):
        assert draft(), rehearsal.said
        assert release() == {"draft": True, "assets": ["SHA256SUMS", "a.tar.gz"]}, release()
    for _ in range(2):
        assert rehearsal.run("public.sh", "v1.2.3"), rehearsal.said
        assert not release()["draft"]
    before = rehearsal.stubbed()
    assert draft() and "is public" in rehearsal.said, rehearsal.said
    assert rehearsal.stubbed() == before
    assert before.count("create v1.2.3") == 1 and before.count("public v1.2.3") == 1, before


def mirror(rehearsal):
    remote = rehearsal.folder / "mirror.git"
    git = lambda *args: subprocess.check_output(["git", *map(str, args)], text=True)
    git("init", "--quiet", "--bare", remote)
    root = HERE.parent.parent
    who = {f"GIT_{role}_{part}": "a@example.org" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    run = lambda tag: rehearsal.run("mirror.sh", tag, remote, folder=root, **who)
    refs = lambda: git("--git-dir", remote, "for-each-ref")
    assert run("v1.2.3"), rehearsal.said
    first = refs()
    assert first.count("\n") == 2, first
    assert run("v1.2.3") and refs() == first, rehearsal.said
    # The same files under the next tag: nothing to commit, and a tag all the same.
    assert run("v1.2.4") and refs() != first, rehearsal.said
    # Somebody moved the tag to other files.
    clone = rehearsal.folder / "clone"
    git("clone", "--quiet", remote, clone)
    (clone / "LICENSE-MIT").unlink()
    git("-C", clone, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "-am", "other")
    git("-C", clone, "tag", "--force", "v1.2.4")
    git("-C", clone, "push", "--quiet", "--force", "origin", "v1.2.4")
    before = refs()
    assert not run("v1.2.4") and "other files" in rehearsal.said, rehearsal.said
    assert refs() == before


def vscode(rehearsal):
    run = lambda: rehearsal.run("vscode.sh", "a.vsix", "b.vsix")
    assert run(), rehearsal.said
    published = [line for line in rehearsal.stubbed() if line.startswith("npx ")]
    assert len(published) == 4 and all("--skip-duplicate" in line for line in published), published


STEPS = {step.__name__: step for step in (pypi, npm, crates, bootstrap, image, github, mirror, vscode)}


def main():
    passed, skipped, failed = 0, 0, 0
    chosen = sys.argv[1:] or list(STEPS)
    for name in chosen:
        with tempfile.TemporaryDirectory() as folder:
            rehearsal = Rehearsal(Path(folder))
            try:
                STEPS[name](rehearsal)
                passed += 1
                print(f"{name}: pass")
            except fixtures.Missing as missing:
                skipped += 1
                print(f"{name}: skip: {missing} is not here")
            except (AssertionError, subprocess.TimeoutExpired) as why:
                failed += 1
                print(f"{name}: FAIL: {why}")
            finally:
                rehearsal.registries.stop()
    print(f"{passed} passed, {skipped} skipped, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
