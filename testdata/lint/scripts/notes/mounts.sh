### bind mounts

--mount type=bind,src=/srv/share,dst=/srv/share,readonly \
--mount type=bind,src=/srv/log,dst=/var/log \

docker volume create logs
--mount type=volume,src=logs,dst=/var/log \
