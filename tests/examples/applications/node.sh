# shellcheck shell=bash disable=SC2034,SC2154  # life.sh sets and uses these

starts="server: listening on 8000"
ends="server: SIGTERM, good bye"
tomorrow="ALTER TABLE links ADD COLUMN title text;"

answers() {
    local slug
    http "$1" /health || return 1
    slug=$(post "$1" /links '{"target": "https://example.org/"}' | sed 's/.*"slug":"\([^"]*\)".*/\1/')
    http "$1" "/s/$slug" --include | grep -i '^location: https://example.org/' &&
        http "$1" /links | grep -F "\"slug\":\"$slug\",\"target\":\"https://example.org/\",\"visits\":1"
}

declare_tomorrow() {
    sed -i 's/^    target text.*/&\n    title text,/' schema.sql
}
