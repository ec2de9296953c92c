#!/bin/sh
docker compose --project-directory . -f docker/compose.yaml up
