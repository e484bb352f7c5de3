# shellcheck shell=bash disable=SC2034,SC2154  # run.sh and applications/*.sh set and use these
# Sourced by run.sh: the life of an example, by its own make targets, in a copy of its folder. What is an application's own
# says applications/NAME.sh: what its log has when it starts and ends, how it is asked (answers CONTAINER), what a developer
# declares tomorrow and which line that comes to, and what else there is to check (also).

readonly k_ahead="the database is ahead of this image"

# $1: name. The copy's own name is that of the compose project.
live_with() {
    application=$1
    # shellcheck source=/dev/null
    . "$here/applications/$application.sh"
    example=$work/headstart-test-$application
    cp -r "$examples/$application" "$example"
    use_image today

    check "$application: make up on nothing: it is migrated, and answers" starts_fresh
    if typed_in_readme "$application" curl >"$work/curls"; then
        check "$application: what its README asks by curl is answered" readme_is_answered
    fi
    check "$application: pid 1 is the application, without rights and with nothing to write to" has_few_rights
    check "$application: no password in its environment, its log, or what docker shows of it" shows_no_secret
    check "$application: its healthcheck says so" eventually 60 is_healthy
    check "$application: make status says where it stands" status_is_told
    check "$application: make test proves the migrations on a database in memory" make_in_it test
    check "$application: make new writes what leads to tomorrow's models" tomorrow_is_written
    check "$application: tomorrow's image migrates, and answers" upgrades
    check "$application: rolled back, today's image says that the schema is ahead, and answers" rolls_back
    check "$application: docker stop ends it by SIGTERM, in time" ends_in_time
    check "$application: three replicas on a new database: all answer, one has migrated" starts_three
    if declare -F also >/dev/null; then
        also
        unset -f also
    fi
    make_in_it clean >"$work/clean.log" 2>&1 || { cat "$work/clean.log" >&2; fail "$application: make clean failed"; }
}

make_in_it() {
    make -s -C "$example" "$@"
}

compose() {
    docker-compose --project-directory "$example" -f "$example/docker-compose.yml" -p "$(basename "$example")" "$@"
}

use_image() {
    export APP_IMAGE=headstart-test/example-$application:$1
}

# What the checks are about from now on: the server, and the first of the application's containers.
look_at_containers() {
    db=$(compose ps -q db)
    app=$(compose ps -q app)
    app=${app%%$'\n'*}
}

revisions_in_folder() {
    find "$example/migrations" -name '*.sql' | wc -l
}

# $1: a number. Each revision went up once; wherever the journal stands.
journal_has() {
    local journal
    journal=$(ask app "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE tablename = 'headstart_journal'")
    same "$1 $1" "$(ask app "SELECT count(*) || ' ' || count(DISTINCT revision) FROM $journal WHERE direction = 'up' AND state = 'done'")"
}

# Both poll: the server is made while headstart waits.
answers_soon() {
    eventually 120 answers "$1" || { docker logs "$1"; return 1; }
}

starts_fresh() {
    make_in_it up && look_at_containers && answers_soon "$app" && journal_has "$(revisions_in_folder)"
}

# On a port of this run, and with curl's own word for an answer that is an error.
readme_is_answered() {
    sed "s#localhost:8000#$(address_of "$app")#; s#^curl #&--fail --silent --show-error #" "$work/curls" >"$work/curls.sh"
    bash -eux "$work/curls.sh"
}

has_few_rights() {
    same 65532 "$(docker exec "$app" stat --format %u /proc/1)" && log_has "$app" "$starts" &&
        ! docker exec "$app" sh -c 'cat /proc/[0-9]*/comm' | grep -x headstart &&
        ! docker exec "$app" touch /app/file && ! docker exec --user 0 "$app" touch /app/file &&
        same 0000000000000000 "$(docker exec "$app" sed -n 's/^CapBnd:\t//p' /proc/1/status)"
}

shows_no_secret() {
    local role
    docker exec "$app" cat /proc/1/environ | tr '\0' '\n' >"$work/shown"
    grep -q '^DATABASE_URL_FILE=' "$work/shown" && ! grep MIGRATION_DATABASE_URL "$work/shown" || return 1
    {
        compose logs --no-color
        docker inspect "$app" "$db"
        docker history --no-trunc "$APP_IMAGE"
    } >>"$work/shown" 2>&1
    for role in owner app; do
        ! grep -F -f "$example/secrets/${role}_password" "$work/shown" || return 1
    done
}

is_healthy() {
    [ "$(docker inspect --format '{{.State.Health.Status}}' "$app")" = healthy ]
}

status_is_told() {
    make_in_it status >"$work/status" 2>&1 || { cat "$work/status"; return 1; }
    cat "$work/status"
    grep -q '^pending  *none' "$work/status"
}

tomorrow_is_written() {
    local before
    before=$(revisions_in_folder)
    (cd "$example" && declare_tomorrow) && use_image tomorrow && make_in_it new MESSAGE="Tomorrow's column" || return 1
    same $((before + 1)) "$(revisions_in_folder)" || return 1
    cat "$example"/migrations/*tomorrow_s_column.sql
    grep -q -x -F -- "$tomorrow" "$example"/migrations/*tomorrow_s_column.sql
}

upgrades() {
    make_in_it up && look_at_containers && answers_soon "$app" && log_has "$app" "Tomorrow's column" &&
        log_has "$app" "1 revision applied" && journal_has "$(revisions_in_folder)"
}

rolls_back() {
    use_image today
    compose up -d --no-build app && look_at_containers && answers_soon "$app" && log_has "$app" "$k_ahead" &&
        journal_has "$(revisions_in_folder)"
}

# Ten seconds are docker's own patience: then it kills, with 137.
ends_in_time() {
    local started=$SECONDS
    docker stop "$app" || return 1
    docker logs --tail 5 "$app"
    echo "it took $((SECONDS - started)) s"
    same 0 "$(docker inspect --format '{{.State.ExitCode}}' "$app")" && log_has "$app" "$ends" && [ $((SECONDS - started)) -lt 10 ]
}

# Replicas that found nothing to do say so; one says what it has applied.
starts_three() {
    local replica
    make_in_it clean && use_image tomorrow && make_in_it up REPLICAS=3 && look_at_containers || return 1
    same 3 "$(compose ps -q app | wc -l)" || return 1
    : >"$work/three"
    for replica in $(compose ps -q app); do
        answers_soon "$replica" || return 1
        docker logs "$replica" 2>&1 | sed -n 's/.*info    //p' | grep -E 'applied|already' >>"$work/three" || true
    done
    cat "$work/three"
    same 1 "$(grep -c 'applied in' "$work/three")" && journal_has "$(revisions_in_folder)"
}

# $1: container. Where it listens on this machine.
address_of() {
    local addresses
    addresses=$(docker port "$1" 8000/tcp)
    echo "${addresses%%$'\n'*}"
}

# $1: container, $2: path, then options of curl.
http() {
    local container=$1 path=$2
    shift 2
    curl --silent --show-error --fail --max-time 10 "$@" "http://$(address_of "$container")$path"
}

post() {
    http "$1" "$2" --header "Content-Type: application/json" --data "$3"
}
