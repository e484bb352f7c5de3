# headstart's image: one static binary, nothing else.
#
#   docker build -t headstart .                     the image: /headstart, CA certificates, uid 65532
#   docker build -t headstart-demo --target demo .  a Debian with psql and the demo application behind headstart
#
# Written for BuildKit and for the classic builder alike. docs/docker.md says how to use the image.
ARG DEBIAN_IMAGE=debian:trixie-slim

FROM ${DEBIAN_IMAGE} AS build
WORKDIR /src
# From what seldom changes to what always does: packages, then the libraries (the longest step), then our own code.
COPY scripts/install-deps.sh scripts/
RUN scripts/install-deps.sh static
COPY scripts/build-libraries.sh scripts/hardening-flags.sh scripts/target.sh scripts/
COPY scripts/libraries scripts/libraries
RUN scripts/build-libraries.sh build-static/libraries
COPY scripts/build-static.sh scripts/check-obstacles.sh scripts/
COPY CMakeLists.txt ./
COPY cmake cmake
COPY src src
COPY docs/errors.md docs/
ARG HEADSTART_COMMIT=unknown
RUN scripts/build-static.sh "${HEADSTART_COMMIT}"

FROM ${DEBIAN_IMAGE} AS demo
RUN apt-get update -qq \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/dist/headstart /usr/local/bin/headstart
COPY scripts/demo/app.sh /usr/local/bin/demo-app
COPY scripts/demo/verify-migrations.sh /usr/local/bin/verify-migrations
COPY scripts/demo/schema.sql /usr/local/share/headstart/schema.sql
ENV HEADSTART_DIR=/migrations
USER 65532:65532
ENTRYPOINT ["headstart", "run", "--"]
CMD ["demo-app", "--serve"]

# The default, because it is last.
FROM scratch AS headstart
COPY --from=build /src/dist/headstart /headstart
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
# The folder of migrations is found relative to the working folder: mount it at /migrations.
WORKDIR /
USER 65532:65532
ENTRYPOINT ["/headstart"]
CMD ["run"]
