#!/usr/bin/env bash
# Fails when a file includes a room that the table in ARCHITECTURE.md does not allow it.
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
exit "$failed"
