# shellcheck shell=bash disable=SC2034,SC2154  # run.sh sets and uses these
# The image itself: one file in an empty file system. Each of those that were built, as $image.

# $1: an image. With no network and nothing to write to.
version_of() {
    docker run --rm --label headstart-test --network none --read-only "$1" --version
}

shows_its_version() {
    local version
    version=$(version_of "$image")
    echo "$version"
    [[ "$version" == headstart* ]]
}

links_the_same_libraries() {
    same "$(version_of "$k_image")" "$(version_of "$image")"
}

is_small() {
    local bytes
    bytes=$(docker image inspect --format '{{.Size}}' "$image")
    echo "$bytes bytes"
    [ "$bytes" -lt 11000000 ]
}

runs_as_nobody_special() {
    same "65532:65532" "$(docker image inspect --format '{{.Config.User}}' "$image")"
}

# As in a pod: no command, migrations mounted, ends with 0 when the schema is at head.
works_as_init_container() {
    fresh_database init || return 1
    start init --read-only --cap-drop ALL -v "$root/migrations:/migrations:ro" \
        -e DATABASE_URL=postgresql://owner:owner@db:5432/init "$image" || return 1
    same 0 "$(exit_code_of headstart-test-init)" || { docker logs headstart-test-init; return 1; }
    same 10 "$(ask init "SELECT count(*) FROM headstart_journal WHERE direction = 'up'")"
}

# An authority that nobody knows, and a server with a certificate of it.
make_certificates() {
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=The test's authority" \
        -keyout "$work/ca.key" -out "$work/ca.crt" &&
        openssl req -x509 -CA "$work/ca.crt" -CAkey "$work/ca.key" -newkey rsa:2048 -nodes -days 2 -subj /CN=tls-db \
            -addext "subjectAltName=DNS:tls-db" -addext "basicConstraints=CA:FALSE" \
            -keyout "$work/server.key" -out "$work/server.crt"
}

start_tls_server() {
    docker create --label headstart-test --name headstart-test-tls --network "$network" --network-alias tls-db \
        -e POSTGRES_USER=owner -e POSTGRES_PASSWORD=owner -e POSTGRES_DB=app "$POSTGRES_IMAGE" \
        bash -c 'cp /tmp/server.* /var/lib/postgresql/ && chmod 600 /var/lib/postgresql/server.key && exec postgres "$@"' \
        bash -c ssl=on -c ssl_cert_file=/var/lib/postgresql/server.crt -c ssl_key_file=/var/lib/postgresql/server.key &&
        docker cp "$work/server.key" headstart-test-tls:/tmp/server.key &&
        docker cp "$work/server.crt" headstart-test-tls:/tmp/server.crt && docker start headstart-test-tls
}

# The server does not exist yet, so its name is not known; the URL is a secret mounted as a file; the certificate is
# trusted because it stands where Debian, Alpine and our image keep the bundle.
waits_for_a_late_server() {
    start late -v "$work/ca.crt:/etc/ssl/certs/ca-certificates.crt:ro" -v "$work/url:/run/secrets/url:ro" \
        -e DATABASE_URL_FILE=/run/secrets/url "$image" wait || return 1
    eventually 10 log_has headstart-test-late tls-db || return 1
    start_tls_server || return 1
    same 0 "$(exit_code_of headstart-test-late)" || { docker logs headstart-test-late; return 1; }
}

refuses_an_unknown_certificate() {
    start tls-bad -v "$work/url:/run/secrets/url:ro" -e DATABASE_URL_FILE=/run/secrets/url "$image" wait || return 1
    same 1 "$(exit_code_of headstart-test-tls-bad)" && log_has headstart-test-tls-bad "certificate verify failed"
}

# $1: name of the container, the rest: arguments of docker run that make the authority known.
trusts_the_server() {
    local name=$1
    shift
    start "$name" "$@" -v "$work/url:/run/secrets/url:ro" -e DATABASE_URL_FILE=/run/secrets/url "$image" wait || return 1
    same 0 "$(exit_code_of "headstart-test-$name")" || { docker logs "headstart-test-$name"; return 1; }
}

# No public authority will sign for us. That ours is found behind the image's own shows that those were all read.
shipped_bundle_is_whole() {
    local container roots
    container=$(docker create --label headstart-test "$image") &&
        docker cp "$container:/etc/ssl/certs/ca-certificates.crt" "$work/bundle.crt" || return 1
    roots=$(grep -c 'BEGIN CERTIFICATE' "$work/bundle.crt")
    echo "$roots roots"
    [ "$roots" -ge 100 ] || return 1
    cat "$work/ca.crt" >>"$work/bundle.crt"
    trusts_the_server tls-file -v "$work/bundle.crt:/run/secrets/bundle.crt:ro" -e SSL_CERT_FILE=/run/secrets/bundle.crt
}

trusts_a_folder() {
    mkdir -p "$work/authorities"
    cp "$work/ca.crt" "$work/authorities/$(openssl x509 -in "$work/ca.crt" -noout -hash).0"
    trusts_the_server tls-folder -v "$work/authorities:/run/secrets/authorities:ro" -e SSL_CERT_DIR=/run/secrets/authorities
}

# The lines that docs/docker.md tells people to write, read from there.
documented_dockerfile_works() {
    sed -n '/^<!-- tested: copy-from -->$/,/^```$/p' "$root/docs/docker.md" | grep -v -E '^(```|<!--)' |
        sed "s#^COPY --from=headstart #COPY --from=$image #; s#^FROM .*#FROM $DEBIAN_IMAGE#" >"$work/Dockerfile"
    cat "$work/Dockerfile"
    grep -q "COPY --from=$image" "$work/Dockerfile" || return 1
    mkdir -p "$work/context"
    cp -r "$root/migrations" "$work/context/"
    fresh_database documented || return 1
    DOCKER_BUILDKIT=0 docker build --tag headstart-test/documented --file "$work/Dockerfile" "$work/context" || return 1
    start documented -e DATABASE_URL=postgresql://owner:owner@db:5432/documented headstart-test/documented echo it runs || return 1
    same 0 "$(exit_code_of headstart-test-documented)" && same "it runs" "$(docker logs headstart-test-documented 2>/dev/null)"
}

make_certificates >"$work/openssl.log" 2>&1 || { cat "$work/openssl.log" >&2; fail "cannot make certificates"; }
echo "postgresql://owner:owner@tls-db:5432/app?sslmode=verify-full&sslrootcert=system" >"$work/url"
chmod 644 "$work/server.key" "$work/url"
for suite in "${k_suites[@]}"; do
    image=headstart-test/headstart-$suite
    remove_containers # of the parts before, and of the suite before
    check "$suite: the image shows its version, with no network and nothing to write to" shows_its_version
    check "$suite: the libraries in it are those of any other Debian's" links_the_same_libraries
    check "$suite: the image is smaller than 11 MB" is_small
    check "$suite: the image's user is not root" runs_as_nobody_special
    check "$suite: without a command it is an init container" works_as_init_container
    check "$suite: waits for a server whose name is not known yet, and trusts the image's CA bundle" waits_for_a_late_server
    check "$suite: a certificate that the bundle does not know ends it at once" refuses_an_unknown_certificate
    check "$suite: the image's bundle is read to its end, from where SSL_CERT_FILE says" shipped_bundle_is_whole
    check "$suite: SSL_CERT_DIR names a folder of certificates" trusts_a_folder
    check "$suite: the Dockerfile in docs/docker.md works" documented_dockerfile_works
done
