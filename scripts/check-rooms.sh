#!/usr/bin/env bash
# Fails when a file includes a room that the table in ARCHITECTURE.md does not allow it, or an outside library that the
# table gives to another room.
set -euo pipefail
cd "$(dirname "$0")/.."

failed=0
rooms=""
while IFS='|' read -r _ room _ allowed _; do
    room=$(tr -d ' `' <<<"$room")
    allowed=$(tr -d '`' <<<"$allowed")
    # In the order of the table: "all of them" is every room above, which is every room.
    rooms="$rooms $room"
    if [[ "$allowed" == *"all of them"* ]]; then
        allowed=$rooms
    fi
    while IFS=: read -r file include; do
        included=$(sed 's/^#include "\([a-z_]*\)\/.*/\1/' <<<"$include")
        if [[ " $room $allowed " != *" $included "* ]]; then
            echo "$file: $room may not include $included" >&2
            failed=1
        fi
    done < <(grep -r --include='*.[hc]pp' '^#include "[a-z_]*/' "src/$room" | sort || true)
done < <(grep '^| `' ARCHITECTURE.md)

for folder in src/*/; do
    room=$(basename "$folder")
    if [[ " $rooms " != *" $room "* ]]; then
        echo "ARCHITECTURE.md says nothing of $folder" >&2
        failed=1
    fi
done
# The headers of a library, and how the table names it.
while read -r header library; do
    owner=$(awk -F '|' -v library="$library" '$5 ~ library { gsub(/[ `]/, "", $2); print $2 }' ARCHITECTURE.md)
    if [ -z "$owner" ]; then
        echo "ARCHITECTURE.md gives $library to no room" >&2
        failed=1
    fi
    for file in $(grep -r -l --include='*.[hc]pp' "^#include <$header" src | sort || true); do
        if [[ "$file" != "src/$owner/"* ]]; then
            echo "$file: only $owner may include <$header…>" >&2
            failed=1
        fi
    done
done <<'LIBRARIES'
libpq libpq
pg_query libpg_query
toml++/ toml[+][+]
CLI/ CLI11
spdlog/ spdlog
utf8proc utf8proc
LIBRARIES
exit "$failed"
