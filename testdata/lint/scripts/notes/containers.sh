docker container start
docker container stop

docker container run
docker container attach
