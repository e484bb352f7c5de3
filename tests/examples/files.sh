# shellcheck shell=bash disable=SC2154  # run.sh sets these
# Sourced by run.sh: what holds for the files of the examples, before any is started.

readonly k_shared_files=(Makefile docker-compose.yml docker-compose.ci.yml database/10-app-role.sql .dockerignore)

# $1: example, $2: file. Without what may differ: its name, and the ports of what serves by HTTP.
shared_part() {
    sed "s/headstart-example-$1/headstart-example-NAME/; /# A port for each replica/,/:8000\"\$/d" "$examples/$1/$2"
}

example_names() {
    find "$examples" -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | sort
}

# Each is copied by people as it is, so they hold copies, not links to one; and a change has to reach them all.
same_everywhere() {
    local file name
    for file in "${k_shared_files[@]}"; do
        for name in $(example_names); do
            diff --label "fastapi/$file" --label "$name/$file" -u <(shared_part fastapi "$file") <(shared_part "$name" "$file") ||
                return 1
        done
    done
}

# $1: example, $2: the first word of what is to be typed. Lines of its README.
# shellcheck disable=SC2016  # the backquotes are those of the page
typed_in_readme() {
    sed -n '/^```sh$/,/^```$/p' "$examples/$1/README.md" | grep "^$2 "
}

readmes_name_targets_that_there_are() {
    local name target
    for name in $(example_names); do
        for target in $(typed_in_readme "$name" make | cut -d' ' -f2 | sort -u); do
            grep -q "^$target:.* ## " "$examples/$name/Makefile" || { echo "$name: make $target"; return 1; }
        done
    done
}

all_are_tested() {
    same "$(example_names)" "$(find "$here/applications" -name '*.sh' -printf '%f\n' | sed 's/\.sh$//' | sort)"
}
