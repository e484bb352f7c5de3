#!/usr/bin/env bash
# The one throw-away cluster of a ctest run.
#
#   tests/support/cluster.sh start FILE     starts it; FILE then holds the path of its folder
#   tests/support/cluster.sh stop FILE      ends it
#
# Its folder is not in the build tree, for the server runs as another user when root tests, and a build tree below a
# private folder is out of its reach. It is in memory where there is room for it: making a database makes three hundred
# files, which ext4 takes half a second for when as many have just been removed.
set -euo pipefail
throwaway="$(dirname "$(realpath "$0")")/../../scripts/throwaway-postgres.sh"
verb=$1
file=$2

place() {
    local free
    free=$(df --output=avail --block-size=1G --type=tmpfs /dev/shm 2>/dev/null | tail -n 1)
    if [ "${free:-0}" -ge 8 ]; then
        echo /dev/shm
    else
        echo /tmp
    fi
}

stop() {
    if [ -e "$file" ]; then
        "$throwaway" stop "$(cat "$file")"
        rm -f "$file"
    fi
}

case $verb in
start)
    stop # a run that was killed left its own behind
    folder=$(mktemp -d "$(place)/headstart-cluster.XXXXXX")
    "$throwaway" start "$folder" -c max_connections=200 >/dev/null
    echo "$folder" >"$file"
    ;;
stop) stop ;;
esac
