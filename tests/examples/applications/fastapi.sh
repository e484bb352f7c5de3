# shellcheck shell=bash disable=SC2034,SC2154  # life.sh sets and uses these

starts="Started server process [1]"
ends="Application shutdown complete"
tomorrow="ALTER TABLE blogs ADD COLUMN language text;"

answers() {
    http "$1" /health && post "$1" /blogs '{"author": "ann", "title": "First", "details": {"tags": ["news"]}}' &&
        http "$1" "/blogs?tag=news" | grep -F '"title":"First"'
}

declare_tomorrow() {
    sed -i 's/^    body: .*/&\n    language: Mapped[str | None] = mapped_column(Text)/' blog/models.py
}
