# shellcheck shell=bash
# A server of the page's own, where it makes roles: those of the common one would be in the way of other tests.
# It ends with the shell.
own_server() {
    local folder
    export DATABASE_URL
    folder=$(dirname "$PWD")/server
    DATABASE_URL=$("$ROOT/scripts/throwaway-postgres.sh" start "$folder") || return
    # shellcheck disable=SC2064  # the folder of now
    trap "'$ROOT/scripts/throwaway-postgres.sh' stop '$folder'" EXIT
}
