# shellcheck shell=bash
# An application's role that may do nothing yet, and a migration that is to be written.
. "$ROOT/tests/manual/own-server.sh"
own_server && psql -Xq "$DATABASE_URL" -c "CREATE ROLE app LOGIN PASSWORD 'app'" &&
    mkdir api && cd api && headstart init && headstart revision "Let replicas look" &&
    export APP_URL="postgresql://app:app@${DATABASE_URL#*@}"
