"""Stands for `gh` and `npx` in the rehearsal: keeps releases as files, and a list of what was written."""

import json
import os
import sys
from pathlib import Path

state = Path(os.environ["REHEARSAL"])
program, *args = sys.argv[1:]


def write(what):
    with (state / "writes").open("a") as writes:
        writes.write(what + "\n")


def gh(command, action, tag, *options):
    assert command == "release"
    path = state / tag
    if action == "create":
        write(f"create {tag}")
        path.write_text(json.dumps({"draft": "--draft" in options, "assets": []}))
        return
    if not path.exists():
        sys.exit("release not found")
    release = json.loads(path.read_text())
    if action == "view":
        print(json.dumps(release["draft"]))
    elif action == "upload":
        names = [Path(option).name for option in options if option != "--clobber"]
        if set(names) & set(release["assets"]) and "--clobber" not in options:
            sys.exit("asset under the same name already exists")
        write(f"upload {tag} {' '.join(names)}")
        path.write_text(json.dumps({**release, "assets": sorted({*release["assets"], *names})}))
    elif action == "edit" and "--draft=false" in options:
        write(f"public {tag}")
        path.write_text(json.dumps({**release, "draft": False}))


if program == "gh":
    gh(*args)
else:
    write(" ".join([program, *args]))
