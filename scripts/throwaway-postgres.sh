#!/usr/bin/env bash
# A PostgreSQL cluster for one test run, benchmark or demo, gone afterwards.
#
#   scripts/throwaway-postgres.sh start DIR [-c name=value ...]   starts it, prints its URL
#   scripts/throwaway-postgres.sh stop DIR                        ends it at once and removes DIR
#   scripts/throwaway-postgres.sh bindir                          prints the folder of the server's programs
#
# PGBIN names that folder; without it, a server that is installed is taken.
# DIR must not exist yet or be empty. It then holds:
#   url      postgresql://postgres:PASSWORD@127.0.0.1:PORT/postgres (readable by its owner only)
#   data/    the data folder      log      the server's log
#   socket   a link to the folder of the Unix socket; no password is asked there, but nobody else may enter it
# The server never runs as root: started by root, it runs as the user `postgres`, to whom DIR is given.
# fsync is off unless `-c fsync=on`: a cluster that is thrown away need not survive a power cut.
set -euo pipefail
umask 077
readonly pgbin=${PGBIN:-}
unset "${!PG@}" # nothing that points at another server

readonly max_attempts=20
readonly heap_in_huge_pages=glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=268435456:glibc.malloc.trim_threshold=268435456:glibc.malloc.top_pad=2097152

die() {
    echo "throwaway-postgres.sh: $*" >&2
    exit 1
}

usage() {
    sed -n '4,6s/^# *//p' "$0" >&2
    exit 2
}

# Runs a command as the user who owns the cluster, in a folder that this user can enter.
as_server() {
    if [ "$(id -u)" -eq 0 ]; then
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

find_bindir() {
    local candidate bindir=$pgbin
    if [ -z "$pgbin" ] && command -v pg_config >/dev/null; then
        bindir=$(pg_config --bindir)
    fi
    # pg_config also comes with the client's headers: it may name a folder that holds no server.
    if [ -z "$pgbin" ] && [ ! -x "$bindir/initdb" ]; then
        for candidate in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V); do
            bindir=$candidate
        done
    fi
    [ -x "$bindir/initdb" ] || die "no PostgreSQL server is there (looked for initdb in '$bindir'${pgbin:+, as PGBIN says})"
    echo "$bindir"
}

# initdb takes seconds and its result is always the same, so it is kept in the owner's cache folder and copied.
# Two runs that make it at once each make their own; the first rename wins, and both results are good.
make_data_folder() {
    local data=$1 home template fresh
    home=$(getent passwd "$(as_server id -u)" | cut -d: -f6 || true)
    # The last digit changes with the options of initdb below.
    template="$home/.cache/headstart/$("$bindir/initdb" --version | tr -c '[:alnum:].\n' _)-1"
    if ! as_server test -f "$template/PG_VERSION"; then
        fresh=$(as_server mktemp -d /tmp/hs-initdb.XXXXXX)
        # 1 MB log segments: less to copy for every cluster.
        as_server "$bindir/initdb" -D "$fresh/data" --username=postgres --encoding=UTF8 --locale=C.UTF-8 \
            --auth-local=trust --auth-host=scram-sha-256 --wal-segsize=1 --no-sync >"$dir/initdb.out" 2>&1 ||
            { cat "$dir/initdb.out" >&2; die "initdb failed"; }
        if ! as_server mkdir -p "$(dirname "$template")" 2>/dev/null ||
            ! as_server mv -T "$fresh/data" "$template" 2>/dev/null; then
            template="$fresh/data" # no home to keep it in, or another run was quicker
        fi
        as_server cp -a "$template" "$data"
        as_server rm -rf "$fresh"
    else
        as_server cp -a "$template" "$data"
    fi
}

