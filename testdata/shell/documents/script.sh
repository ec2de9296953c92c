bash <<EOF && echo done
apt-get update
echo $(date)
EOF
<<"EOT" bash -euo pipefail
curl $URL | tar xz
EOT
sudo sh -s -- one <<-E
	cd /x
	E
bash script.sh <<EOF
words
EOF
cat <<EOF > /x
words
EOF
python3 <<EOF
import os
EOF
