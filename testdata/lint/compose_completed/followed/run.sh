#!/bin/sh
docker compose -f compose.yaml -f common/compose.yaml "$@"
