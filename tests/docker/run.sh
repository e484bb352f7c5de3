#!/usr/bin/env bash
# Tests what we ship as people use it (`make test-docker`): the image, the demo behind it, both compose files. The image is
# built on each of SUITES (bookworm and trixie, if not set); each is tested, and its binary by the tests of this build tree.
#
# Needs a docker engine, or root to start one. Pulls no image: POSTGRES_IMAGE and DEBIAN_IMAGE name the public ones for
# people, and images made here of Debian's packages for this run. Everything it makes has the prefix headstart-test;
# containers, networks and volumes are removed at the end, images stay for the next run.
set -euo pipefail

here=$(realpath "$(dirname "$0")")
root=$(realpath "$here/../..")
work=$(mktemp -d)
chmod 755 "$work"
# shellcheck source=tests/containers/engine.sh
. "$here/../containers/engine.sh"
# shellcheck source=tests/containers/checks.sh
. "$here/../containers/checks.sh"

fail() {
    echo "run.sh: $*" >&2
    exit 1
}

readonly k_project=headstart-test-dev
readonly k_ci_project=headstart-test-ci
read -r -a k_suites <<<"${SUITES:-bookworm trixie}"
readonly k_suites
# Where one of them will do, in the parts.
# shellcheck disable=SC2034
readonly k_image=headstart-test/headstart-${k_suites[-1]}
export DEBIAN_IMAGE=headstart-test/debian-${k_suites[-1]}
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
    remove_containers
    dev down --volumes --timeout 1 >/dev/null 2>&1 || true
    ci down --volumes --timeout 1 >/dev/null 2>&1 || true
    stop_engine
    rm -rf "$work"
}
trap cleanup EXIT

ensure_engine
for suite in "${k_suites[@]}"; do
    ensure_debian_image "headstart-test/debian-$suite" "$suite"
    build_image "headstart-test/headstart-$suite" --build-arg DEBIAN_IMAGE="headstart-test/debian-$suite" "$root"
done
build_image "$POSTGRES_IMAGE" --build-arg DEBIAN_IMAGE="$DEBIAN_IMAGE" "$here/../containers/postgres"
build_image "$DEMO_IMAGE" --build-arg DEBIAN_IMAGE="$DEBIAN_IMAGE" --target demo "$root"

for part in "$here"/parts/*.sh; do
    # shellcheck source=/dev/null
    . "$part"
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
