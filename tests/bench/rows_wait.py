"""How soon it is noticed that the server is there."""

import os
import pathlib
import re
import statistics
import subprocess
import threading
import time

from harness import DBMATE, FLOOR, HEADSTART, shown


class RestartedServer:
    """A server of its own that comes and goes. Its log says to the millisecond since when it lets clients in."""

    def __init__(self, root, disk):
        self.folder = disk / "coming"
        subprocess.run([root / "scripts/throwaway-postgres.sh", "start", self.folder, "-c", "log_line_prefix=%n "],
                       check=True, stdout=subprocess.DEVNULL)
        self.url = (self.folder / "url").read_text().strip()
        self.root = root

    def pg_ctl(self, *arguments):
        as_server = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        subprocess.run([*as_server, "pg_ctl", "-D", self.folder / "data", *arguments], check=True, cwd="/",
                       stdout=subprocess.DEVNULL)

    def stop(self):
        self.pg_ctl("-m", "fast", "-w", "stop")

    def start(self):
        """Returns when it let clients in, as seconds since 1970."""
        log = pathlib.Path(self.folder / "log")
        before = log.stat().st_size
        self.pg_ctl("-l", str(log), "-W", "start")
        while True:
            found = re.search(r"^(\d+\.\d+) .*ready to accept connections", log.read_text()[before:], re.MULTILINE)
            if found:
                return float(found[1])
            time.sleep(0.02)

    def start_without_end(self):
        """It says "starting up" until it is stopped: what it wants to recover from does not come."""
        (self.folder / "data" / "recovery.signal").touch()
        self.pg_ctl("-l", str(self.folder / "log"), "-o", "-c restore_command='sleep 300'", "-W", "start")
        time.sleep(1)

    def cpu_seconds(self):
        """Its own, and of all of its children that have ended."""
        pid = (self.folder / "data" / "postmaster.pid").read_text().split()[0]
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")

    def remove(self):
        subprocess.run([self.root / "scripts/throwaway-postgres.sh", "stop", self.folder], check=True)


class Waiter:
    """One process that waits for the server, and when it ended."""

    def __init__(self, series, url, work):
        self.label = series.label
        self.process = subprocess.Popen(series.command, cwd=work / "empty", stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, env={"PATH": os.environ["PATH"], "DATABASE_URL": url})
        self.end = 0.0
        self.thread = threading.Thread(target=self.watch)
        self.thread.start()

    def watch(self):
        self.process.wait()
        self.end = time.time()

    def seconds_after(self, moment):
        self.thread.join()
        if self.process.returncode != 0:
            raise SystemExit(f"bench: {self.label} gave up waiting ({self.process.returncode})")
        return self.end - moment


def waiting_series(bench):
    return ([bench.programs.least("wait")[0]] + bench.programs.dbmate_with(bench.work / "empty", "wait") +
            bench.programs.own("wait", "--wait-timeout", "120s"))


def print_found(bench, title, found):
    print(f"\n{title}")
    print(f"  {'':42}{'median':>10}{'least':>10}{'worst':>10}{'runs':>6}")
    cells = {}
    for label, seconds in found.items():
        median, worst = statistics.median(seconds), max(seconds)
        print(f"  {label:42}{shown(median):>10}{shown(min(seconds)):>10}{shown(worst):>10}{len(seconds):6}", flush=True)
        cells[label] = f"{shown(median)}, worst {shown(worst)}"
    ours = found[HEADSTART]
    bench.table.add_limit(title, cells, [("≤ 50 ms", statistics.median(ours) <= 0.05),
                                         ("worst ≤ 150 ms", max(ours) <= 0.15)])


def bench_wait(bench):
    server = RestartedServer(bench.root, bench.disk)
    try:
        server.stop()
        found = {one.label: [] for one in waiting_series(bench)}
        for turn in range(bench.options.waits):
            for one in waiting_series(bench):
                waiter = Waiter(one, server.url, bench.work)
                # Other places in the pauses between two attempts, the same ones for each program and in each run.
                time.sleep(0.4 + 0.37 * (turn % 7))
                found[one.label].append(waiter.seconds_after(server.start()))
                server.stop()
        print_found(bench, "server up → done waiting", found)
        if bench.options.late > 0:
            bench_late(bench, server)
    finally:
        server.remove()


def bench_late(bench, server):
    """The server comes late, once, for many that wait: their pauses have grown by then as far as they do."""
    found = {}
    waiters = []
    for turn in range(8):
        for one in waiting_series(bench):
            if turn == 0 or one.label not in (FLOOR, DBMATE):  # the others' herd would keep the server busy
                waiters.append(Waiter(one, server.url, bench.work))
        time.sleep(0.13)
    time.sleep(bench.options.late)
    moment = server.start()
    for waiter in waiters:
        found.setdefault(waiter.label, []).append(waiter.seconds_after(moment))
    print_found(bench, f"the same, when it comes after {bench.options.late} s", found)


def bench_herd(bench):
    """What many that wait cost a server that is starting."""
    seconds = 10
    server = RestartedServer(bench.root, bench.disk)
    waiters = []
    try:
        server.stop()
        cells, judged = {}, []
        for one in bench.programs.own("wait", "--wait-timeout", "120s"):
            server.start_without_end()
            waiters = [Waiter(one, server.url, bench.work) for _ in range(bench.options.herd)]
            time.sleep(3)  # all have begun
            before = server.cpu_seconds()
            time.sleep(seconds)
            share = (server.cpu_seconds() - before) / seconds
            cells[one.label] = f"{100 * share:.1f} %"
            judged = [("< 5 % of a core", share < 0.05)]
            for waiter in waiters:
                waiter.process.terminate()
            server.stop()
        title = f"CPU of a server that starts, {bench.options.herd} waiting"
        print(f"\n{title}: {cells[HEADSTART]} of a core")
        bench.table.add_limit(title, cells, judged)
    finally:
        for waiter in waiters:
            waiter.process.kill()
        server.remove()
