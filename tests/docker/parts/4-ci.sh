# shellcheck shell=bash disable=SC2034,SC2154  # run.sh sets and uses these
# docker-compose.ci.yml: up, check, down, up again; its exit code is the proof's.

proves_good_migrations() {
    ci up --exit-code-from verify
}

refuses_bad_migrations() {
    local code=0
    ci down --volumes --timeout 1 >/dev/null 2>&1 || true
    SCHEMA="" MIGRATIONS=$here/broken-migrations ci up --exit-code-from verify >"$work/broken.log" 2>&1 || code=$?
    cat "$work/broken.log"
    [ "$code" -ne 0 ] && grep -q "the down sections leave this behind" "$work/broken.log" &&
        grep -q "column forgotten.id" "$work/broken.log"
}

refuses_what_no_migration_makes() {
    local code=0
    ci down --volumes --timeout 1 >/dev/null 2>&1 || true
    cp -r "$root/migrations" "$work/undone"
    echo "CREATE TABLE undone (id int);" >"$work/undone/schema/4_undone.sql"
    MIGRATIONS=$work/undone ci up --exit-code-from verify >"$work/undone.log" 2>&1 || code=$?
    cat "$work/undone.log"
    [ "$code" -ne 0 ] && grep -q "New upgrade operations detected: added table 'undone'" "$work/undone.log"
}

check "docker-compose.ci.yml proves the migrations" proves_good_migrations
check "… and ends with an error when a down section forgets something" refuses_bad_migrations
check "… and when the migrations do not make what is declared" refuses_what_no_migration_makes
