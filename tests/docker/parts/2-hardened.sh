# shellcheck shell=bash disable=SC2034,SC2154  # run.sh sets and uses these
# The same container with as few rights as an operator may give it, and stopped at the worst moment.

# $1: name, then arguments of docker run, `--`, and what the demo image runs. All on the compose network.
start() {
    local name=$1
    shift
    docker run -d --label headstart-test --name "headstart-test-$name" --network "$network" "$@" >/dev/null
}

hardened_start_works() {
    start hardened --read-only --user 1234 --cap-drop ALL --security-opt no-new-privileges \
        -v "$root/migrations:/migrations:ro" -e DATABASE_URL=postgresql://app:app@db:5432/app \
        -e MIGRATION_DATABASE_URL=postgresql://owner:owner@db:5432/hardened "$DEMO_IMAGE" id -u || return 1
    same 0 "$(exit_code_of headstart-test-hardened)" && same 1234 "$(docker logs headstart-test-hardened 2>/dev/null)" &&
        same 10 "$(ask hardened "SELECT count(*) FROM headstart_journal WHERE direction = 'up'")"
}

# Blocked and ignored signals survive exec: a program that sets none of its own shows what it was given. What docker itself
# gives (engines leave signal 32 ignored, some of them) is seen in the same image without headstart.
signals_are_as_docker_gave_them() {
    start plain --entrypoint grep "$DEMO_IMAGE" -E '^Sig(Blk|Ign):' /proc/self/status || return 1
    start signals "${at_app[@]}" "$DEMO_IMAGE" grep -E '^Sig(Blk|Ign):' /proc/self/status || return 1
    same 0 "$(exit_code_of headstart-test-plain)" && same 0 "$(exit_code_of headstart-test-signals)" &&
        same "$(docker logs headstart-test-plain 2>/dev/null)" "$(docker logs headstart-test-signals 2>/dev/null)"
}

exit_code_is_the_applications() {
    start code "${at_app[@]}" "$DEMO_IMAGE" sh -c 'exit 7' && same 7 "$(exit_code_of headstart-test-code)"
}

# No such server: it waits, and SIGTERM must end the wait although pid 1 has no default action.
ends_while_it_waits() {
    start waiting -e DATABASE_URL=postgresql://owner:owner@nowhere:5432/app "$k_image" wait || return 1
    eventually 10 log_has headstart-test-waiting nowhere || return 1
    local milliseconds
    milliseconds=$(milliseconds_of docker stop --time 20 headstart-test-waiting)
    echo "it took $milliseconds ms"
    [ "$milliseconds" -lt 2000 ] && same 143 "$(docker inspect --format '{{.State.ExitCode}}' headstart-test-waiting)"
}

slow_statement_runs() {
    [ "$(ask slow "SELECT count(*) FROM pg_stat_activity WHERE datname = 'slow' AND query LIKE '%pg_sleep%'
        AND state = 'active' AND pid <> pg_backend_pid()")" -eq 1 ]
}

# Milliseconds that a command takes.
milliseconds_of() {
    local started
    started=$(date +%s%N)
    "$@" >/dev/null
    echo $((($(date +%s%N) - started) / 1000000))
}

stopped_in_time() {
    echo "it took $stop_ms ms"
    docker logs headstart-test-slow
    [ "$stop_ms" -lt 2000 ] && same 143 "$(docker inspect --format '{{.State.ExitCode}}' headstart-test-slow)"
}

nothing_half_done() {
    same "" "$(ask slow "SELECT relname FROM pg_class WHERE relname = 'half_done'")" &&
        same 1111aaaa1111 "$(ask slow 'SELECT version_num FROM alembic_version')" &&
        same "" "$(ask slow "SELECT revision FROM headstart_journal WHERE revision = '2222bbbb2222' AND state = 'done'")"
}

server_is_free_again() {
    same 0 "$(ask slow "SELECT (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory')
        + (SELECT count(*) FROM pg_stat_activity WHERE datname = 'slow' AND pid <> pg_backend_pid())")"
}

the_application_did_not_start() {
    same "" "$(docker logs headstart-test-slow 2>/dev/null)"
}

wrong_password_ends_at_once() {
    start refused -e DATABASE_URL=postgresql://owner:wrong@db:5432/app -v "$root/migrations:/migrations:ro" "$DEMO_IMAGE" true || return 1
    same 1 "$(exit_code_of headstart-test-refused)" && log_lacks headstart-test-refused wrong@
}

at_app=(-v "$root/migrations:/migrations:ro" -e DATABASE_URL=postgresql://owner:owner@db:5432/app)
for database in hardened slow; do
    ask postgres "CREATE DATABASE $database" || fail "cannot make the database $database"
done
check "works with a read-only file system, any uid and no capability" hardened_start_works
check "the application has the signals that docker gives, none blocked or ignored by headstart" signals_are_as_docker_gave_them
check "the container's exit code is the application's" exit_code_is_the_applications
check "docker stop while it waits ends it in under two seconds, with 143" ends_while_it_waits

start slow -v "$here/slow-migrations:/migrations:ro" -e DATABASE_URL=postgresql://owner:owner@db:5432/slow "$DEMO_IMAGE" echo started ||
    fail "cannot start a container"
eventually 30 slow_statement_runs || { docker logs headstart-test-slow >&2; fail "the slow migration does not run"; }
stop_ms=$(milliseconds_of docker stop --time 20 headstart-test-slow)
check "docker stop during a long migration ends it in under two seconds, with 143" stopped_in_time
check "… with nothing half done" nothing_half_done
check "… with its session gone and its lock free" eventually 5 server_is_free_again
check "… and the application was not started" the_application_did_not_start
check "a wrong password ends it at once, and is not logged" wrong_password_ends_at_once
