apt-get update && apt-get install -y curl || exit 1; echo done &
! grep -q x file && true
