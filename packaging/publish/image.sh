#!/usr/bin/env bash
# The image to its registry, byte for byte as it was verified, under all tags. A version is never moved: if the registry has
# another image under it, nothing happens and the step fails. The other tags follow the version.
#
#     image.sh ARCHIVE REPOSITORY VERSION [TAG...]    (SKOPEO_ARGUMENTS: more arguments, such as --dest-tls-verify=false)
set -euo pipefail

archive=$1
repository=$2
version=$3
shift 3
read -ra more <<< "${SKOPEO_ARGUMENTS:-}"

digest() {
  skopeo inspect --raw "$@" | sha256sum | cut -d ' ' -f 1
}

wanted=$(digest "oci-archive:$archive")
if tags=$(skopeo list-tags "${more[@]/dest-/}" "docker://$repository" 2>&1); then
  if jq --exit-status --arg tag "$version" '.Tags | index($tag)' <<< "$tags" > /dev/null; then
    found=$(digest "${more[@]/dest-/}" "docker://$repository:$version")
    if [ "$found" != "$wanted" ]; then
      echo "image: $repository:$version is another image: sha256:$found, not sha256:$wanted" >&2
      exit 1
    fi
  fi
elif ! grep -qiE 'name unknown|repository name not known|not found' <<< "$tags"; then
  printf '%s\n' "$tags" >&2
  exit 1
fi
for tag in "$version" "$@"; do
  skopeo copy --quiet --all --preserve-digests "${more[@]}" "oci-archive:$archive" "docker://$repository:$tag"
done
