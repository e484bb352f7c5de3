#!/usr/bin/env bash
# Lays headstart out below a prefix, as `make install` and the Debian packages have it: the binary, its manual page, what
# completes command lines in bash, zsh and fish, and the manual with its examples.
#
#   scripts/install.sh install BINARY      uninstall takes away what install has laid out
#   scripts/install.sh uninstall
#
#   PREFIX           /usr/local if not set
#   DESTDIR          a folder that stands for the root of the system
#   ZSH_FUNCTIONS    the folder below PREFIX that zsh looks into, share/zsh/site-functions if not set
#   HEADSTART_TOOL   a headstart that runs on this machine and prints manual page and completion, BINARY if not set
set -euo pipefail
umask 022 # everybody may use it, whatever root's habits are

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
prefix=${DESTDIR:-}${PREFIX:-/usr/local}
readonly k_manual=share/doc/headstart

# Each file below the prefix, and what makes it: a file of this project, or a command of headstart.
readonly k_binary=bin/headstart
declare -A printed=(
    [share/man/man1/headstart.1]="man"
    [share/bash-completion/completions/headstart]="completion bash"
    [${ZSH_FUNCTIONS:-share/zsh/site-functions}/_headstart]="completion zsh"
    [share/fish/vendor_completions.d/headstart.fish]="completion fish"
)

fail() {
    echo "install: $*" >&2
    exit 1
}

pages() {
    (cd "$root" && printf '%s\n' README.md CHANGELOG.md SECURITY.md docs/*.md &&
        find docs/examples -type f ! -path '*/secrets/*' ! -path '*/__pycache__/*' | sort)
}

# Standard input becomes a file.
put() {
    install -d -m 755 "$(dirname "$prefix/$1")"
    install -m 644 /dev/stdin "$prefix/$1"
}

lay_out() {
    local binary=$1 tool=${HEADSTART_TOOL:-$1} path text words page
    [ -x "$binary" ] || fail "$binary is not there: make static or make build makes it"
    install -d -m 755 "$prefix/bin"
    install -m 755 "$binary" "$prefix/$k_binary"
    for path in "${!printed[@]}"; do
        read -r -a words <<<"${printed[$path]}"
        text=$("$tool" "${words[@]}") || fail "$tool ${printed[$path]} failed"
        put "$path" <<<"$text"
    done
    while IFS= read -r page; do
        put "$k_manual/$page" <"$root/$page"
    done < <(pages)
}

take_away() {
    local path
    for path in "$k_binary" "${!printed[@]}"; do
        rm -f "$prefix/$path"
    done
    rm -rf "${prefix:?}/$k_manual"
}

case "${1:-}" in
install)
    [ $# -eq 2 ] || fail "usage: scripts/install.sh install BINARY"
    lay_out "$2"
    ;;
uninstall) take_away ;;
*) fail "usage: scripts/install.sh install BINARY, or uninstall" ;;
esac
