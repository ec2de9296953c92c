#!/usr/bin/env bash
# The mirror for pre-commit: the hooks, and a package that asks for the released wheel, under the tag of the release. A tag
# that is there must hold the same files.
#
#     mirror.sh TAG REMOTE    (in the root of the repository)
set -euo pipefail

tag=$1
mirror=$(mktemp -d)
trap 'rm -rf "$mirror"' EXIT
git clone --quiet "$2" "$mirror"
git -C "$mirror" rm -r --quiet --ignore-unmatch .
cp .pre-commit-hooks.yaml packaging/pre-commit/pyproject.toml LICENSE-MIT LICENSE-APACHE "$mirror"
cd "$mirror"
git add --all
if git rev-parse --quiet --verify "refs/tags/$tag" > /dev/null; then
  if git diff --cached --quiet "$tag"; then
    echo "mirror: $tag is there"
    exit 0
  fi
  echo "mirror: $tag is there, with other files" >&2
  exit 1
fi
if ! git diff --cached --quiet HEAD 2> /dev/null; then
  git commit --quiet --message "$tag"
fi
git tag "$tag"
git push --quiet --atomic origin HEAD "$tag"
