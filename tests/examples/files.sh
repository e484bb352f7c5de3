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

all_are_tested() {
    same "$(example_names)" "$(find "$here/applications" -name '*.sh' -printf '%f\n' | sed 's/\.sh$//' | sort)"
}
