"""Runs the .sql files beside the revisions, as they were written for headstart."""
import io
import os
import re

from alembic import op

_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "sql")
_OPENING = re.compile(r"--[^\n]*|/\*|(?<![\w$])\$(?:[^\W\d]\w*)?\$|(?<!\w)[eE]'|'|\"|;")
_ATOMIC = re.compile(r"\b(BEGIN\s+ATOMIC|CASE|END)\b", re.I)
_COPY = re.compile(r"^\s*COPY\b.*\bFROM\s+STDIN\b", re.I | re.S)


def run(name, transaction=True):
    """All statements of a file; `transaction`: within that of the revision."""
    with open(os.path.join(_FOLDER, name), encoding="utf-8", newline="") as file:
        statements = list(split(file.read()))
    context = op.get_context()
    if context.as_sql:
        for statement, rows in statements:
            context.impl.static_output(statement + ";" + (rows or ""))
    elif transaction:
        send(op.get_bind(), statements)
    else:
        with context.autocommit_block():
            send(op.get_bind(), statements)


def send(connection, statements):
    # Without parameters a % and a : are what they are.
    connection = connection.execution_options(no_parameters=True)
    execute = getattr(connection, "exec_driver_sql", connection.execute)
    for statement, rows in statements:
        if rows is None:
            execute(statement)
        else:
            data = rows.lstrip("\r\n").rpartition("\\.")[0]
            connection.connection.cursor().copy_expert(statement, io.StringIO(data))


def split(text):
    """(statement, rows): each statement without its semicolon, and the rows that follow a COPY, or None."""
    begin = at = depth = 0
    while True:
        found = _OPENING.search(text, at)
        for word in _ATOMIC.finditer(text, at, found.start() if found else len(text)):
            opens = not word.group().upper().startswith("END")
            depth += (1 if opens and (depth or "ATOMIC" in word.group().upper()) else 0 if opens else -min(depth, 1))
        if not found:
            break
        at = end_of(text, found)
        if found.group() == ";" and depth == 0:
            statement, rows = text[begin:found.start()], None
            if _COPY.match(without_comments(statement)):
                end = re.compile(r"^\\\.[ \t]*\r?$", re.M).search(text, at)
                rows = text[at:end.end() if end else len(text)]
                at = end.end() if end else len(text)
            begin = at
            if without_comments(statement).strip():
                yield statement.strip(), rows
    if without_comments(text[begin:]).strip():
        yield text[begin:].strip(), None


def end_of(text, found):
    """Behind a literal, a quoted name or a comment."""
    opening = found.group()
    if opening == ";" or opening.startswith("--"):
        return found.end()
    if opening == "/*":
        depth, at = 1, found.end()
        while depth:
            mark = re.compile(r"/\*|\*/").search(text, at)
            if not mark:
                return len(text)
            depth += 1 if mark.group() == "/*" else -1
            at = mark.end()
        return at
    if len(opening) == 2 and opening[1] == "'":
        end = re.compile(r"(?:[^'\\]|\\.|'')*'", re.S).match(text, found.end())
        return end.end() if end else len(text)
    at = text.find(opening, found.end())
    return len(text) if at < 0 else at + len(opening)


def without_comments(text):
    parts, at = [], 0
    for found in iter(lambda: _OPENING.search(text, at), None):
        end = end_of(text, found)
        parts.append(text[at:found.start()])
        if found.group()[:2] not in ("--", "/*"):
            parts.append(text[found.start():end])
        at = end
    return "".join(parts) + text[at:]
