# SQL as text, as far as a history needs it: where literals and comments are, what a statement does, how it is laid out.
# Beside the scripts that record what an application's migrations send to a server; this text stands before theirs.
import re

_OPENING = re.compile(r"--[^\n]*|/\*|(?<![\w$])\$(?:[^\W\d]\w*)?\$|(?<!\w)[eE]'|'|\"")
_DATA_WORDS = re.compile(r"\b(INSERT|UPDATE|DELETE|MERGE|INTO)\b", re.I)
_ACTING_FUNCTIONS = re.compile(
    r"\b(setval|nextval|set_config|lo_\w+|pg_notify|pg_terminate_backend|\w*hypertable\w*|add_\w+_policy|"
    r"AddGeometryColumn|DropGeometryColumn|UpdateGeometrySRID|cron\.\w+)\s*\(", re.I)
_NEVER_IN_TRANSACTION = re.compile(
    r"^\s*(CREATE\s+(UNIQUE\s+)?INDEX\s+CONCURRENTLY|DROP\s+INDEX\s+CONCURRENTLY|REINDEX\b.*\bCONCURRENTLY|VACUUM|"
    r"ALTER\s+TABLE\b.*\bDETACH\s+PARTITION\b.*\bCONCURRENTLY|(CREATE|DROP)\s+(DATABASE|TABLESPACE)|ALTER\s+SYSTEM)\b",
    re.I | re.S)
_NEW_ENUM_VALUE = re.compile(r"^\s*ALTER\s+TYPE\b.*\bADD\s+VALUE\b", re.I | re.S)
_ONLY_IN_TRANSACTION = re.compile(
    r"^\s*(LOCK\b|SET\s+LOCAL\b|SAVEPOINT\b|DECLARE\b|SET\s+CONSTRAINTS\b)|\bON\s+COMMIT\b", re.I)
_LONG = 120
_BOUNDARY = re.compile(r"^\s*(BEGIN|COMMIT|END|START\s+TRANSACTION|ROLLBACK)(\s+(WORK|TRANSACTION))?\s*$", re.I)


def _end_of(sql, begin, opening):
    """Behind the literal or comment that begins there."""
    if opening.startswith("--"):
        return begin + len(opening)
    if opening == "/*":
        depth, at = 1, begin + 2
        while depth and at < len(sql):
            found = re.compile(r"/\*|\*/").search(sql, at)
            if not found:
                return len(sql)
            depth += 1 if found.group() == "/*" else -1
            at = found.end()
        return at
    closing = opening if opening[0] in "$\"" else "'"
    if opening[-1] == "'" and len(opening) == 2:
        found = re.compile(r"(?:[^'\\]|\\.|'')*'", re.S).match(sql, begin + 2)
        return found.end() if found else len(sql)
    at = sql.find(closing, begin + len(opening))
    return len(sql) if at < 0 else at + len(closing)


def spans_of(sql):
    """(begin, end, is_comment) of each literal, quoted name and comment."""
    found = _OPENING.search(sql)
    while found:
        end = _end_of(sql, found.start(), found.group())
        yield found.start(), end, found.group()[:2] in ("--", "/*")
        found = _OPENING.search(sql, end)


def code_of(sql):
    """The text with blanks for what stands in literals, quoted names and comments: as long as before."""
    parts, at = [], 0
    for begin, end, _ in spans_of(sql):
        parts += [sql[at:begin], " " * (end - begin)]
        at = end
    return "".join(parts) + sql[at:]


_BEGIN_ATOMIC = re.compile(r"\bBEGIN\s+ATOMIC\b", re.I)
_END_OF_ATOMIC = re.compile(r"(;|\bATOMIC)\s*END\s*$", re.I)


def split_statements(sql):
    """Of a text of several: each without its semicolon. A function's BEGIN ATOMIC goes to the END behind one of its own."""
    code, parts, at = code_of(sql), [], 0
    for found in re.finditer(";", code):
        part = code[at:found.start()]
        if _BEGIN_ATOMIC.search(part) and not _END_OF_ATOMIC.search(part):
            continue
        parts.append(sql[at:found.start()])
        at = found.end()
    return [part for part in parts + [sql[at:]] if code_of(part).strip()]


def first_word(sql):
    found = re.match(r"[\s(]*(\w+)", code_of(sql))
    return found.group(1).upper() if found else ""


def is_read(sql):
    """It changes nothing: whoever sent it wanted its rows."""
    code = code_of(sql)
    word = first_word(sql)
    if word in ("SHOW", "EXPLAIN", "VALUES", "TABLE", "FETCH", "DECLARE", "CLOSE"):
        return True
    return word in ("SELECT", "WITH") and not _DATA_WORDS.search(code) and not _ACTING_FUNCTIONS.search(code)


def functions_made_by(sql):
    """Their names, without schemas and in lower case."""
    return {name.strip('"').lower() for name in re.findall(
        r"\bCREATE\s+(?:OR\s+REPLACE\s+)?(?:FUNCTION|PROCEDURE)\s+(?:(?:\w+|\"[^\"]+\")\.)?(\w+|\"[^\"]+\")", sql, re.I)}


def functions_called_by(sql):
    return {name.lower() for name in re.findall(r"(\w+)\s*\(", code_of(sql))}


def is_boundary(sql):
    return bool(_BOUNDARY.match(code_of(sql).replace(";", " ")))


