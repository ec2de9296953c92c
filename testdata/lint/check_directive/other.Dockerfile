FROM debian:12.5 as Base
USER 1000
CMD ["x"]
