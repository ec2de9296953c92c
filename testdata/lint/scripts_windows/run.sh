#!/bin/sh
docker run --rm \
  -v data:/data \
  --no-such-flag alpine:3.21
