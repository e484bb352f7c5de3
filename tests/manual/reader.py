"""Does what a page tells, block by block, as a reader would who believes every word."""
import glob
import os
import pathlib
import re

import page
import shell
import told

_VARIABLE = re.compile(r"HEADSTART_[A-Z_]+?(?=_FILE\b|\b)")


class Wrong(Exception):
    """What one gets is not what the page shows."""


class Reader:
    """Reads one page in a fresh folder.

    `substitutes` is what a reader puts in the place of what a page can only give as an example: (theirs, ours)."""

    def __init__(self, bash, root, substitutes):
        self._bash = bash
        self._root = pathlib.Path(root)
        self._substitutes = substitutes
        self._names = told.Names()
        self._variables = set(_VARIABLE.findall((self._root / "docs/reference.md").read_text(encoding="utf-8")))
        self._printed = None  # by the commands that no block has shown yet
        self.counts = {"commands": 0, "compared": 0, "files": 0, "not run": 0}

    def read(self, block):
        self._do(block)
        if command := block.marks.get("then"):
            self._run(command, 0)

    def _do(self, block):
        if unknown := set(_VARIABLE.findall(block.text)) - self._variables:
            raise Wrong(f"docs/reference.md has no {', '.join(sorted(unknown))}")
        for mark, does in self._BY_MARK:
            if mark in block.marks:
                return does(self, block)
        if block.text.startswith("$ "):
            return self._converse(block)
        if does := self._BY_LANGUAGE.get(block.language):
            return does(self, block)
        raise Wrong("it is neither run nor said why not: see the marks in tests/manual/page.py")

    # --- what is typed -----------------------------------------------------------------------------------------

    def _type(self, block):
        commands = shell.commands_of(block.text)
        self._printed = ""
        for number, command in enumerate(commands, 1):
            wanted = int(block.marks.get("exit", 0)) if number == len(commands) else 0
            self._printed += self._run(command, wanted)

    def _converse(self, block):
        """Lines with `$ ` in front are typed, the others are what comes."""
        for exchange in re.split(r"^\$ ", block.text, flags=re.M)[1:]:
            lines = exchange.splitlines(keepends=True)
            count = next(n for n in range(1, len(lines) + 1) if shell.is_whole("".join(lines[:n]).rstrip("\n")))
            is_last = block.text.endswith(exchange)
            wanted = int(block.marks.get("exit", 0)) if is_last else 0
            self._compare("".join(lines[count:]), self._run("".join(lines[:count]).rstrip("\n"), wanted))

    def _psql(self, block):
        with open(self._folder() / ".typed.sql", "w", encoding="utf-8") as file:
            file.write(self._typed(block.text))
        self._run('psql -X -q -v ON_ERROR_STOP=1 -f .typed.sql "$DATABASE_URL" && rm .typed.sql', 0)

    def _run(self, command, wanted):
        printed, status = self._bash.run(self._typed(command))
        self.counts["commands"] += 1
        if status != wanted:
            raise Wrong(f"$ {command}\n{printed}\nended with {status}, and not with {wanted}")
        return printed

    def _typed(self, text):
        for theirs, ours in self._substitutes:
            text = text.replace(theirs, ours)
        return self._names.typed(text)

    # --- what is shown -----------------------------------------------------------------------------------------

    def _output(self, block):
        if self._printed is None:
            raise Wrong("it shows an output, and no command is before it")
        printed, self._printed = self._printed, None
        self._compare(block.text, printed)

    def _shows(self, block):
        self._compare(block.text, self._path(block.marks["shows"]).read_text(encoding="utf-8"))

    def _compare(self, shown, got):
        self.counts["compared"] += 1
        for theirs, ours in self._substitutes:
            got = got.replace(ours, theirs)
        if problem := told.difference(shown, got, self._names):
            raise Wrong(problem)

    # --- what is written ---------------------------------------------------------------------------------------

    def _write(self, block):
        """A migration that is there keeps its header where the page shows its sections alone."""
        self.counts["files"] += 1
        path, text = self._path(block.marks["file"]), self._typed(block.text)
        if text.startswith("-- migrate:") and path.exists():
            text = path.read_text(encoding="utf-8").split("-- migrate:", 1)[0] + text
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def _set(self, block):
        """Puts each key where the file has it commented out, else in front of all tables."""
        self.counts["files"] += 1
        path = self._path(block.marks["set in"])
        settings = path.read_text(encoding="utf-8")
        for line in self._typed(block.text).splitlines():
            key = re.match(r"\w+(?= *=)", line)
            there = re.compile(rf"^(# )?{key[0]} *=.*$", re.M) if key else None
            if there and there.search(settings):
                settings = there.sub(lambda _, line=line: line, settings, count=1)
            else:
                settings = line + "\n" + settings
        path.write_text(settings, encoding="utf-8")

    def _path(self, name):
        """A file of the folder where the shell is now; `*` stands for what only the command knew."""
        path = self._folder() / self._names.typed(name)
        if "*" not in name:
            return path
        found = glob.glob(str(path))
        if len(found) != 1:
            raise Wrong(f"{name} is one of {found}")
        return pathlib.Path(found[0])

    def _folder(self):
        return pathlib.Path(os.path.realpath(self._bash.run("pwd")[0].strip()))

    # --- what is left to others --------------------------------------------------------------------------------

    def _tested(self, block):
        mark = f"tested: {block.marks['tested']} "
        if not any(mark in path.read_text(encoding="utf-8") for path in self._root.glob("tests/docker/**/*.sh")):
            raise Wrong(f"no test of tests/docker runs what is marked \"{mark}\"")

    def _pass_over(self, block):
        self.counts["not run"] += 1
        if not block.marks["not run"].strip():
            raise Wrong("it is not run, and no reason is given")

    _BY_MARK = (("not run", _pass_over), ("tested", _tested), ("file", _write), ("set in", _set), ("shows", _shows),
                ("output", _output), ("psql", _psql))
    _BY_LANGUAGE = {"sh": _type, "console": _converse, "text": _output, "": _output}


def read_page(text, reader):
    """Reads a whole page; raises Wrong with the line of the block."""
    for block in page.blocks_of(text):
        try:
            reader.read(block)
        except (Wrong, OSError, ValueError, shell.Stuck) as problem:
            raise Wrong(f"line {block.line}: {problem}") from problem
