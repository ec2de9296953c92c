FROM ghcr.io/acme/base:1.2
RUN <<EOF
microdnf update
microdnf install -y curl
microdnf clean all
rm -rf /var/cache/yum
EOF
USER 1000
CMD ["curl", "https://example.com"]
