# shellcheck shell=bash disable=SC2034,SC2154  # life.sh sets and uses these

starts="Listening at: http://0.0.0.0:8000 (1)"
ends="Handling signal: term"
tomorrow="ALTER TABLE tasks_task ADD COLUMN priority integer;"

answers() {
    http "$1" /health && post "$1" /tasks '{"project": "garden", "title": "Plant a tree"}' &&
        http "$1" /tasks | grep -F '"title": "Plant a tree"' && post "$1" /tasks/1/done '' | grep -F '"done": true'
}

declare_tomorrow() {
    sed -i 's/^    title = .*/&\n    priority = models.IntegerField(null=True)/' tasks/models.py
}

# Before there is any server: the same models on SQLite.
also() {
    check "$application: without a server, on SQLite" docker run --rm --label headstart-test --network none --entrypoint sh \
        -e SQLITE_FILE=/tmp/development.sqlite3 "$APP_IMAGE" -ec 'python3 manage.py migrate --run-syncdb && python3 manage.py check'
}
