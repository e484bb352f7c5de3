# shellcheck shell=bash disable=SC2034,SC2154  # who sources it sets and uses these
# Sourced by the run.sh of what is tried in containers: a docker engine, and base images made of Debian's packages.

# Uses the engine that answers; starts one for this run where none does.
ensure_engine() {
    if docker info >/dev/null 2>&1; then
        return
    fi
    if [ "$(id -u)" -ne 0 ]; then
        fail "no docker engine answers, and only root can start one (try: sudo make …)"
    fi
    echo "# no docker engine answers: starting one" >&2
    # One that is just ending still owns the data; one that was killed has left its pid file behind, and another process
    # may bear that number by now: ours has a pid file of its own.
    eventually 30 engine_is_gone || fail "a dockerd runs, but does not answer"
    dockerd --pidfile "$work/dockerd.pid" >"$work/dockerd.log" 2>&1 &
    engine_pid=$!
    eventually 60 docker info >/dev/null 2>&1 || { tail -n 30 "$work/dockerd.log" >&2; fail "dockerd did not start"; }
}

engine_is_gone() {
    ! cat /proc/[0-9]*/comm 2>/dev/null | grep -q -x dockerd
}

stop_engine() {
    if [ -n "${engine_pid:-}" ]; then
        kill "$engine_pid" 2>/dev/null || true
        wait "$engine_pid" 2>/dev/null || true
    fi
}

# $1: name of the image, $2: suite. Kept in the engine between runs; it never bears the public image's name.
ensure_debian_image() {
    local image=$1 suite=$2 debian=$work/debian
    if docker image inspect "$image" >/dev/null 2>&1; then
        return
    fi
    echo "# making $image with debootstrap" >&2
    "$root/scripts/debian-root.sh" "$suite" "$debian" >"$work/debootstrap.log" 2>&1 ||
        { tail -n 20 "$work/debootstrap.log" >&2; fail "debootstrap failed"; }
    # What this machine says about reaching its mirror (proxy, dates) holds for its containers too.
    apt-config dump | grep -E '^Acquire::(http|https|ftp|Check-|Retries)' >"$debian/etc/apt/apt.conf.d/90machine" || true
    rm -rf "$debian"/var/cache/apt/archives/*.deb "$debian"/var/lib/apt/lists/*
    tar --directory="$debian" --create . | docker import - "$image" >/dev/null
    rm -rf "$debian"
}

# $1: name, the rest: arguments of docker build. The classic builder is on every engine; its log only speaks on failure.
build_image() {
    local image=$1
    shift
    echo "# building $image" >&2
    DOCKER_BUILDKIT=0 docker build --force-rm --tag "$image" "$@" >"$work/build.log" 2>&1 ||
        { tail -n 60 "$work/build.log" >&2; fail "cannot build $image"; }
}