def runs_in_transaction(statements):
    """As PostgreSQL demands, of texts that may hold several each. A new value of an enum can be added in one, but not
    used there, nor by servers before 12; so it is added outside, unless something else needs the transaction."""
    codes = [code_of(part) for sql in statements for part in split_statements(sql)]
    if any(_NEVER_IN_TRANSACTION.search(code) or is_boundary(code) for code in codes):
        return False
    return not any(map(_NEW_ENUM_VALUE.search, codes)) or any(map(_ONLY_IN_TRANSACTION.search, codes))


def _spans_lines(sql):
    return any(not is_comment and "\n" in sql[begin:end] for begin, end, is_comment in spans_of(sql))


def _without_common_indent(lines, is_first_alone):
    """The first line often begins behind the quotes of Python's literal, and says nothing of the others then."""
    rest = [line for line in (lines if is_first_alone else lines[1:]) if line.strip()]
    indent = min((len(line) - len(line.lstrip(" ")) for line in rest), default=0)
    own = len(lines[0]) - len(lines[0].lstrip(" "))
    return [lines[0][min(own, indent) if own else 0:]] + [line[indent:] for line in lines[1:]]


def with_spaces(line):
    """For the tabs that it begins with: those further in may stand in a literal."""
    own = line.lstrip(" \t")
    return line[:len(line) - len(own)].expandtabs(4) + own


def as_written(sql):
    """With its comments, and no deeper in than it has to be. A literal that spans lines is not touched: it may be the
    body of a function, which the server keeps as it is."""
    sql = sql.replace("\r\n", "\n") if not _spans_lines(sql) else sql
    is_first_alone = bool(re.match(r"[ \t]*\n", sql))
    sql = re.sub(r"^(?:[ \t]*\n)+", "", sql).rstrip()
    while sql.endswith(";") and code_of(sql).endswith(";"):
        sql = sql[:-1].rstrip()
    if _spans_lines(sql):
        return sql.lstrip()
    lines = [with_spaces(line.rstrip()) for line in sql.split("\n")]
    return "\n".join(_without_common_indent(lines, is_first_alone)).strip()


def ended(sql):
    """With its semicolon, which no comment swallows; the rows of a COPY end by themselves."""
    if sql.endswith("\n\\."):
        return sql
    last = list(spans_of(sql))[-1:]
    return sql + ("\n;" if last and last[0][1] == len(sql) and sql[last[0][0]:].startswith("--") else ";")


def person_texts(statements):
    """Statements as a person would have written them, without those that only begin and end transactions."""
    texts = [for_any_database(columns_of_table(rows_of_insert(with_one_cast(as_written(sql))))) for sql in statements]
    return [ended(text) for text in texts if text and not is_boundary(text)]


_SCRATCH_DATABASE = re.compile(r'\b(DATABASE\s+)("?)headstart_scratch_\w+\2', re.I)


def for_any_database(sql):
    """What names the database that it runs in, as ALTER DATABASE has to, names the one that it will run in."""
    if not _SCRATCH_DATABASE.search(sql):
        return sql
    text = _SCRATCH_DATABASE.sub(r"\1%1$I", sql.strip().rstrip(";").replace("%", "%%"))
    return "DO $headstart$\nBEGIN\n    EXECUTE format($sql$%s$sql$, current_database());\nEND\n$headstart$" % text


def with_one_cast(sql):
    """Both the driver and SQLAlchemy say of a value which type it is."""
    code = code_of(sql)
    for found in reversed(list(re.finditer(r"::(\w+)(?=::(\w+)\b)", code))):
        if found.group(1).lower() == found.group(2).lower():
            sql = sql[:found.start()] + sql[found.end():]
    return sql


def rows_of_insert(sql):
    """An INSERT of several rows with one a line, unless it is a line as it was written."""
    code = code_of(sql)
    if "\n" in sql or len(sql) <= _LONG:
        return sql
    found = re.match(r"\s*INSERT\s+INTO\b.*?\bVALUES\s*(?=\()", code, re.I | re.S)
    if not found:
        return sql
    depth, parts, at = 0, [], found.end()
    for index in range(found.end(), len(code)):
        depth += {"(": 1, ")": -1}.get(code[index], 0)
        if depth == 0 and code[index] == ",":
            parts.append(sql[at:index].strip())
            at = index + 1
    if not parts:
        return sql
    parts.append(sql[at:].strip())
    return sql[:found.end()].rstrip() + "\n    " + ",\n    ".join(parts)


def compared(sql):
    """What two spellings of the same statement have in common."""
    text = "".join(" " if is_comment else sql[begin:end] for begin, end, is_comment in _all_parts(sql))
    return re.sub(r"::\w+", "", re.sub(r"\s+", "", text)).replace("%%", "%").rstrip(";")


def columns_of_table(sql):
    """A CREATE TABLE of one line with one clause a line."""
    code = code_of(sql)
    found = re.match(r"CREATE\s+TABLE\s[^(]*\(", code, re.I)
    if not found or "\n" in sql or not code.endswith(")"):
        return sql
    depth, parts, at = 1, [], found.end()
    for index in range(found.end(), len(code) - 1):
        depth += {"(": 1, ")": -1}.get(code[index], 0)
        if depth == 0:
            return sql
        if depth == 1 and code[index] == ",":
            parts.append(sql[at:index].strip())
            at = index + 1
    parts.append(sql[at:-1].strip())
    return sql[:found.end()] + "\n    " + ",\n    ".join(parts) + "\n)"


def _all_parts(sql):
    at = 0
    for begin, end, is_comment in spans_of(sql):
        yield at, begin, False
        yield begin, end, is_comment
        at = end
    yield at, len(sql), False
