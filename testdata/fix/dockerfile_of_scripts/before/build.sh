#!/bin/sh
docker build --target relaese .
