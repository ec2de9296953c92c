sudo -E -u app apt-get update
sudo -Eu root A=1 env -u B C=2 nice -n 10 apt-get install -y curl
env
sudo -l
command -v curl
command curl x
exec "$@"
exec -a name prog
time -p make all
timeout -k 5 30s curl x
gosu app:app id
xargs -0 -n1 -I{} rm -rf {}
echo a | xargs --no-run-if-empty apt-get install
/usr/bin/sudo -- ls
nice -10 make
chroot /mnt apt-get update
busybox wget x
ionice -c3 tar x
