# What the scripts beside this one share: this text stands before theirs. The result is one JSON object on standard
# output: {"sql": …}, or what else a script says of itself, or {"error": …}. Whatever the application itself prints goes
# to standard error.
import json
import os
import sys
import traceback


HERE = os.getcwd()  # scripts may go elsewhere; places are told from here


class Refusal(Exception):
    """What is wrong with the call, and no fault of the application's code."""

    def __init__(self, message, hint=""):
        super().__init__(message)
        self.hint = hint


def is_of_project(frame):
    path = os.path.abspath(frame.filename)
    folders = path.split(os.sep)
    foreign = {"site-packages", "dist-packages"}.intersection(folders) or not os.path.exists(path)
    return path.startswith(HERE + os.sep) and not foreign


def shown(path):
    path = os.path.abspath(path)
    return os.path.relpath(path, HERE) if path.startswith(HERE + os.sep) else path


def place_of(error, frames):
    if isinstance(error, SyntaxError) and error.filename:
        return {"file": shown(error.filename), "line": error.lineno or 1, "column": error.offset or 1}
    own = [frame for frame in frames if is_of_project(frame)]
    if own:
        return {"file": shown(own[-1].filename), "line": own[-1].lineno}
    return {}


def sentence_of(error):
    if isinstance(error, SyntaxError):
        return type(error).__name__ + ": " + str(error.msg)
    return "".join(traceback.format_exception_only(type(error), error)).strip()


def describe(error):
    if isinstance(error, Refusal):
        return {"message": str(error), "hint": error.hint}
    if isinstance(error, SystemExit):
        return dict(place_of(error, traceback.extract_tb(error.__traceback__)),
                    message="the application ended Python: " + sentence_of(error),
                    hint="it may want a setting from the environment: give it the ones that its own start needs")
    frames = [frame for frame in traceback.extract_tb(error.__traceback__)
              if os.path.exists(frame.filename) and "importlib" not in frame.filename]
    notes = ["%s:%s: in %s: %s" % (shown(frame.filename), frame.lineno, frame.name, frame.line)
             for frame in frames[-4:]]
    cause = error.__cause__
    if cause is not None:
        notes.append("caused by " + sentence_of(cause))
    return dict(place_of(error, frames), message=sentence_of(error), notes=notes)


def laid_out(text):
    """Without blanks at the ends of lines and with none but blanks before them, unless a literal spans lines."""
    lines = text.strip().rstrip(";").rstrip().split("\n")
    if any(line.count("'") % 2 or line.count('"') % 2 or "$$" in line for line in lines):
        return "\n".join(lines)
    return "\n".join(line[:len(line) - len(line.lstrip())].expandtabs(4) + line.strip() for line in lines)


def as_script(statements):
    """One behind the other; types but once: two tables may bring the same one along."""
    texts = []
    for statement in statements:
        text = laid_out(statement)
        is_type = text.upper().startswith(("CREATE TYPE", "CREATE SCHEMA", "CREATE EXTENSION", "CREATE SEQUENCE"))
        if text and not (is_type and text + ";\n" in texts):
            texts.append(text + ";\n")
    return "\n".join(texts)


def answer(make):
    """What `make` returns, as an object of JSON, or what has gone wrong in it."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    if os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    try:
        result = make()
    except BaseException as error:  # SystemExit, too
        result = {"error": describe(error)}
    json.dump(result, out)
    out.flush()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # without waiting for threads that the application has started


def run(read):
    answer(lambda: {"sql": as_script(read(sys.argv[1:]))})
