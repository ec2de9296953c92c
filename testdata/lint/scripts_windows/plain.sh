#!/bin/sh
docker run --rm \
  -v data:/data
  -p 80:80 alpine:3.21
