#!/usr/bin/env bash
# The extension, one file for each platform, to the Marketplace and to Open VSX. Versions that are there are skipped. Neither
# takes pre-releases of Semantic Versioning.
#
#     vscode.sh FILE...    (in editors/vscode; VSCE_PAT and OVSX_PAT are the tokens)
set -euo pipefail

for file in "$@"; do
  npx --no-install vsce publish --skip-duplicate --packagePath "$file"
  npx --no-install ovsx publish --skip-duplicate --packagePath "$file"
done
