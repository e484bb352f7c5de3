# shellcheck shell=bash
# A project in git that the page goes on with.
mkdir shop && cd shop && headstart init && cat >migrations/bce8c437167b_begin.sql <<'SQL' && headstart heads --write-file && git init -q && git add -A && git commit -qm begin
-- Begin
--
-- Revision ID: bce8c437167b
-- Revises: <base>

-- migrate:up
CREATE TABLE users (id integer PRIMARY KEY, email text);
CREATE TABLE messages (channel_id integer, sent_at timestamptz);
CREATE TABLE provider (key text, name text, country text);

-- migrate:down
DROP TABLE provider, messages, users;
SQL

# What two colleagues have done by the time the page speaks of it.
make_two_branches() {
    git add -A && git commit -qm "until here" && git switch -qc add-audit-log &&
        headstart revision "Add an audit log" && git add -A && git commit -qm "audit log" && git switch -q main &&
        headstart revision "Add orders" && git add -A && git commit -qm "orders"
}

# And a migration with a slip of the pen, once the two are joined.
write_a_broken_one() {
    local head
    git add -A && git commit -qm joined && headstart upgrade head || return
    head=$(headstart current)
    cat >migrations/3f2a_delete_who_has_no_address.sql <<SQL
-- Delete who has no address
--
-- Revision ID: 3f2a
-- Revises: ${head%% *}

-- migrate:up

DELETE FROM users WHERE emial = '';
SQL
}
