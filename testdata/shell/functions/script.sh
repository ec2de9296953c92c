install() { apk add "$@"; }
function other { install curl; }
install git
