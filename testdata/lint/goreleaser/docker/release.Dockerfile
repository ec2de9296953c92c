FROM alpine:3.23
COPY tool /usr/local/bin/tool
COPY scripts/init.sh /usr/local/bin/init.sh
USER 1000
ENTRYPOINT ["tool"]
