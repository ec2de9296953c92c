FROM alpine:3.23 AS build
RUN cp /bin/busybox /probe
FROM scratch
COPY --from=build /probe /bin/busybox
USER 1000
HEALTHCHECK CMD ["/bin/busybox", "nc", "-z", "127.0.0.1", "8443"]
CMD ["/bin/busybox", "httpd", "-f"]
