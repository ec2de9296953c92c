[[ -f /etc/passwd ]]
