#!/usr/bin/env bash
# Uses the wheel and the archive for this platform as a stranger would: installed without an index, unpacked, run.
#
#     verify.sh FOLDER VERSION    (in the root of the repository)
set -euo pipefail

folder=$1
version=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Images that wheels are built in keep theirs elsewhere.
python=$(ls /opt/python/cp312-*/bin/python 2> /dev/null || command -v python3 || command -v python)
"$python" -m venv "$work/venv"
programs=$work/venv/bin
if [ -d "$work/venv/Scripts" ]; then programs=$work/venv/Scripts; fi
"$programs/python" -m pip install --quiet --no-index --find-links "$folder" "plimsoll-lint==$version"

case $(uname -s) in
  Linux) system=unknown-linux-gnu ;;
  Darwin) system=apple-darwin ;;
  *) system=pc-windows-msvc ;;
esac
if [ "$system" = unknown-linux-gnu ] && ! ldd --version 2>&1 | grep -qiE 'glibc|gnu libc'; then system=unknown-linux-musl; fi
processor=$(uname -m)
target=${processor/arm64/aarch64}-$system
"$programs/python" - "$folder"/plimsoll-"$target".* "$work" <<'PYTHON'
import shutil, sys
archive = next(path for path in sys.argv[1:-1] if path.endswith((".zip", ".tar.gz")))
shutil.unpack_archive(archive, sys.argv[-1])
PYTHON
chmod +x "$work/plimsoll-$target"/plimsoll*
ls "$work/plimsoll-$target"/man/plimsoll.1 "$work/plimsoll-$target"/completions/_plimsoll

# docs/decisions/size.md promises this for glibc.
if [ "$system" = unknown-linux-gnu ] && [ "$(wc -c < "$work/plimsoll-$target/plimsoll")" -gt $((16 * 1024 * 1024)) ]; then
  echo "the program is larger than 16 MiB" >&2
  exit 1
fi

printf 'FROM debian:12.5\nRUN apt-get install curl\n' > "$work/Dockerfile"
for program in "$programs/plimsoll" "$work/plimsoll-$target/plimsoll"; do
  "$program" --version | tr -d '\r' | grep -Fx "plimsoll $version"
  # Both end with 1, as something is left to do; what is certain is fixed by then.
  code=0
  "$program" check "$work/Dockerfile" > "$work/said" || code=$?
  if [ "$code" != 1 ] || ! grep -q apt-get-yes "$work/said"; then
    echo "$program check ended with $code" >&2
    exit 1
  fi
  "$program" explain DL3014 > /dev/null
done
"$programs/plimsoll" fix --fix-only "$work/Dockerfile"
grep -q -- '-y' "$work/Dockerfile"
"$programs/python" -m pip uninstall --quiet --yes plimsoll-lint
if [ -e "$programs/plimsoll" ]; then
  echo "the program is still there after it was uninstalled" >&2
  exit 1
fi
