sh -c 'apt-get update && apt-get install -y curl'
bash -euxo pipefail -c "curl $URL | tar xz"
sudo bash -c 'echo "a b" > /etc/f'
su - app -c 'cd /x && ls'
eval 'echo one' two
eval "$(ssh-agent -s)"
bash -o pipefail -c 'sh -c "inner cmd"'
find . -name '*.pyc' -exec rm -f {} \; -exec sh -c 'echo $1' _ {} +
env -S 'VAR=1 prog arg'
sh script.sh -c
