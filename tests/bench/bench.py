"""The benchmark; run.sh prepares the server and the programs and calls this.

Each row is measured turn by turn: one sample of each program, then the next turn. Ratios are worth more than the
figures: what else the machine does falls on all alike.
"""

import argparse
import os
import pathlib
import time

import inputs
from harness import DBMATE, FLOOR, HEADSTART, Server, Table
from programs import Programs
from rows_compare import bench_compare
from rows_history import bench_folder, bench_sizes
from rows_server import bench_bulk, bench_distant, bench_file, bench_long, bench_start
from rows_traffic import bench_traffic
from rows_wait import bench_herd, bench_wait


class Bench:
    """What the rows share. The folders of a size are written once."""

    def __init__(self, options):
        self.options = options
        self.root = options.root
        self.work = options.work
        self.disk = options.disk
        self.server = Server((self.disk / "postgres" / "url").read_text().strip(), self.disk / "postgres")
        self.programs = Programs(options)
        self.table = Table()
        self.noop_peaks = {}
        self.histories = {}

    def history(self, count):
        return self.written(f"history_{count}", inputs.write_history, count)

    def wide_history(self, count):
        return self.written(f"wide_{count}", inputs.write_history, count, True)

    def alembic_history(self, count):
        return self.written(f"alembic_{count}", inputs.alembic_history, count)

    def written(self, name, write, *arguments):
        if name not in self.histories:
            self.histories[name] = write(self.work / name, *arguments)
        return self.histories[name]


def bench_size(bench):
    """Of the programs that need no library beside them; the memory is that of the first row."""
    files = {FLOOR: bench.work / "floor", HEADSTART: bench.options.binary}
    if bench.programs.dbmate:
        files[DBMATE] = pathlib.Path(bench.programs.dbmate)
    sizes = {label: path.resolve().stat().st_size / 1e6 for label, path in files.items()}
    cells = {label: f"{sizes[label]:.1f} MB" if label in sizes else "" for label in {*sizes, *bench.noop_peaks}}
    for label, peak in bench.noop_peaks.items():
        cells[label] += f"{'; ' if cells[label] else ''}{peak:.1f} MB"
    judged = [("size ≤ 10 MB", sizes[HEADSTART] <= 10)]
    if bench.noop_peaks:
        judged.append(("memory ≤ 6 MB", bench.noop_peaks[HEADSTART] <= 6))
    bench.table.add_limit("size; memory of a no-op", cells, judged)


ROWS = {"noop": bench_start, "distant": bench_distant, "bulk": bench_bulk, "file": bench_file, "long": bench_long, "folder": bench_folder,
        "sizes": bench_sizes, "wait": bench_wait, "herd": bench_herd, "size": bench_size, "compare": bench_compare, "traffic": bench_traffic}
DEFAULT_ROWS = "noop,distant,bulk,file,folder,sizes,wait,herd,size"


def whole_path(text):
    return pathlib.Path(text).resolve()


def numbers(text):
    return [int(word) for word in text.split(",")]


def parse_arguments():
    parser = argparse.ArgumentParser(prog="tests/bench/run.sh", formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    for hidden in ("--work", "--disk", "--root", "--binary"):
        parser.add_argument(hidden, type=whole_path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--rows", default=DEFAULT_ROWS, help=f"some of {','.join(ROWS)}, or all")
    parser.add_argument("--before", type=whole_path, help="another headstart, measured beside this one")
    parser.add_argument("--dbmate", type=whole_path, help="the dbmate program, if it is not in the PATH")
    parser.add_argument("--runs", type=int, default=40, help="starts of each program with nothing to do")
    parser.add_argument("--applied", type=int, default=200, help="migrations that such a start finds applied")
    parser.add_argument("--distances", type=numbers, default=[1, 10], help="milliseconds added to a round trip")
    parser.add_argument("--upgrades", type=int, default=5, help="upgrades of an empty database by each program, at most")
    parser.add_argument("--migrations", type=int, default=1000)
    parser.add_argument("--megabytes", type=int, default=10, help="size of the large file, of 2,000 statements each")
    parser.add_argument("--long-megabytes", type=int, default=1000, help="size of the file that is not read into memory")
    parser.add_argument("--revisions", type=int, default=5000, help="of the folder that is asked")
    parser.add_argument("--sizes", type=numbers, default=[500, 5000, 50000], help="revisions of growing folders")
    parser.add_argument("--waits", type=int, default=8, help="starts of the server that are waited for")
    parser.add_argument("--late", type=int, default=20, help="seconds after which it comes late")
    parser.add_argument("--herd", type=int, default=200, help="processes that wait for a server that is starting")
    parser.add_argument("--blocked", type=int, default=50, help="seconds for which a table is blocked")
    options = parser.parse_args()
    options.rows = list(ROWS) if options.rows == "all" else options.rows.split(",")
    if unknown := [row for row in options.rows if row not in ROWS]:
        parser.error(f"no such row: {', '.join(unknown)}")
    return options


def main():
    options = parse_arguments()
    (options.work / "empty").mkdir()  # a working folder without .env and headstart.toml
    bench = Bench(options)
    begin = time.monotonic()
    print(f"PostgreSQL {bench.server.query('SHOW server_version')}, fsync {bench.server.query('SHOW fsync')}, "
          f"{int(bench.server.query('SHOW commit_delay')) / 1000:g} ms added to a flush, "
          f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    bench.programs.print_found()
    for row in options.rows:
        ROWS[row](bench)
    if bench.table.rows:
        bench.table.print()
    print(f"\n{time.monotonic() - begin:.0f} s in all, load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
