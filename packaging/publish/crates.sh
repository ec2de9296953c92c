#!/usr/bin/env bash
# The crates of the workspace to the crate registry, in one go: cargo knows their order and waits for the index. Those that
# are there already are skipped. That they build was verified before: `cargo publish --workspace --dry-run`.
#
#     crates.sh    (in the workspace; CARGO_REGISTRY_DEFAULT names another registry)
set -euo pipefail

registry=${CARGO_REGISTRY_DEFAULT:-crates-io}
crates=$(cargo metadata --no-deps --format-version 1 |
  jq --raw-output '.packages[] | select(.publish != []) | "\(.name)@\(.version)"')
missing=()
for crate in $crates; do
  # Elsewhere, as cargo prefers what it finds in a workspace.
  if found=$(cd / && cargo info --registry "$registry" "$crate" 2>&1); then
    echo "crates: $crate is there"
  elif grep -q 'could not find' <<< "$found"; then
    missing+=(--package "${crate%@*}")
  else
    printf '%s\n' "$found" >&2
    exit 1
  fi
done
if [ "${#missing[@]}" -gt 0 ]; then
  cargo publish --registry "$registry" --locked --no-verify "${missing[@]}"
fi
