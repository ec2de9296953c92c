#!/usr/bin/env bash
# Wheels and the source distribution to the Python registry. Files that are there already are skipped: the registry accepts
# the same file again, and where one does not, UV_PUBLISH_CHECK_URL says where to look first.
#
#     pypi.sh FILE...
set -euo pipefail

# As a workflow sets them, they may be empty.
for variable in UV_PUBLISH_URL UV_PUBLISH_CHECK_URL; do
  if [ -z "${!variable:-}" ]; then unset "$variable"; fi
done
uv publish "$@"
