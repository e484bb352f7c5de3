#!/usr/bin/env bash
# Builds each example of docs/examples and lives with it for a while, by the commands that its README shows (`make
# test-examples`): a fresh start, an upgrade, the image rolled back, docker stop, three replicas.
#
#   tests/examples/run.sh [EXAMPLE]…      all of them, if none is named
#
# HEADSTART_BINARY is a static binary; dist/headstart, if not set. Needs a docker engine, or root to start one, and pulls no
# image. Everything it makes has the prefix headstart-test; containers, networks and volumes are removed at the end, images
# stay for the next run.
set -euo pipefail

here=$(realpath "$(dirname "$0")")
root=$(realpath "$here/../..")
examples=$root/docs/examples
work=$(mktemp -d)
chmod 755 "$work"
# shellcheck source=tests/containers/engine.sh
. "$here/../containers/engine.sh"
# shellcheck source=tests/containers/checks.sh
. "$here/../containers/checks.sh"
# shellcheck source=tests/examples/life.sh
. "$here/life.sh"
# shellcheck source=tests/examples/files.sh
. "$here/files.sh"

binary=${HEADSTART_BINARY:-$root/dist/headstart}
unset "${!HEADSTART_@}" "${!PG@}" DATABASE_URL MIGRATION_DATABASE_URL
export DEBIAN_IMAGE=headstart-test/debian-trixie
export POSTGRES_IMAGE=headstart-test/postgres
export HEADSTART_IMAGE=headstart-test/headstart-binary
export PORTS=""          # any free ones
export COMPOSE_HTTP_TIMEOUT=300 # a busy machine may take longer than docker-compose's minute to make a container
export DOCKER_BUILDKIT=0 # images that are here alone are none to BuildKit's own look-ups

fail() {
    echo "run.sh: $*" >&2
    exit 1
}

cleanup() {
    local copy
    for copy in "$work"/headstart-test-*; do
        if [ -d "$copy" ]; then
            make -s -C "$copy" clean >/dev/null 2>&1 || true
        fi
    done
    stop_engine
    rm -rf "$work"
}
trap cleanup EXIT

# The image that docs/install.md tells people to copy from, with the binary under test.
build_headstart_image() {
    mkdir "$work/image"
    cp "$binary" "$work/image/headstart"
    printf 'FROM scratch\nCOPY headstart /headstart\nENTRYPOINT ["/headstart"]\n' >"$work/image/Dockerfile"
    build_image "$HEADSTART_IMAGE" "$work/image"
}

if [ $# -eq 0 ]; then
    mapfile -t names < <(find "$here/applications" -name '*.sh' -printf '%f\n' | sed 's/\.sh$//' | sort)
    set -- "${names[@]}"
fi
[ -x "$binary" ] || fail "there is no $binary: make static"
check "what is the same in all examples is the same file" same_everywhere
check "each example has its test, and each test its example" all_are_tested
check "each README names targets that there are" readmes_name_targets_that_there_are
ensure_engine
ensure_debian_image "$DEBIAN_IMAGE" trixie
build_headstart_image
build_image "$POSTGRES_IMAGE" --build-arg DEBIAN_IMAGE="$DEBIAN_IMAGE" "$here/../containers/postgres"
for name in "$@"; do
    live_with "$name"
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
