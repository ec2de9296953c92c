#!/bin/sh
sed -i -e "s/@@RELEASE@@/$RELEASE/" -e "s/HTTP_PORT/$PORT/g" Dockerfile
sed -i "s|RESTART-POLICY|$RESTART|" compose.yaml
