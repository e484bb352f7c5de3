# shellcheck shell=bash disable=SC2034,SC2154  # life.sh sets and uses these

starts="bot: listening"
ends="bot: good bye"
tomorrow="ALTER TABLE messages ADD COLUMN language text;"

# It answers to rows. What is asked of one replica another one may answer, so each is known by its log.
answers() {
    docker logs "$1" 2>&1 | grep -x "bot: listening" && says '!ping' pong && says '!status' "schema at %, 0 pending"
}

# $1: a line, $2: the answer, as LIKE has it.
says() {
    local id
    id=$(ask app "INSERT INTO guilds (id) VALUES (1) ON CONFLICT DO NOTHING;
        INSERT INTO messages (guild_id, content) VALUES (1, '$1') RETURNING id") || return 1
    eventually 20 answered "$id" "$2" || { ask app "SELECT answer FROM messages WHERE id = $id"; return 1; }
}

answered() {
    [ "$(ask app "SELECT answer LIKE '$2' AND answered_at IS NOT NULL FROM messages WHERE id = $1")" = t ]
}

declare_tomorrow() {
    sed -i 's/^    answer: .*/&\n    language: Mapped[str | None] = mapped_column(Text)/' bot/models.py
}

# What create_all() had made, and what the bot had written there, before there was any headstart.
database_of_create_all() {
    make_in_it headstart ARGS=wait && look_at_containers || return 1
    ask app "SET ROLE owner; $(sed -n '/^-- migrate:up/,/^-- migrate:down/p' "$example/migrations/001_initial_schema.sql" | grep -v '^--')
        INSERT INTO guilds (id) VALUES (7);
        INSERT INTO messages (guild_id, content, answer) VALUES (7, '!ping', 'pong')"
}

adopts() {
    make_in_it clean && make_in_it secrets && database_of_create_all || return 1
    make_in_it up && look_at_containers && same 1 "$(exit_code_of "$app")" && log_has "$app" HS0408 || return 1
    make_in_it headstart ARGS="stamp 001" && make_in_it up && look_at_containers && answers_soon "$app" &&
        journal_has $(($(revisions_in_folder) - 1)) &&
        same "pong true" "$(ask app "SELECT answer || ' ' || (answered_at IS NOT NULL) FROM messages WHERE guild_id = 7")"
}

also() {
    check "$application: the database of before is refused, and taken over by stamp" adopts
}
