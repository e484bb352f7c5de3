# shellcheck shell=bash disable=SC2034,SC2154  # life.sh sets and uses these

starts="ledger: listening on 8000"
ends="ledger: Terminated, good bye"
tomorrow="ALTER TABLE accounts ADD COLUMN closed_at timestamp with time zone;"

# Accounts of its own each time, for their names are unique.
answers() {
    local cash="cash $RANDOM$RANDOM" bank="bank $RANDOM$RANDOM"
    http "$1" /health && post "$1" /accounts "{\"name\": \"$cash\", \"currency\": \"EUR\"}" &&
        post "$1" /accounts "{\"name\": \"$bank\", \"currency\": \"EUR\"}" &&
        post "$1" /transfers "{\"from\": \"$bank\", \"to\": \"$cash\", \"amount\": \"12.50\"}" &&
        http "$1" /accounts | grep -F "{\"balance\":\"12.50\",\"currency\":\"EUR\",\"name\":\"$cash\"}"
}

declare_tomorrow() {
    sed -i 's/^    opened_at .*/&,\n    closed_at timestamptz/' schema.sql
}
