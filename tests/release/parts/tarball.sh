# shellcheck shell=bash disable=SC2154  # run.sh sets and uses these
# The tarball, unpacked: its binary on a real server, and the list of its parts.

# How the binary for $1 is started here: by itself, or by qemu.
starter_for() {
    local machine
    if [ "$1" = "$(dpkg --print-architecture)" ]; then
        return
    fi
    machine=$(dpkg-architecture -q DEB_HOST_GNU_CPU -a"$1" 2>/dev/null)
    command -v "qemu-$machine-static" || command -v "qemu-$machine" || fail "no qemu here that runs $1"
}

is_static() {
    file --brief "$headstart_file" | grep -E 'static-pie linked|statically linked'
    ! readelf --dynamic "$headstart_file" 2>/dev/null | grep NEEDED
}

upgrades() {
    "${headstart[@]}" upgrade head && "${headstart[@]}" current >"$work/current" && grep -F "(head)" "$work/current"
    same "$("${headstart[@]}" heads | awk '{ print $1 }')" \
        "$(psql --no-psqlrc --tuples-only --no-align --dbname="$DATABASE_URL" --command='SELECT version_num FROM alembic_version')"
    "${headstart[@]}" downgrade base && "${headstart[@]}" upgrade head
}

becomes_the_application() {
    same "the application" "$("${headstart[@]}" run -- /bin/echo "the application")"
}

tells_the_application_that_is_missing() {
    local status=0
    "${headstart[@]}" run -- no-such-application || status=$?
    same 127 "$status"
}

# A migration that takes its time is stopped by SIGTERM: rolled back, and the code of a shell.
ends_at_a_signal() {
    local folder=$work/slow-$arch status=0 pid
    mkdir -p "$folder"
    printf -- '-- slow\n--\n-- Revision ID: aaaaaaaaaaaa\n-- Revises: <base>\n\n-- migrate:up\nCREATE TABLE slow (id int);\nSELECT pg_sleep(60);\n' \
        >"$folder/aaaaaaaaaaaa_slow.sql"
    DATABASE_URL=$(new_database "signal_$arch")
    export DATABASE_URL
    "${headstart[@]}" --dir "$folder" upgrade head &
    pid=$!
    eventually 30 sleeps || return 1
    kill -TERM "$pid"
    wait "$pid" || status=$?
    same 143 "$status"
    same "" "$(psql --no-psqlrc --tuples-only --no-align --dbname="$DATABASE_URL" --command="SELECT to_regclass('slow')")"
}

sleeps() {
    psql --no-psqlrc --tuples-only --no-align --dbname="$DATABASE_URL" \
        --command="SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_sleep(60)%' AND state = 'active' AND pid <> pg_backend_pid()" |
        grep -q -x 1
}

# Each library of the table, with version and licence; the digest is that of the binary in the tarball.
parts_are_listed() {
    python3 - "$out"/headstart-*-linux-"$arch".spdx.json "$root/scripts/libraries/licences.txt" "$headstart_file" <<'PYTHON'
import hashlib, json, pathlib, sys

document = json.loads(pathlib.Path(sys.argv[1]).read_text())
rows = [line.split() for line in pathlib.Path(sys.argv[2]).read_text().splitlines() if line and line[0] != "#"]
packages = {package["SPDXID"]: package for package in document["packages"]}
linked = {packages[r["relatedSpdxElement"]]["name"] for r in document["relationships"] if r["relationshipType"] == "STATIC_LINK"}
assert document["spdxVersion"] == "SPDX-2.3"
assert linked == {row[3] for row in rows}, linked
assert all(package["versionInfo"] and package["licenseDeclared"] for package in packages.values())
digest = packages["SPDXRef-headstart"]["checksums"][0]["checksumValue"]
assert digest == hashlib.sha256(pathlib.Path(sys.argv[3]).read_bytes()).hexdigest()
PYTHON
}

licences_are_there() {
    local name
    awk '!/^#/ && NF { print $4 }' "$root/scripts/libraries/licences.txt" | while read -r name; do
        grep -q -x -F -- "$name" "$folder/NOTICE" || { echo "NOTICE lacks $name"; return 1; }
    done
}

# What headstart itself says is linked in is what the list says.
versions_agree() {
    local version
    version=$("${headstart[@]}" --version)
    echo "$version"
    python3 - "$out"/headstart-*-linux-"$arch".spdx.json "$version" <<'PYTHON'
import json, pathlib, re, sys

for package in json.loads(pathlib.Path(sys.argv[1]).read_text())["packages"]:
    # Without what stands behind the second dot: fmt 10.1.1 says that it is 10.1.0.
    said = re.search(rf"\b{re.escape(package['name'])} (\d+(?:\.\d+)?)", sys.argv[2])
    assert said is None or package["versionInfo"].startswith(said[1]), (package["name"], said[1], package["versionInfo"])
PYTHON
}

# $1: the processor
try_tarball() {
    arch=$1
    tar --extract --directory "$work" --file "$(echo "$out"/headstart-*-linux-"$arch".tar.gz)"
    folder=$(echo "$work"/headstart-*-linux-"$arch")
    headstart_file=$folder/bin/headstart
    mapfile -t headstart < <(starter_for "$arch"; echo "$headstart_file")
    DATABASE_URL=$(new_database "tarball_$arch")
    export DATABASE_URL HEADSTART_DIR=$root/migrations
    check "$arch: the binary asks for no library" is_static
    check "$arch: the list of parts names what is linked in" parts_are_listed
    check "$arch: the versions in it are those that headstart says" versions_agree
    check "$arch: NOTICE has the licences of all parts" licences_are_there
    check "$arch: upgrade, current, downgrade" upgrades
    check "$arch: run becomes the application" becomes_the_application
    check "$arch: an application that is missing ends with 127" tells_the_application_that_is_missing
    check "$arch: SIGTERM rolls back and ends with 143" ends_at_a_signal
    unset DATABASE_URL HEADSTART_DIR
}