write_settings() {
    local setting
    {
        echo "listen_addresses = '127.0.0.1'"
        echo "unix_socket_directories = '$socket_dir'"
        echo "fsync = off"
        echo "max_wal_size = '1GB'"
        echo "timezone = 'UTC'"
        # Programs of another system may find libraries here that are not theirs, those of the compiler first.
        [ -z "$pgbin" ] || echo "jit = off"
        for setting in "$@"; do
            echo "${setting%%=*} = '$(printf %s "${setting#*=}" | sed "s/'/''/g")'"
        done
    } | as_server tee -a "$dir/data/postgresql.conf" >/dev/null
}

# A port that was free when looked at may be taken a moment later, so none is looked at: the server's own bind
# decides, and another port is tried when it was refused. Below 32768 no outgoing connection takes one either.
start_on_free_port() {
    local attempt
    for ((attempt = 1; attempt <= max_attempts; attempt++)); do
        port=$((20000 + RANDOM % 12000))
        echo "port = $port" | as_server tee -a "$dir/data/postgresql.conf" >/dev/null
        as_server rm -f "$dir/log"
        # With -l the server holds none of our streams open: a caller that reads our output would wait for ever.
        # Backends that live for a moment spend a fifth of it on page faults of their heaps: those are huge pages, and kept.
        if GLIBC_TUNABLES=$heap_in_huge_pages as_server "$bindir/pg_ctl" -D "$dir/data" -l "$dir/log" -w -t 60 start >"$dir/pg_ctl.out" 2>&1; then
            return
        fi
        as_server grep -q 'Address already in use' "$dir/log" || break
    done
    cat "$dir/pg_ctl.out" "$dir/log" >&2 || true
    die "the server did not start"
}

# Gives back what a failed start has taken.
abandon() {
    as_server "$bindir/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$dir" "$socket_dir"
}

start() {
    local password settings=()
    while [ $# -gt 0 ]; do
        if [ "$1" != -c ] || [[ "${2:-}" != *=* ]]; then
            usage
        fi
        settings+=("$2")
        shift 2
    done
    mkdir -p "$dir"
    [ -z "$(ls -A "$dir")" ] || die "$dir is not empty"
    dir=$(realpath "$dir")
    # The path of a Unix socket may have 107 bytes: DIR may be deep, so the socket has a short folder of its own.
    socket_dir=$(as_server mktemp -d /tmp/hs-pg.XXXXXX)
    trap abandon EXIT
    if [ "$(id -u)" -eq 0 ]; then
        chown postgres: "$dir"
    fi
    as_server test -w "$dir" || die "the user $(as_server id -un) cannot reach $dir: choose a folder outside of private ones"
    ln -s "$socket_dir" "$dir/socket"
    make_data_folder "$dir/data"
    write_settings "${settings[@]}"
    start_on_free_port
    password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    # By standard input: an argument would be seen in the process list.
    echo "ALTER ROLE postgres PASSWORD '$password'" |
        as_server "$bindir/psql" -XqAt -v ON_ERROR_STOP=1 -h "$socket_dir" -p "$port" -U postgres -d postgres
    echo "postgresql://postgres:$password@127.0.0.1:$port/postgres" >"$dir/url"
    trap - EXIT
    cat "$dir/url"
}

stop() {
    [ -e "$dir" ] || return 0
    # Only what `start` made is removed, whatever was typed.
    if [ ! -L "$dir/socket" ] || [ ! -e "$dir/data/PG_VERSION" ]; then
        die "$dir holds no throw-away cluster"
    fi
    dir=$(realpath "$dir")
    socket_dir=$(readlink "$dir/socket")
    if [ -e "$dir/data/postmaster.pid" ]; then
        # A server that a test killed leaves its file behind: then there is nothing to stop.
        as_server "$bindir/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1 ||
            ! as_server "$bindir/pg_ctl" -D "$dir/data" status >/dev/null || die "the server in $dir did not stop"
    fi
    case $socket_dir in
    /tmp/hs-pg.*) rm -rf "$socket_dir" ;;
    esac
    rm -rf "$dir"
}

bindir=$(find_bindir)
if [ "$*" = bindir ]; then
    echo "$bindir"
    exit
fi
[ $# -ge 2 ] || usage
verb=$1
dir=$2
shift 2
case $verb in
start) start "$@" ;;
stop)
    [ $# -eq 0 ] || usage
    stop
    ;;
*) usage ;;
esac
