#!/usr/bin/env python3
"""Reads pages of the manual and does what they tell: every command in its order, in a fresh folder, as typed.

usage: run.py [PAGE…]      README.md and docs/*.md unless some are named

    HEADSTART_BINARY        the binary under test; without it, --binary
    HEADSTART_TEST_URL      the URL of a superuser; without it, the cluster whose folder the file --cluster names

How a page says what is typed, written, shown or left out is told in page.py. What a page takes for granted (an
application, a repository, revisions that somebody has made) is made by before/<page>.sh in the reader's own shell.
Exit code 77: the page needs what this machine has not (HEADSTART_NO_SKIP=1: 1).
"""
import argparse
import functools
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

import prose
import reader
import shell

_ROOT = pathlib.Path(__file__).resolve().parents[2]
_BEFORE = pathlib.Path(__file__).resolve().parent / "before"
_SKIPPED = 77


class Databases:
    """A page's own databases on the common server: those that a page calls `app` and the like, with a prefix."""

    def __init__(self, server, prefix):
        self._server, self._prefix = server, prefix
        self.url = urllib.parse.urlsplit(server)._replace(path=f"/{prefix}app").geturl()
        self._psql("-c", f'CREATE DATABASE "{prefix}app"')

    def close(self):
        query = f"SELECT format('DROP DATABASE %I WITH (FORCE)', datname) FROM pg_database WHERE datname ^@ '{self._prefix}'"
        for statement in self._psql("-At", "-c", query).splitlines():
            self._psql("-c", statement)

    def substitutes(self, home):
        """What every page gives as an example, and what stands there in this run; the longest first."""
        ours = urllib.parse.urlsplit(self._server)
        place = f"{ours.hostname}:{ours.port}"
        return [("postgres:secret@localhost:5432/", f"{ours.netloc}/{self._prefix}"),
                ("localhost:5432/", f"{place}/{self._prefix}"), ("localhost:5432", place), ("/home/me", home)]

    def _psql(self, *words):
        return subprocess.run(["psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-d", self._server, *words], check=True,
                              stdout=subprocess.PIPE, text=True).stdout


def environment(work, binary, url):
    """A person's, with nothing that points at another database or changes what headstart does."""
    (work / "bin").mkdir()
    (work / "bin" / "headstart").symlink_to(binary)
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(("HEADSTART_", "PG", "DATABASE_", "MIGRATION_", "COLUMNS", "LINES"))}
    return kept | {"PATH": f"{work}/bin:{os.environ['PATH']}", "HOME": f"{work}/home", "TERM": "xterm", "NO_COLOR": "1",
                   "LC_ALL": "C.UTF-8", "TZ": "UTC", "EDITOR": "true", "DATABASE_URL": url, "ROOT": str(_ROOT),
                   "GIT_CONFIG_GLOBAL": f"{work}/gitconfig", "GIT_CONFIG_NOSYSTEM": "1"}


def read(path, options):
    """Reads one page in a folder and a database of its own; returns "passed", "skipped" or "failed"."""
    name = path.relative_to(_ROOT).as_posix()
    work = pathlib.Path(tempfile.mkdtemp(prefix="headstart-manual."))
    work.chmod(0o755)  # a server that a page starts may run as another user
    (work / "home").mkdir()
    (work / "gitconfig").write_text("[user]\nname = Me\nemail = me@example.org\n[init]\ndefaultBranch = main\n")
    home = str(work / "home")
    databases = Databases(options.url, f"manual_{path.stem.lower()}_{os.getpid()}_")
    bash = shell.Shell(home, environment(work, options.binary, databases.url))
    try:
        return _read(name, path, bash, reader.Reader(bash, _ROOT, databases.substitutes(home)),
                     lambda words: _help(options.binary, tuple(words)))
    finally:
        bash.close()
        databases.close()
        shutil.rmtree(work, ignore_errors=True)


@functools.cache
def _help(binary, words):
    asked = subprocess.run([binary, *words, "--help", "--all"], capture_output=True, text=True, check=False)
    return asked.stdout if asked.returncode == 0 else None


def _read(name, path, bash, one, help_of):
    before = _BEFORE / f"{path.stem}.sh"
    try:
        printed, status = bash.run(f". '{before}'") if before.exists() else ("", 0)
        if status == _SKIPPED and os.environ.get("HEADSTART_NO_SKIP") != "1":
            print(f"skipped  {name}: {printed.strip()}")
            return "skipped"
        if status != 0:
            raise reader.Wrong(f"{before.name} ended with {status}: {printed}")
        text = path.read_text(encoding="utf-8")
        reader.read_page(text, one)
        if problems := prose.problems_of(text, help_of):
            raise reader.Wrong("\n".join(problems))
    except (reader.Wrong, shell.Stuck) as problem:
        print(f"failed   {name}: {problem}")
        return "failed"
    counts = ", ".join(f"{count} {what}" for what, count in one.counts.items() if count)
    print(f"passed   {name}: {counts or 'nothing to type'}")
    return "passed"


def options_of(words):
    parser = argparse.ArgumentParser(description="Does what pages of the manual tell.")
    parser.add_argument("pages", nargs="*", type=pathlib.Path)
    parser.add_argument("--binary", default=str(_ROOT / "build" / "headstart"))
    parser.add_argument("--cluster", help="a file that names the folder of a server of scripts/throwaway-postgres.sh")
    options = parser.parse_args(words)
    options.binary = os.path.realpath(os.environ.get("HEADSTART_BINARY", options.binary))
    options.url = os.environ.get("HEADSTART_TEST_URL", "")
    if not options.url and options.cluster:
        folder = pathlib.Path(options.cluster).read_text(encoding="utf-8").strip()
        options.url = pathlib.Path(folder, "url").read_text(encoding="utf-8").strip()
    if not options.url:
        parser.error("no server: give --cluster or HEADSTART_TEST_URL")
    options.pages = options.pages or [_ROOT / "README.md", *sorted((_ROOT / "docs").glob("*.md"))]
    return options


def main(words):
    options = options_of(words)
    ends = [read(path.resolve(), options) for path in options.pages]
    print(f"{ends.count('passed')} passed, {ends.count('failed')} failed"
          + (f", {ends.count('skipped')} skipped" if "skipped" in ends else ""))
    if "failed" in ends:
        return 1
    return _SKIPPED if ends == ["skipped"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
