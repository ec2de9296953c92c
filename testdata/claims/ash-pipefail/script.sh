set -eo pipefail
false | cat
echo gone
