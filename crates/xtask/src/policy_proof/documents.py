"""Compares conftest's document of each Dockerfile below a folder, as `plimsoll policy input` prints it, with what BuildKit's
own parser reads, which the package `dockerfile` wraps and conftest uses."""

import json
import subprocess
import sys
from pathlib import Path

import dockerfile

INSTRUCTIONS = (
    "add arg cmd copy entrypoint env expose from healthcheck label maintainer onbuild run shell stopsignal user volume workdir"
).split()


def without_separators(command):
    """The names and values of ENV and LABEL: newer versions of the parser add a separator to each pair."""
    values = command.get("Value") or []
    name = (command.get("SubCmd") or command["Cmd"]).lower()
    if name in ("env", "label") and len(values) % 3 == 0 and set(values[2::3]) <= {"=", ""}:
        return [value for at, value in enumerate(values) if at % 3 != 2]
    return values


def ours(path):
    done = subprocess.run([program, "policy", "input", path], capture_output=True, text=True, check=True)
    commands = json.loads(done.stdout)
    if commands and isinstance(commands[0], list):
        commands = commands[0]
    return [
        (
            command["Cmd"],
            (command.get("SubCmd") or "").lower(),
            bool(command["JSON"]),
            command.get("Flags") or [],
            without_separators(command),
            command["StartLine"],
            command["EndLine"],
        )
        for command in commands
        if command["Cmd"] != "comment"
    ]


def theirs(text):
    return [
        (
            command.cmd.lower(),
            (command.sub_cmd or "").lower(),
            command.json,
            list(command.flags),
            list(command.value),
            command.start_line,
            command.end_line,
        )
        for command in dockerfile.parse_string(text)
    ]


program, folder = sys.argv[1:]
same = skipped = 0
for path in sorted(Path(folder).rglob("*Dockerfile*")):
    try:
        expected = theirs(path.read_text(encoding="utf-8"))
    except (dockerfile.GoParseError, UnicodeDecodeError, IsADirectoryError):
        skipped += 1
        continue
    # conftest refuses a file with a line that is no instruction.
    if any(command[0] not in INSTRUCTIONS for command in expected):
        skipped += 1
        continue
    found = ours(path)
    if found == expected:
        same += 1
    else:
        pair = next((pair for pair in zip(found, expected) if pair[0] != pair[1]), (len(found), len(expected)))
        print(f"{path}: {pair[0]} instead of {pair[1]}", file=sys.stderr)
print(f"documents: {same} are those of BuildKit's parser, which refuses {skipped} others")
