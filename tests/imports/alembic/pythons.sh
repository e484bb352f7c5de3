#!/usr/bin/env bash
# The import of Alembic's and Django's histories, with the Python, Alembic, SQLAlchemy and Django of other Debian suites
# (`make test-pythons`). Tests, headstart and server are this machine's. As root, for debootstrap and chroot.
#
#   tests/imports/alembic/pythons.sh [SUITE…]      trixie sid, if none is named
#
# Each stays in HEADSTART_CACHE (/var/cache/headstart if not set); delete it to have a newer one.
set -euo pipefail
umask 022

root=$(realpath "$(dirname "$0")/../../..")
cache=${HEADSTART_CACHE:-/var/cache/headstart}
[ $# -gt 0 ] || set -- trixie sid
work=$(mktemp -d /tmp/hs-pythons.XXXXXX) # not below a private TMPDIR: the server may run as another user
chmod 755 "$work"

cleanup() {
    "$root/scripts/throwaway-postgres.sh" stop "$work/postgres"
    rm -rf "$work"
}
trap cleanup EXIT

make_system() {
    [ ! -x "$1/usr/bin/alembic" ] || return 0
    rm -rf "$1"
    mkdir -p "$(dirname "$1")"
    "$root/scripts/debian-root.sh" "$2" "$1" \
        --include=alembic,python3-sqlalchemy,python3-psycopg2,python3-asyncpg,python3-django 2>"$work/log" ||
        { tail -n 5 "$work/log" >&2; rm -rf "$1"; return 1; }
}

# A python3 of that system, in this machine's /tmp, /dev and /proc, so that a project there is one for it, too. What is
# mounted for it ends with it: it has a mount namespace of its own.
write_python() {
    cat >"$2" <<END
#!/usr/bin/env bash
exec unshare --mount bash -c '
    for folder in tmp dev proc; do mount --rbind /\$folder "$1/\$folder"; done
    exec chroot "$1" bash -c "cd \"\\\$0\" && exec python3 \"\\\$@\"" "\$PWD" "\$@"' "\$0" "\$@"
END
    chmod 755 "$2"
}

HEADSTART_TEST_URL=$("$root/scripts/throwaway-postgres.sh" start "$work/postgres")
export HEADSTART_TEST_URL
passed=0
failed=0
for suite in "$@"; do
    system=$cache/python-$suite
    make_system "$system" "$suite"
    write_python "$system" "$work/$suite"
    versions=$(cd "$work" && "$work/$suite" -c 'import alembic, sqlalchemy, django
print("Alembic", alembic.__version__, "SQLAlchemy", sqlalchemy.__version__, "Django", django.__version__)')
    echo "── $suite: $versions"
    if HEADSTART_TEST_PYTHON=$work/$suite \
        "${HEADSTART_BUILD:-$root/build}/tests/imports/alembic/headstart_alembic_import_tests"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
