#!/bin/sh
[ -d node_modules ] || npm ci
exec "$@"
