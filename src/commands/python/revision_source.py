# What the source of a revision's Python tells without running it.
import ast
import linecache

_TREES = {}
_CLOCK = {"now", "utcnow", "today", "time", "uuid1", "uuid4", "random", "randint", "choice", "token_hex", "token_urlsafe",
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


def uses_result_of(path, line):
    """Whether somebody could have looked at what a call on this line returned."""
    statements = statements_at(path, line)
    return not (statements and isinstance(statements[-1], ast.Expr))


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


def refuses(function):
    """Its first word is `raise`."""
    body = [node for node in function.body if not _is_text(node)] if function else []
    return bool(body) and isinstance(body[0], ast.Raise)


def is_empty(function):
    return function is not None and all(isinstance(node, ast.Pass) or _is_text(node) for node in function.body)


def _is_text(node):
    return isinstance(node, ast.Expr) and type(node.value).__name__ in ("Constant", "Str")  # Str: before Python 3.8


def momentary_calls(function):
    """Lines that ask the clock, for chance, or the environment: the values of the recording stand in the file."""
    for node in ast.walk(function) if function else []:
        if isinstance(node, ast.Call) and isinstance(node.func, (ast.Attribute, ast.Name)):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            owner = names_of(node.func)
            if (name in _CLOCK and owner & _OF_PYTHON and "func" not in owner) or name in ("uuid4", "getenv"):
                yield node.lineno


def has_call(path, names):
    tree = tree_of(path)
    return tree is not None and any(
        isinstance(node, ast.Attribute) and node.attr in names or isinstance(node, ast.Name) and node.id in names
        for node in ast.walk(tree))
