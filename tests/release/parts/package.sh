# shellcheck shell=bash disable=SC2154  # run.sh sets and uses these
# The Debian package: by lintian, and installed, used and removed in a container that has no network and nothing else.

package_of() {
    echo "$out"/headstart_*_"$1".deb
}

lintian_is_content() {
    local said
    said=$(lintian --allow-root --fail-on none --pedantic "$(package_of "$arch")")
    same "" "$said"
}

holds_the_same_binary() {
    dpkg-deb --fsys-tarfile "$(package_of "$arch")" | tar --extract --to-stdout ./usr/bin/headstart | cmp - "$headstart_file"
}

# $1: the processor
try_package() {
    arch=$1
    check "$arch: lintian has nothing to say" lintian_is_content
    check "$arch: the package has the binary of the tarball" holds_the_same_binary
}

inside() {
    docker exec "$container" "$@"
}

installs() {
    docker cp "$(package_of "$arch")" "$container:/headstart.deb"
    if [ "$arch" != "$(inside dpkg --print-architecture)" ]; then
        inside dpkg --add-architecture "$arch"
    fi
    inside dpkg --install /headstart.deb
    inside rm /headstart.deb
    same "" "$(inside dpkg --verify headstart | grep -v ' /usr/share/\(doc\|man\)/')" # which slim images leave out
}

# On the server of this machine.
is_used() {
    DATABASE_URL=$(new_database "package_$arch")
    docker cp "$root/migrations" "$container:/migrations"
    inside env DATABASE_URL="$DATABASE_URL" headstart upgrade head
    inside env DATABASE_URL="$DATABASE_URL" headstart check
    same "it runs" "$(inside env DATABASE_URL="$DATABASE_URL" headstart run -- echo "it runs")"
    # shellcheck disable=SC2016  # the inner bash expands these
    same upgrade "$(inside bash -c '
        source /usr/share/bash-completion/completions/headstart
        COMP_LINE="headstart upg" COMP_POINT=13 COMP_WORDS=(headstart upg) COMP_CWORD=1
        compopt() { :; }
        _headstart headstart upg headstart
        echo "${COMPREPLY[@]}"')"
    inside rm -r /migrations
}

is_removed() {
    inside dpkg --purge "headstart:$arch"
    same "" "$(inside find / -xdev -path /proc -prune -o -name '*headstart*' -print)"
}

# $1: the processor
try_in_container() {
    arch=$1
    container=$(docker run --detach --label headstart-test --network host "$k_image" sleep infinity)
    check "$arch: the package is installed in a container" installs
    if [ "$arch" = "$(dpkg --print-architecture)" ]; then
        check "$arch: and used there" is_used
    fi
    check "$arch: and removed, and leaves nothing" is_removed
    docker rm --force "$container" >/dev/null
}
