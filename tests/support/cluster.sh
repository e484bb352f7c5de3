#!/usr/bin/env bash
# The one throw-away cluster of a ctest run.
#
#   tests/support/cluster.sh start FILE     starts it; FILE then holds the path of its folder
#   tests/support/cluster.sh stop FILE      ends it
#
# Its folder is in /tmp and not in the build tree, for the server runs as another user when root tests, and a
# build tree below a private folder is out of its reach.
set -euo pipefail
throwaway="$(dirname "$(realpath "$0")")/../../scripts/throwaway-postgres.sh"
verb=$1
file=$2

stop() {
    if [ -e "$file" ]; then
        "$throwaway" stop "$(cat "$file")"
        rm -f "$file"
    fi
}

case $verb in
start)
    stop # a run that was killed left its own behind
    folder=$(mktemp -d /tmp/headstart-cluster.XXXXXX)
    "$throwaway" start "$folder" -c max_connections=200 >/dev/null
    echo "$folder" >"$file"
    ;;
stop) stop ;;
esac
