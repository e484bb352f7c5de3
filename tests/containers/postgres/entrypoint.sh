#!/usr/bin/env bash
# Makes the cluster when the data folder is empty, then becomes the server. Never runs it as root.
set -euo pipefail

if [ "$(id -u)" -eq 0 ]; then
    mkdir -p "$PGDATA"
    chown -R postgres:postgres "$PGDATA" /var/run/postgresql
    chmod 700 "$PGDATA"
    exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi

for bindir in /usr/lib/postgresql/*/bin; do
    PATH=$bindir:$PATH
done
user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}

if ! [ -s "$PGDATA/PG_VERSION" ]; then
    password=${POSTGRES_PASSWORD:-$(cat "${POSTGRES_PASSWORD_FILE:?or POSTGRES_PASSWORD must be set to make a cluster}")}
    initdb -D "$PGDATA" --username="$user" --pwfile=<(echo "$password") --encoding=UTF8 --locale=C.UTF-8 \
        --auth-local=trust --auth-host=scram-sha-256 --no-sync
    echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
    # Until the database is complete, only this container can reach it.
    pg_ctl -D "$PGDATA" -o "-c listen_addresses=''" -w start
    if [ "$database" != postgres ]; then
        createdb --username="$user" "$database"
    fi
    for script in /docker-entrypoint-initdb.d/*.sql; do
        if [ -e "$script" ]; then
            psql -X -v ON_ERROR_STOP=1 --username="$user" --dbname="$database" --file="$script"
        fi
    done
    pg_ctl -D "$PGDATA" -m fast -w stop
fi
exec "$@" -D "$PGDATA" -c listen_addresses='*'
