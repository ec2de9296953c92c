#!/usr/bin/env bash
# Makes the draft of the release public, when all else is there. Once public, it stays as it is.
#
#     public.sh TAG
set -euo pipefail

draft=$(gh release view "$1" --json isDraft --jq .isDraft)
if [ "$draft" = true ]; then
  gh release edit "$1" --draft=false
else
  echo "github: $1 is public"
fi
