#!/bin/sh
# The image has what npm install brought.
apt-get install -y git
exec "$@"
