#!/bin/sh
if [ -f "Dockerfile.php" ]; then
    docker build -t app-php -f Dockerfile.php .
fi
docker build -t app-web -f Dockerfile.web .
