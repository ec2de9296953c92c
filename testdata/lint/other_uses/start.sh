#!/bin/sh
if [ -f "compose.local.yaml" ]; then
  docker compose -f compose.yaml -f compose.local.yaml up -d
else
  docker compose -f compose.yaml up -d
fi
docker compose -f compose.yaml -f compose.gone.yaml ps
