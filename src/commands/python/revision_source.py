# What the source of a revision's Python tells without running it.
import ast
import linecache

_TREES = {}
_CLOCK = {"now", "utcnow", "today", "uuid1", "uuid4", "random", "randint", "choice", "token_hex", "token_urlsafe",
          "urandom", "getenv"}
_OF_PYTHON = {"datetime", "date", "dt", "time", "uuid", "random", "secrets", "os"}


def tree_of(path):
    if path not in _TREES:
        try:
            with open(path, encoding="utf-8") as file:
                _TREES[path] = ast.parse(file.read(), path)
        except (OSError, SyntaxError, ValueError):
            _TREES[path] = None
    return _TREES[path]


def last_line_of(node):
    return max([getattr(one, "end_lineno", None) or getattr(one, "lineno", 0) for one in ast.walk(node)] + [0])


def statements_at(path, line):
    """The statements that cover a line, from the outermost."""
    found = []
    nodes = list(getattr(tree_of(path), "body", []))
    while nodes:
        node = nodes.pop(0)
        if getattr(node, "lineno", line + 1) <= line <= last_line_of(node) and isinstance(node, ast.stmt):
            found.append(node)
            nodes = [child for name in ("body", "orelse", "finalbody") for child in getattr(node, name, [])]
            nodes += [child for handler in getattr(node, "handlers", []) for child in handler.body]
    return found


_SENDING = {"execute", "exec_driver_sql", "executemany", "execute_values", "execute_batch", "commit"}


def called(node):
    """The name by which something is called; nothing for what is no call."""
    function = getattr(node, "func", None)
    return getattr(function, "attr", None) or getattr(function, "id", None)


_FETCHING = {"fetchone", "fetchall", "fetchmany"}


def hands_rows_out_later(statements, value):
    """Of a driver's cursor, which is asked for the rows by itself, or is gone through."""
    owner = getattr(getattr(value, "func", None), "value", None)
    if not isinstance(owner, ast.Name):
        return False
    for node in ast.walk(statements[0]):
        if isinstance(node, ast.Attribute) and node.attr in _FETCHING and owner.id in names_of(node.value):
            return True
        if isinstance(node, (ast.For, ast.comprehension)) and isinstance(node.iter, ast.Name) and node.iter.id == owner.id:
            return True
    return False


def uses_result_of(path, line):
    """Whether somebody could have looked at what a call on this line returned: not where it stands alone, with nothing
    in its arguments that could have asked."""
    statements = statements_at(path, line)
    if not statements or not isinstance(statements[-1], ast.Expr):
        return True
    value = statements[-1].value
    value = value.value if isinstance(value, ast.Await) else value
    if hands_rows_out_later(statements, value):
        return True
    inner = [node for argument in getattr(value, "args", []) for node in ast.walk(argument)]
    return called(value) not in _SENDING or any(
        called(node) in _SENDING or called(node) in ("scalar", "scalars", "query", "fetchall", "fetchone") for node in inner)


def names_of(node):
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def _decides(node):
    """What a statement decides by, if it does."""
    if isinstance(node, (ast.For, ast.AsyncFor)):
        return node.iter
    if isinstance(node, (ast.If, ast.While)):
        return node.test
    return None


def construct_at(path, line):
    """The line of the loop or branch that a value read on this line ends in; the line itself where none is found."""
    statements = statements_at(path, line)
    if not statements:
        return line
    own = statements[-1]
    decided = _decides(own)
    if decided is not None and own.lineno <= line <= last_line_of(decided):
        return own.lineno
    if isinstance(own, ast.Assign):
        names = set().union(*map(names_of, own.targets))
        function = next((one for one in reversed(statements) if isinstance(one, ast.FunctionDef)), None)
        for node in ast.walk(function) if function else []:
            decided = _decides(node)
            if decided is not None and node.lineno > line and names & names_of(decided):
                return node.lineno
    return line


def line_of(path, line):
    return linecache.getline(path, line).strip()


def function_of(path, name):
    for node in getattr(tree_of(path), "body", []):
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return node
    return None


def source_of(path, function):
    return "".join(linecache.getline(path, line) for line in range(function.lineno, last_line_of(function) + 1)) if function else ""


def refuses(function):
    """Its first word is `raise`."""
    body = [node for node in function.body if not _is_text(node)] if function else []
    return bool(body) and isinstance(body[0], ast.Raise)


def is_empty(function):
    return function is not None and all(isinstance(node, ast.Pass) or _is_text(node) for node in function.body)


def _is_text(node):
    return isinstance(node, ast.Expr) and type(node.value).__name__ in ("Constant", "Str")  # Str: before Python 3.8


def reachable(path, function):
    """A function, those of its file that it names, and what the file computes for them when it is loaded."""
    by_name = {}
    for node in getattr(tree_of(path), "body", []):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            by_name[node.name] = node
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                for name in names_of(target):
                    by_name[name] = node.value
    found, waiting = [], [function] if function is not None else []
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.append(node)
            waiting += [by_name[name] for name in sorted(names_of(node)) if name in by_name]
    return found


def _is_momentary(node):
    if isinstance(node, ast.keyword) and node.arg in ("default", "onupdate", "default_factory", "insert_default"):
        name = getattr(node.value, "attr", None) or getattr(node.value, "id", None)
        return name in _CLOCK
    if isinstance(node, ast.Attribute) and node.attr == "environ":
        return "os" in names_of(node)
    if not isinstance(node, ast.Call) or not isinstance(node.func, (ast.Attribute, ast.Name)):
        return False
    if isinstance(node.func, ast.Name):
        return node.func.id in ("uuid4", "uuid1", "getenv", "utcnow")
    owner = names_of(node.func)
    if node.func.attr == "time":
        return owner == {"time"}  # datetime.time() makes one that is given
    return node.func.attr in _CLOCK and bool(owner & _OF_PYTHON)


def momentary_lines(path, function, writes_rows):
    """Lines that ask the clock, for chance, or the environment: the values of the recording stand in the file. What a
    column takes by itself (`default=uuid4`) is asked only for a row that is written."""
    return sorted({(node.value if isinstance(node, ast.keyword) else node).lineno
                   for part in reachable(path, function) for node in ast.walk(part)
                   if _is_momentary(node) and (writes_rows or not isinstance(node, ast.keyword))})


def names_any(nodes, names):
    return any(isinstance(node, ast.Attribute) and node.attr in names or isinstance(node, ast.Name) and node.id in names
               for node in nodes)


def has_call(path, names):
    tree = tree_of(path)
    return tree is not None and names_any(ast.walk(tree), names)


def reaches_call(path, function, names):
    return names_any((node for part in reachable(path, function) for node in ast.walk(part)), names)
