# shellcheck shell=bash disable=SC2034,SC2154  # who sources it sets and uses these
# Sourced by the run.sh of what is tried in containers: named checks, polling, and what containers are asked.

passed=0
failed=0

# $1: what is promised, the rest: a command that proves it. Its output is shown when it does not.
check() {
    local name=$1
    shift
    if "$@" >"$work/check.log" 2>&1; then
        passed=$((passed + 1))
        echo "ok - $name"
    else
        failed=$((failed + 1))
        echo "not ok - $name"
        sed 's/^/#   /' "$work/check.log"
    fi
}

# Repeats a command until it succeeds, at most $1 seconds.
eventually() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        if [ "$SECONDS" -ge "$deadline" ]; then
            return 1
        fi
        sleep 0.1
    done
}

# Succeeds when both are the same; says what they are otherwise.
same() {
    if [ "$1" != "$2" ]; then
        echo "wanted: $1"
        echo "found:  $2"
        return 1
    fi
}

# $1: container, $2: text that its log must hold.
log_has() {
    docker logs "$1" >"$work/container.log" 2>&1
    grep -q -F -- "$2" "$work/container.log" || { cat "$work/container.log"; return 1; }
}

log_lacks() {
    ! log_has "$1" "$2" || { cat "$work/container.log"; return 1; }
}

# Those that a part has started; compose has names of its own for its containers.
remove_containers() {
    local containers
    containers=$(docker ps --all --quiet --filter label=headstart-test 2>/dev/null || true)
    if [ -n "$containers" ]; then
        # shellcheck disable=SC2086  # one word per container
        docker rm --force --volumes $containers >/dev/null 2>&1 || true
    fi
}

exit_code_of() {
    docker wait "$1"
}

# $1: database, $2: query. Inside the server's container, so that no port need be open.
ask() {
    docker exec --user postgres "$db" psql -XqAt -v ON_ERROR_STOP=1 --username=owner --dbname="$1" --command="$2"
}

# $1: name of an empty database.
fresh_database() {
    ask postgres "DROP DATABASE IF EXISTS $1" && ask postgres "CREATE DATABASE $1"
}
