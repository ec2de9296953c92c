#!/usr/bin/env bash
# A draft of the release with everything that belongs to it. Files of a draft are replaced; a release that is public is left
# as it is.
#
#     github.sh TAG NOTES FILE...
set -euo pipefail

tag=$1
notes=$2
shift 2
if draft=$(gh release view "$tag" --json isDraft --jq .isDraft 2>&1); then
  if [ "$draft" = false ]; then
    echo "github: $tag is public"
    exit 0
  fi
elif grep -q 'release not found' <<< "$draft"; then
  more=()
  if [[ $tag == *-* ]]; then more+=(--prerelease); fi
  gh release create "$tag" --draft --verify-tag --title "$tag" --notes-file "$notes" "${more[@]}"
else
  printf '%s\n' "$draft" >&2
  exit 1
fi
gh release upload "$tag" --clobber "$@"
