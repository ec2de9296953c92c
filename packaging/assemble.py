"""What lies beside the program in archives and Debian packages, and the archives themselves.

    python3 packaging/assemble.py extras PROGRAM            man pages and completions, in target/extras
    python3 packaging/assemble.py archive OUT TARGET=PROGRAM...   one archive each, with the extras
    python3 packaging/assemble.py deb OUT [ARGUMENT]...     the Debian package, with the extras; needs cargo-deb, and takes its arguments
    python3 packaging/assemble.py sbom WHEEL OUT            the list of components that maturin put into a wheel
    python3 packaging/assemble.py sums FOLDER               SHA256SUMS of the files in it, except for itself

The same input gives the same archive: entries are sorted, and all have the time of SOURCE_DATE_EPOCH.
"""

import datetime
import email.utils
import gzip
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = ROOT / "target" / "extras"
TEXTS = ("README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE")
# Where each shell looks for what completes `plimsoll`.
COMPLETIONS = {
    "bash": "plimsoll.bash",
    "zsh": "_plimsoll",
    "fish": "plimsoll.fish",
    "powershell": "_plimsoll.ps1",
    "elvish": "plimsoll.elv",
}
# The oldest time that a zip can tell.
TIME = max(int(os.environ.get("SOURCE_DATE_EPOCH", 0)), 315532800)


def extras(program):
    said = lambda *args: subprocess.check_output([program, *args])
    shutil.rmtree(EXTRAS, ignore_errors=True)
    man, completions = EXTRAS / "man", EXTRAS / "completions"
    man.mkdir(parents=True)
    completions.mkdir()
    for shell, name in COMPLETIONS.items():
        (completions / name).write_bytes(said("completions", shell))
    (man / "plimsoll.1").write_bytes(said("man"))
    commands = said("--help").decode().split("Commands:\n")[1].split("\n\n")[0]
    for command in re.findall(r"^  ([a-z-]+) ", commands, re.MULTILINE):
        if command != "help":
            (man / f"plimsoll-{command}.1").write_bytes(said("man", command))
    (EXTRAS / "changelog.Debian").write_text(debian_changelog())
    # Docker's plugin, for packages of distributions: a link that leads to the program here as it does there.
    plugin = EXTRAS / "usr/libexec/docker/cli-plugins/docker-lint"
    plugin.parent.mkdir(parents=True)
    plugin.symlink_to("../../../bin/plimsoll")
    (EXTRAS / "usr/bin").mkdir()
    shutil.copy(program, EXTRAS / "usr/bin/plimsoll")


def debian_changelog():
    """What packages for Debian say of their version; the project's own changelog lies beside it."""
    manifest = (ROOT / "crates/plimsoll/Cargo.toml").read_text()
    maintainer = re.search('^maintainer = "(.*)"$', manifest, re.MULTILINE)[1]
    version = re.search('^version = "(.*)"$', (ROOT / "Cargo.toml").read_text(), re.MULTILINE)[1].replace("-", "~")
    date = email.utils.format_datetime(datetime.datetime.fromtimestamp(TIME, datetime.timezone.utc))
    return (
        f"plimsoll ({version}-1) stable; urgency=medium\n\n"
        f"  * Built from {version}; changelog.gz says what changed.\n\n"
        f" -- {maintainer}  {date}\n"
    )


def archive(out, *programs):
    for argument in programs:
        target, program = argument.split("=", 1)
        folder = f"plimsoll-{target}"
        files = {f"{folder}/{name}": (ROOT / name).read_bytes() for name in TEXTS}
        for kind in ("man", "completions"):
            for path in (EXTRAS / kind).iterdir():
                files[f"{folder}/{kind}/{path.name}"] = path.read_bytes()
        is_windows = "-windows-" in target
        name = f"{folder}/plimsoll" + (".exe" if is_windows else "")
        files[name] = Path(program).read_bytes()
        pack = zipped if is_windows else tarred
        path = Path(out) / (folder + (".zip" if is_windows else ".tar.gz"))
        path.write_bytes(pack(sorted(files.items()), name))
        print(path)


def tarred(files, program):
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=TIME) as packed, tarfile.open(fileobj=packed, mode="w") as tar:
        for name, data in files:
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime = len(data), TIME
            entry.mode = 0o755 if name == program else 0o644
            tar.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def zipped(files, program):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name, time.gmtime(TIME)[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100755 if name == program else 0o100644) << 16
            archive.writestr(entry, data)
    return out.getvalue()


def deb(out, *arguments):
    with tempfile.TemporaryDirectory() as folder:
        command = ["cargo", "deb", "--package", "plimsoll", "--no-build", "--no-strip", "--output", f"{folder}/"]
        subprocess.run([*command, *arguments], cwd=ROOT, check=True)
        (package,) = Path(folder).iterdir()
        # The version inside is `0.2.0~rc.1`, which is older than `0.2.0`; the file has the name that the documentation gives.
        path = Path(out) / package.name.replace("~", "-")
        shutil.move(package, path)
        print(path)


def sbom(wheel, out):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if "/sboms/" in name)
        Path(out).write_bytes(archive.read(name))


def sums(folder):
    paths = sorted(path for path in Path(folder).iterdir() if path.is_file() and path.name != "SHA256SUMS")
    # GitHub writes a dot for any other sign, and the sum would belong to no file.
    strange = [path.name for path in paths if not re.fullmatch(r"[A-Za-z0-9_.-]+", path.name)]
    if strange:
        sys.exit(f"a release cannot hold files of these names: {strange}")
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in paths]
    (Path(folder) / "SHA256SUMS").write_text("".join(lines))


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    {"extras": extras, "archive": archive, "deb": deb, "sbom": sbom, "sums": sums}[command](*arguments)
