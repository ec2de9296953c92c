apt-get -qq update
apt-get -y -o Dpkg::Use-Pty=0 install --no-install-recommends curl=7.* 'git' "php${PHP}-fpm" ./local.deb
DEBIAN_FRONTEND=noninteractive apt-get install -t bookworm-backports -yq $PACKAGES libssl-dev=${SSL}
apt install nginx/stable && aptitude -y purge vim
apt-get clean
apt-get --purge autoremove -y
apt-get "$VERB" x
apt-cache policy curl
