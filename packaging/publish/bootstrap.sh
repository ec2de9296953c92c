#!/usr/bin/env bash
# Once, by hand, before the first tag: creates what a trusted publisher cannot create, on npm and in the crate registry, as
# empty packages of version 0.0.0. What is there is left alone, so that it can be run again; the crate registry takes a few new
# names at once, and then one every ten minutes.
#
#     npm login; cargo login; packaging/publish/bootstrap.sh    (in the root of the repository)
set -euo pipefail

here=$(realpath "$(dirname "$0")")
home=$(jq --raw-output .homepage packaging/project.json)
license=$(jq --raw-output .license packaging/project.json)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The name without `-lint` is reserved, so that nobody else gets those who type it.
packages=$(jq --raw-output '.[] | ["@plimsoll-lint/" + .os, .cpu, .libc // empty] | join("-")' packaging/targets.json)
for package in $packages plimsoll-lint plimsoll; do
  folder=$work/npm/${package//\//-}
  mkdir -p "$folder"
  jq --null-input --arg name "$package" --arg license "$license" --arg url "git+$home.git" \
    '{ $name, version: "0.0.0", $license, description: "Reserved for Plimsoll", repository: { type: "git", $url } }' \
    > "$folder/package.json"
  # Others may own a later version already: that is enough.
  if [ -z "$(npm view "$package" name 2> /dev/null)" ]; then "$here/npm.sh" "$folder"; fi
done

crates=$(cargo metadata --no-deps --format-version 1 | jq --raw-output '.packages[] | select(.publish != []) | .name')
for crate in $crates; do
  mkdir -p "$work/$crate/src"
  touch "$work/$crate/src/lib.rs"
  cat > "$work/$crate/Cargo.toml" <<MANIFEST
[package]
name = "$crate"
version = "0.0.0"
edition = "2024"
description = "Reserved for Plimsoll"
license = "$license"
repository = "$home"

[workspace]
MANIFEST
  # The script asks for this version, and publishes it where it is missing.
  (cd "$work/$crate" && cargo generate-lockfile --quiet --offline && "$here/crates.sh")
done
