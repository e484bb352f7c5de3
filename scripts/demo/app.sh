#!/usr/bin/env bash
# The application of the demo: shows the schema that headstart has migrated, with the credentials in DATABASE_URL.
#
#   scripts/demo/app.sh             shows it and ends
#   scripts/demo/app.sh --serve     … and stays alive until SIGTERM or SIGINT, as a server would
set -euo pipefail

# A signal that arrives before the trap is set would be lost: the kernel has no default action for pid 1.
stopped=""
trap 'stopped=TERM' TERM
trap 'stopped=INT' INT

percent_decoded() {
    printf '%b' "${1//%/\\x}"
}

# psql gets the URL in its environment: its arguments can be read by every user of the machine.
readonly k_url='^postgres(ql)?(\+[a-z0-9]+)?://([^:@/]+)(:([^@]*))?@([^:/]+)(:([0-9]+))?/([^?]*)'
if ! [[ ${DATABASE_URL:-} =~ $k_url ]]; then
    echo "demo: DATABASE_URL must be postgresql://user:password@host:port/database" >&2
    exit 2
fi
PGUSER=$(percent_decoded "${BASH_REMATCH[3]}")
PGPASSWORD=$(percent_decoded "${BASH_REMATCH[5]}")
PGHOST=${BASH_REMATCH[6]}
PGPORT=${BASH_REMATCH[8]:-5432}
PGDATABASE=$(percent_decoded "${BASH_REMATCH[9]}")
export PGUSER PGPASSWORD PGHOST PGPORT PGDATABASE

query() {
    psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --command "$1"
}

echo "demo: I am pid $$, connected as $(query 'SELECT current_user'); the owner's credentials are ${MIGRATION_DATABASE_URL:+NOT }hidden from me"
echo "demo: revision $(query 'SELECT version_num FROM alembic_version')"
echo "demo: tables"
for table in $(query "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"); do
    printf 'demo:   %-28s %s rows\n' "$table" "$(query "SELECT count(*) FROM \"$table\"")"
done

if [ "${1:-}" = --serve ]; then
    echo "demo: serving"
    sleep infinity &
    # wait ends when a trapped signal comes; sleep itself would have to end first.
    while [ -z "$stopped" ]; do
        wait $! || true
    done
    kill $! 2>/dev/null || true
    echo "demo: SIG$stopped, good bye"
fi
