(cd /tmp && make) && { rm -rf /tmp/x; echo ok; } > log
