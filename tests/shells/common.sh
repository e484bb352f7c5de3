# shellcheck shell=bash disable=SC2034  # whoever sources it uses these
# Sourced by the tests of this folder: a project to type in, the binary in PATH as `headstart`, and what is compared.
set -euo pipefail
export LC_ALL=C.UTF-8

here=$(realpath "$(dirname "${BASH_SOURCE[0]}")")
root=$(realpath "$here/../..")
binary=${HEADSTART_BINARY:-${HEADSTART_BUILT:?the binary under test}}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/project"
ln -s "$binary" "$work/bin/headstart"
PATH=$work/bin:$PATH
no_skip=${HEADSTART_NO_SKIP:-0}
unset "${!HEADSTART_@}" # nothing that points at another project
cd "$work/project"

# $1: a program that the test needs. Without it the test is skipped, or fails where HEADSTART_NO_SKIP=1.
need() {
    if ! command -v "$1" >/dev/null; then
        echo "this test is skipped: $1 is not installed"
        [ "${no_skip:-0}" = 1 ] && exit 1 || exit 77
    fi
}

# $1: folder, $2: id, $3: parent, $4: message, $5: label
write_revision() {
    mkdir -p "$1"
    {
        printf -- '-- %s\n--\n-- Revision ID: %s\n-- Revises: %s\n' "$4" "$2" "$3"
        [ -z "${5:-}" ] || printf -- '-- Branch Labels: %s\n' "$5"
        printf -- '\n-- migrate:up\nSELECT 1;\n'
    } >"$1/$2.sql"
}

write_revision migrations 1a2b3c "" "create users" app
write_revision migrations 2b3c4d 1a2b3c "add a phone number"
write_revision other 9f8e7d "" "of another folder"
mkdir db
: >notes.txt

# What is typed, and every word that has to be offered, in any order; "-" alone: nothing.
cases() {
    cat <<'CASES'
headstart upg | upgrade
headstart comple | completion
headstart up 2 | 2b3c4d
headstart upgrade | head heads +1 app 1a2b3c 2b3c4d
headstart upgrade 2b | 2b3c4d
headstart downgrade -1 | -1
headstart stamp --pu | --purge
headstart --dir other upgrade 9 | 9f8e7d
headstart --dir=other upgrade 9 | 9f8e7d
headstart upgrade --dir other 9 | 9f8e7d
headstart history --format=m | --format=mermaid
headstart history --format | text json mermaid dot
headstart history -r 1a2b3c:2 | 1a2b3c:2b3c4d
headstart --log-level w | warning
headstart run --mode | upgrade wait check off
headstart diff --allow deletes | deletes-data
headstart database | create drop reset
headstart completion | bash fish zsh
headstart --env-file no | notes.txt
headstart help dow | downgrade
headstart nonsense | -
CASES
}

# A line each as it is typed: an empty last word is a blank at the end.
lines() {
    local line
    while IFS='|' read -r line _; do
        line=${line% }
        case "$line" in
        *upgrade | *database | *completion | *" --format" | *--mode | *nonsense) line+=" " ;;
        esac
        printf '%s\n' "$line"
    done < <(cases)
}

# Standard input: the words offered for each of lines(), a line each.
compare() {
    local line wanted found failed=0
    while IFS= read -r line <&3 && IFS='|' read -r _ wanted <&4; do
        IFS= read -r found || found="(no answer)"
        wanted=$(tr ' ' '\n' <<<"$wanted" | sed '/^$/d; /^-$/d' | sort)
        found=$(tr ' ' '\n' <<<"$found" | sed '/^$/d' | sort)
        if [ "$wanted" = "$found" ]; then
            echo "ok - $line"
        else
            failed=1
            printf 'not ok - %s\n# wanted:\n%s\n# found:\n%s\n' "$line" "$wanted" "$found"
        fi
    done 3< <(lines) 4< <(cases)
    return "$failed"
}
