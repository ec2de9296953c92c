echo "today: $(date +%F) `hostname -f`" $(( $(nproc) + 1 ))
diff <(sort a) <(sort b)
V=$(cat version) W="${X:-$(default thing)}" run
echo `echo \`inner word\``
cat <<END && tail
in $(heredoc cmd)
END
arr=($(list one) two)
export PATH="$(go env GOPATH)/bin:$PATH"
