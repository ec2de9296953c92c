#!/bin/sh
rsync -az deploy/docker-compose.yml \
  server deploy@example.com:app/
ssh deploy@example.com "cd app && docker compose up -d --build"
