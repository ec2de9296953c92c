#!/bin/sh
sed -i "s,DATA_ROOT,$PWD,g" compose.yaml
docker compose up
