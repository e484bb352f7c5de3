#!/usr/bin/env bash
# What is laid out below a prefix works from there, and nothing of it is left afterwards.
# shellcheck source=tests/shells/common.sh
. "$(dirname "$0")/common.sh"

same() {
    if [ "$1" != "$2" ]; then
        printf 'not ok - wanted:\n%s\nfound:\n%s\n' "$1" "$2"
        exit 1
    fi
}

export DESTDIR=$work/system PREFIX=/opt/tools
"$root/scripts/install.sh" install "$binary"
place=$DESTDIR$PREFIX
same "$(headstart --version)" "$("$place/bin/headstart" --version)"
same "$(headstart man)" "$(cat "$place/share/man/man1/headstart.1")"
same "$(headstart completion bash)" "$(cat "$place/share/bash-completion/completions/headstart")"
same "$(headstart completion zsh)" "$(cat "$place/share/zsh/site-functions/_headstart")"
same "$(headstart completion fish)" "$(cat "$place/share/fish/vendor_completions.d/headstart.fish")"
cmp "$root/docs/reference.md" "$place/share/doc/headstart/docs/reference.md"
cmp "$root/docs/examples/bot/Makefile" "$place/share/doc/headstart/docs/examples/bot/Makefile"
same "" "$(find "$DESTDIR" -type f -perm /022)"
"$root/scripts/install.sh" uninstall
same "" "$(find "$DESTDIR" -type f)"
# In a folder with its own name nobody else is touched.
same "" "$(find "$DESTDIR" -name headstart -type d)"
echo "ok - install and uninstall"
