#!/usr/bin/env bash
# Compares the manual with the code: every error code has its section in docs/errors.md and no section lacks its code,
# every setting's flag, variable and default stands in docs/reference.md, every exit code too, every event of the logs with
# its fields in src/diag/events.hpp and docs/observability.md, and every link between the pages leads somewhere. Prints what is missing; ends with 1 then.
# shellcheck disable=SC2016  # the backquotes are those of the pages
set -euo pipefail
cd "$(dirname "$0")/.."

failed=0
complain() {
    echo "check-docs.sh: $*" >&2
    failed=1
}

# Two sorted lists that should be the same: what the code has, what the page has.
compare() {
    local what=$1 page=$2 code=$3 documented=$4 name
    [ -n "$code" ] || complain "found no $what in the code: is this script out of date?"
    for name in $(comm -23 <(echo "$code") <(echo "$documented")); do
        complain "$page does not speak of the $what $name"
    done
    for name in $(comm -13 <(echo "$code") <(echo "$documented")); do
        complain "$page speaks of the $what $name, which does not exist"
    done
}

compare "error code" docs/errors.md \
    "$(sed -n 's/.*"\(HS[0-9]*\)".*/\1/p' src/diag/codes.hpp | sort)" \
    "$(sed -n 's/^### \(HS[0-9]*\)$/\1/p' docs/errors.md | sort)"

compare "variable" docs/reference.md \
    "$(sed -n 's/.*\.variable = "\(..*\)".*/\1/p' src/settings/table.cpp | sort)" \
    "$(grep -o '^|[^|]*| `HEADSTART_[A-Z_]*`' docs/reference.md | sed 's/.*`\(.*\)`/\1/' | sort)"

# "-d,--dir" in the code is "-d, --dir DIR" on the page.
compare "option" docs/reference.md \
    "$(sed -n 's/.*\.flags = "\(..*\)".*/\1/p' src/settings/table.cpp | sort)" \
    "$(sed -n 's/^| `\(-[^`]*\) [A-Z]*` | `HEADSTART_.*/\1/p' docs/reference.md | tr -d ' ' | sort)"

compare "exit code" docs/reference.md \
    "$(sed -n 's/^ *[a-z_]* = \([0-9]*\),\{0,1\} *\(\/\/.*\)\{0,1\}$/\1/p' src/diag/exit_code.hpp | sort)" \
    "$(sed -n '/^## Exit codes/,/^## /s/^| \([0-9]*\) | .*/\1/p' docs/reference.md | sort)"

# Rows of the schema of records, "name:always:where_known", with the names of fields separated by commas.
schema=$(tr '\n' ' ' <src/diag/events.hpp | sed 's/"  *"//g; s/{\.name/\n&/g')
compare "event" docs/observability.md \
    "$(sed -n 's/^{\.name = "\([a-z_]*\)", *\.always = "\([^"]*\)", *\.where_known = *"\([^"]*\)"}.*/\1:\2:\3/p' <<<"$schema" |
        tr ' ' ',' | sort)" \
    "$(sed -n '/^### Events/,/^### Fields/s/^| \(`[a-z_]*`\) | \([^|]*\)| \([^|]*\)| .*/\1:\2:\3/p' docs/observability.md |
        tr -d '` ' | sort)"

compare "field" docs/observability.md \
    "$(sed -n 's/^{\.name = "\([a-z_]*\)", *\.type = FieldType::\([a-z]*\)}.*/\1:\2/p' <<<"$schema" | sort)" \
    "$(sed -n '/^### Fields/,/^## /s/^| `\([a-z_]*\)` | \([a-z]*\) | .*/\1:\2/p' docs/observability.md | sort)"

compare "event" src/diag/events.hpp \
    "$(grep -rhoE '("event", |fields_at\(unit, )[^}]*"' src --include='*.cpp' | sed 's/"event", //' | grep -o '"[a-z_]*"' |
        tr -d '"' | sort -u)" \
    "$(sed -n 's/^{\.name = "\([a-z_]*\)", *\.always.*/\1/p' <<<"$schema" | sort)"

# [text](page.md#heading): the page is there, and has that heading.
anchors_of() {
    sed -n 's/^##* //p' "$1" | tr '[:upper:]' '[:lower:]' | sed 's/[^a-z0-9 _-]//g; s/ /-/g'
}
for page in *.md docs/*.md docs/examples/*.md docs/examples/*/*.md; do
    while read -r link; do
        target=${link%%#*}
        file=$page
        if [ -n "$target" ]; then
            file=$(dirname "$page")/$target
        fi
        if [ ! -e "$file" ]; then
            complain "$page links to $link, which is not there"
        elif [[ "$link" == *"#"* ]] && ! anchors_of "$file" | grep -qx -- "${link#*#}"; then
            complain "$page links to $link, and there is no such heading"
        fi
    done < <(grep -o '](\([^)]*\))' "$page" | sed 's/](\(.*\))/\1/' | grep -v '^https\{0,1\}:' || true)
done

exit "$failed"
