"""What every row of the benchmark needs: the server, samples of commands, distance, and a table of what came."""

import contextlib
import dataclasses
import os
import pathlib
import statistics
import subprocess
import sys
import time

FLOOR, LIBPQ, PSQL, DBMATE, ALEMBIC, BEFORE, HEADSTART = (
    "floor", "libpq C program", "psql", "dbmate", "Alembic", "before", "headstart")
COLUMNS = (FLOOR, LIBPQ, PSQL, DBMATE, ALEMBIC, BEFORE, HEADSTART)


class Server:
    """One throw-away server; every database on it is made and dropped by this run."""

    def __init__(self, url, folder):
        self.url = url
        self.folder = folder

    def url_of(self, database):
        return self.url.rsplit("/", 1)[0] + "/" + database

    def query(self, sql, database="postgres"):
        done = subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", self.url_of(database)], input=sql, text=True,
                              capture_output=True, check=False)
        if done.returncode != 0:
            sys.exit(f"bench: {sql}: {done.stderr}")
        return done.stdout.strip()

    def fresh_database(self, name):
        self.query(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self.query(f'CREATE DATABASE "{name}" TEMPLATE template0')
        # What the last run left to write is written now, not while the next one is timed.
        self.query("CHECKPOINT")
        return self.url_of(name)


@dataclasses.dataclass
class Series:
    """The samples of one command. `most` keeps what is slow by itself from being waited for too often."""

    label: str
    command: list
    environment: dict
    most: int = 1000
    seconds: list = dataclasses.field(default_factory=list)
    cpu: list = dataclasses.field(default_factory=list)
    peak_kib: int = 0

    def sample(self, work, keep=True):
        done = subprocess.run([work / "measure", *self.command], cwd=work / "empty", text=True, capture_output=True,
                              env={"PATH": os.environ["PATH"], **self.environment}, check=False)
        if done.returncode != 0:
            sys.exit(f"bench: {self.label} failed ({done.returncode}): {done.stderr}")
        seconds, cpu, kib = done.stdout.split()
        if keep:
            self.seconds.append(float(seconds))
            self.cpu.append(float(cpu))
            self.peak_kib = max(self.peak_kib, int(kib))

    def median(self):
        return statistics.median(self.seconds)

    def peak_mb(self):
        return self.peak_kib * 1024 / 1e6


@contextlib.contextmanager
def at_a_distance(work, url, milliseconds):
    """The URL by which the server is reached with a longer way: delay.cpp."""
    if milliseconds == 0:
        yield url
        return
    head, _, tail = url.rpartition("@")
    place, _, database = tail.partition("/")
    proxy = subprocess.Popen([work / "delay", str(milliseconds), place], stdout=subprocess.PIPE, text=True)
    try:
        yield f"{head}@127.0.0.1:{proxy.stdout.readline().strip()}/{database}"
    finally:
        proxy.terminate()
        proxy.wait()


def take_turns(work, series, turns, warm_up=0, prepare=None, check=None, budget=60):
    """One sample of each, then the next turn, which begins with the next of them: what the machine does meanwhile falls on
    all alike. After `budget` seconds no other turn begins."""
    begin = time.monotonic()
    for turn in range(turns + warm_up):
        if turn > warm_up and time.monotonic() - begin > budget:
            return
        first = turn % len(series)
        for one in series[first:] + series[:first]:
            if turn - warm_up >= one.most:
                continue
            if prepare:
                prepare(one)
            one.sample(work, keep=turn >= warm_up)
            if check:
                check(one)


def shown(seconds):
    return f"{seconds:.2f} s" if seconds >= 1 else f"{1000 * seconds:.1f} ms"


def print_series(title, series):
    """The first is what the others are measured against."""
    print(f"\n{title}")
    print(f"  {'':42}{'median':>10}{'least':>10}{'most':>10}{'ratio':>8}{'CPU':>10}{'peak':>10}{'runs':>6}")
    for one in series:
        print(f"  {one.label:42}{shown(one.median()):>10}{shown(min(one.seconds)):>10}{shown(max(one.seconds)):>10}"
              f"{one.median() / series[0].median():8.2f}{shown(statistics.median(one.cpu)):>10}"
              f"{one.peak_mb():7.1f} MB{len(one.seconds):6}", flush=True)


@dataclasses.dataclass
class Promise:
    """headstart is to take at most `factor` times what `program` takes."""

    factor: float
    program: str


class Table:
    """The rows of the table of promises, as they come."""

    def __init__(self):
        self.rows = []

    def add(self, work, figures, promises, show=shown):
        """`figures` by column; a promise about a program that is not there is not looked at."""
        found = []
        for promise in promises:
            if promise.program in figures:
                ratio = figures[HEADSTART] / figures[promise.program]
                found.append(f"{ratio:.2f} × {promise.program} (≤ {promise.factor:.3g}: {verdict(ratio <= promise.factor)})")
        cells = [show(figures[column]) if column in figures else "" for column in COLUMNS]
        self.rows.append([work, *cells, "; ".join(found)])

    def add_limit(self, work, cells, judged):
        """A row with limits that are no ratio: `judged` is a list of texts and whether they hold."""
        self.rows.append([work, *[cells.get(column, "") for column in COLUMNS],
                          "; ".join(f"{text}: {verdict(holds)}" for text, holds in judged)])

    def print(self):
        used = [0] + [i + 1 for i in range(len(COLUMNS)) if any(row[i + 1] for row in self.rows)] + [len(COLUMNS) + 1]
        heads = ["work", *COLUMNS, "headstart beside them"]
        print("\n| " + " | ".join(heads[i] for i in used) + " |")
        print("|" + "|".join("---" if i in (0, used[-1]) else "--:" for i in used) + "|")
        for row in self.rows:
            print("| " + " | ".join(row[i] for i in used) + " |")


def verdict(holds):
    return "reached" if holds else "NOT YET"


def label_of(binary: pathlib.Path):
    return f"{binary.parent.name}/{binary.name}"
