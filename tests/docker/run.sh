#!/usr/bin/env bash
# Tests what we ship as people use it (`make test-docker`): the image, the demo behind it, both compose files.
#
# Needs a docker engine, or root to start one. Pulls no image: POSTGRES_IMAGE and DEBIAN_IMAGE name the public ones for
# people, and images made here of Debian's packages for this run. Everything it makes has the prefix headstart-test;
# containers, networks and volumes are removed at the end, images stay for the next run.
set -euo pipefail

here=$(realpath "$(dirname "$0")")
root=$(realpath "$here/../..")
work=$(mktemp -d)
chmod 755 "$work"
# shellcheck source=tests/docker/engine.sh
. "$here/engine.sh"
# shellcheck source=tests/docker/checks.sh
. "$here/checks.sh"

fail() {
    echo "run.sh: $*" >&2
    exit 1
}

readonly k_project=headstart-test-dev
readonly k_ci_project=headstart-test-ci
readonly k_image=headstart-test/headstart
export DEBIAN_IMAGE=headstart-test/debian-trixie
export POSTGRES_IMAGE=headstart-test/postgres
export DEMO_IMAGE=headstart-test/demo
export DB_PORT="" TEST_DB_PORT="" # any free one

dev() {
    docker-compose --project-directory "$root" -f "$root/docker-compose.yml" -p "$k_project" "$@"
}

ci() {
    docker-compose --project-directory "$root" -f "$root/docker-compose.ci.yml" -p "$k_ci_project" "$@"
}

cleanup() {
    local containers
    containers=$(docker ps --all --quiet --filter label=headstart-test 2>/dev/null || true)
    if [ -n "$containers" ]; then
        # shellcheck disable=SC2086  # one word per container
        docker rm --force --volumes $containers >/dev/null 2>&1 || true
    fi
    dev down --volumes --timeout 1 >/dev/null 2>&1 || true
    ci down --volumes --timeout 1 >/dev/null 2>&1 || true
    stop_engine
    rm -rf "$work"
}
trap cleanup EXIT

ensure_engine
ensure_debian_image "$DEBIAN_IMAGE" trixie
build_image "$POSTGRES_IMAGE" --build-arg DEBIAN_IMAGE="$DEBIAN_IMAGE" "$here/postgres"
build_image "$k_image" --build-arg DEBIAN_IMAGE="$DEBIAN_IMAGE" "$root"
build_image "$DEMO_IMAGE" --build-arg DEBIAN_IMAGE="$DEBIAN_IMAGE" --target demo "$root"

for part in "$here"/parts/*.sh; do
    # shellcheck source=/dev/null
    . "$part"
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
