FROM debian:13
COPY panel /usr/local/bin/
USER nobody
CMD ["panel"]
