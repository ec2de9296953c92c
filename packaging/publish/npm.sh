#!/usr/bin/env bash
# Packages to the npm registry, in the order that they are given: what users name comes last, when all that it asks for is
# there. A version that is there is skipped.
#
#     npm.sh FOLDER...
set -euo pipefail

for folder in "$@"; do
  package=$(jq --raw-output '"\(.name)@\(.version)"' "$folder/package.json")
  # Without this version the answer is empty; without the package it is an error like any other, but for its code.
  if ! found=$(npm view "$package" version --json 2>&1) && ! grep -q E404 <<< "$found"; then
    printf '%s\n' "$found" >&2
    exit 1
  fi
  if [ -n "$found" ] && ! grep -q E404 <<< "$found"; then
    echo "npm: $package is there"
    continue
  fi
  tag=latest
  if [[ ${package##*@} == *-* ]]; then tag=next; fi
  npm publish --access public --tag "$tag" "$folder"
done
