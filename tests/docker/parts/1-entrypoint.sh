# shellcheck shell=bash disable=SC2034,SC2154  # run.sh sets and uses these
# docker-compose.yml: the demo application behind `headstart run --`.

dev up -d db app >"$work/up.log" 2>&1 || { cat "$work/up.log" >&2; fail "docker-compose.yml does not come up"; }
db=$(dev ps -q db)
app=$(dev ps -q app)
network=${k_project}_default
# Its server is still being made while headstart waits: the first log line of the application ends the wait.
eventually 90 log_has "$app" "demo: serving" >/dev/null || { docker logs "$app" >&2; fail "the demo does not start"; }

environment_lacks_the_owner() {
    docker exec "$app" cat /proc/1/environ | tr '\0' '\n' >"$work/environ"
    grep -q '^DATABASE_URL=postgresql://app:app@' "$work/environ" && ! grep -E 'MIGRATION_DATABASE_URL|owner' "$work/environ"
}

no_process_of_ours_is_left() {
    ! docker exec "$app" sh -c 'cat /proc/[0-9]*/comm' | grep -x headstart
}

no_descriptor_of_ours_is_left() {
    same "0 1 2" "$(docker exec "$app" sh -c 'ls /proc/1/fd' | grep -v -x 255 | tr '\n' ' ' | sed 's/ $//')"
}

at_head() {
    same "$(docker run --rm --label headstart-test -v "$root/migrations:/migrations:ro" "$k_image" heads | awk '{ print $1 }')" \
        "$(ask app 'SELECT version_num FROM alembic_version')"
}

tool_says_where_it_stands() {
    local current
    current=$(dev run --rm -T migrate current 2>"$work/tool.log")
    echo "$current"
    [[ "$current" == "$(ask app 'SELECT version_num FROM alembic_version') (head)"* ]]
}

journal_rows() {
    ask app 'SELECT count(*) FROM headstart_journal'
}

second_start_applies_nothing() {
    local before
    before=$(journal_rows)
    docker restart --time 5 "$app" >/dev/null
    eventually 30 log_count "$app" "demo: serving" 2 >/dev/null || return 1
    same "$before" "$(journal_rows)"
}

# $1: container, $2: text, $3: how often it has been logged.
log_count() {
    [ "$(docker logs "$1" 2>&1 | grep -c -F -- "$2")" -eq "$3" ]
}

ends_on_sigterm() {
    local started=$SECONDS
    docker stop --time 20 "$app" >/dev/null
    same 0 "$(docker inspect --format '{{.State.ExitCode}}' "$app")" && [ $((SECONDS - started)) -lt 5 ] &&
        log_has "$app" "demo: SIGTERM, good bye"
}

check "pid 1 of the container is the application" log_has "$app" "demo: I am pid 1, connected as app"
check "headstart has become the application: no process of it is left" no_process_of_ours_is_left
check "the application has the standard streams and no other descriptor" no_descriptor_of_ours_is_left
check "the log shows the upgrade, with the migrations' messages" log_has "$app" "Create users"
check "the database is at head" at_head
check "the owner's credentials are not in the application's environment" environment_lacks_the_owner
check "the owner's password is not in the log" log_lacks "$app" "owner:owner"
check "the compose service \`migrate\` is the tool on the development database" tool_says_where_it_stands
check "a second start applies nothing" second_start_applies_nothing
check "docker stop reaches the application" ends_on_sigterm
