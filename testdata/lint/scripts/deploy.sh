#!/bin/sh
# What is wrong here is said of the lines of docker alone.
set -e
IMAGE=ghcr.io/acme/api:3.2
docker build --target biuld --build-arg GO_VERSON=1.26 -t "$IMAGE" api
docker run -d --name api --memory 512x "$IMAGE"
# plimsoll: ignore[refused-run-line] a test of the client
docker run -d \
  --memory 512x "$IMAGE"
docker run -d $OPTIONS --volumn data:/data "$IMAGE"
echo "docker run --volumn data:/data $IMAGE"
cat > usage.txt <<EOF
docker run --volumn data:/data
EOF

docker buildx build --build-arg GO_VERSION=1.26 --secret id=token,src=<(echo "$TOKEN") api
