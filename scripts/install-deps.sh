#!/usr/bin/env bash
# Installs Debian's packages that a part of this project needs (bookworm and trixie).
#
#   scripts/install-deps.sh [build|server|static|test|differential|peers|versions|docker|lint|fuzz|release|test-release]…      default: build test
#
# Does nothing, and asks for no rights, when everything is there already.
set -euo pipefail

packages_of() {
    case "$1" in
    build)
        echo g++ make cmake ninja-build ccache git libpq-dev libpg-query-dev libprotobuf-c-dev libspdlog-dev libfmt-dev \
            libcli11-dev libtomlplusplus-dev nlohmann-json3-dev libssl-dev libutf8proc-dev
        ;;
    # What the static binary needs: its libraries are built from source, and PostgreSQL's build asks for perl, bison, flex.
    static) echo g++ make cmake ninja-build file perl bison flex dpkg-dev debian-archive-keyring ca-certificates ;;
    server) echo postgresql ;; # of the demo and the tests
    test)
        echo catch2 postgresql pgbouncer python3 valgrind
        echo bash zsh fish man-db # that completion and manual page are tried in
        echo python3-sqlalchemy python3-sqlmodel python3-asyncpg python3-django python3-psycopg2 # whose models are read
        echo python3-alembic # whose histories are imported
        ;;
    differential) echo alembic ;;
    peers) echo sqitch libdbd-pg-perl npm ;; # whose histories are imported: tests/imports/peers.sh
    docker)
        # An engine that came from elsewhere will do, and Debian's would conflict with it.
        command -v dockerd >/dev/null || echo docker.io iptables
        command -v docker-compose >/dev/null || echo docker-compose
        # From trixie on the command line is a package of its own, which docker.io only recommends.
        if ! command -v docker >/dev/null && ! grep -q '^VERSION_CODENAME=bookworm$' /etc/os-release; then
            echo docker-cli
        fi
        echo debootstrap openssl curl
        ;;
    versions) echo debootstrap patchelf ;;
    # The cross compilers for the other processor that is published.
    release)
        echo python3 git
        case "$(dpkg --print-architecture)" in
        arm64) echo g++-x86-64-linux-gnu libc6-dev-amd64-cross ;;
        *) echo g++-aarch64-linux-gnu libc6-dev-arm64-cross ;;
        esac
        ;;
    test-release)
        echo lintian man-db
        # What starts another processor's programs: from trixie on its plain package is the static one.
        if grep -q '^VERSION_CODENAME=bookworm$' /etc/os-release; then echo qemu-user-static; else echo qemu-user; fi
        ;;
    lint) echo clang-format-19 clang-tidy-19 shellcheck ;;
    # llvm gives the stacks of what is found their names.
    fuzz) echo clang-19 libclang-rt-19-dev llvm-19 ;;
    *)
        echo "install-deps: unknown group '$1' (known: build server static test differential peers versions docker lint fuzz release test-release)" >&2
        return 2
        ;;
    esac
}

is_installed() {
    [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

if [ $# -eq 0 ]; then
    set -- build test
fi

missing=()
for group in "$@"; do
    packages=$(packages_of "$group")
    for package in $packages; do
        if ! is_installed "$package"; then
            missing+=("$package")
        fi
    done
done
if [ ${#missing[@]} -eq 0 ]; then
    exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "install-deps: these packages are missing, and this user is neither root nor has sudo:" >&2
        echo "  ${missing[*]}" >&2
        echo "As root:  apt-get update && apt-get install --no-install-recommends ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi

# The tests start clusters of their own; a default one would only take memory and port 5432. postgresql-common
# reads this file before it makes one; an administrator's own file is left as it is.
case " ${missing[*]} " in
*" postgresql "*)
    if ! [ -e /etc/postgresql-common/createcluster.conf ]; then
        "${as_root[@]}" mkdir -p /etc/postgresql-common
        echo "create_main_cluster = false" | "${as_root[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
    fi
    ;;
esac

echo "install-deps: installing ${missing[*]}" >&2
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confold "${missing[@]}" >&2
