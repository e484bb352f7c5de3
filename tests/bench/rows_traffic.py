"""How long traffic waits behind a migration that waits. In no table of promises: `--rows traffic`."""

import os
import subprocess
import sys
import time

from harness import label_of


def held_up(folder):
    """Of pgbench's logs: the longest wait, the time in which anybody waited for more than 100 ms, and how many did."""
    waits = []
    longest = 0.0
    for log in folder.glob("traffic.*"):
        for line in log.read_text().splitlines():
            fields = line.split()
            if len(fields) < 6:
                continue  # it was ended in the middle of the line
            seconds, end = int(fields[2]) / 1e6, int(fields[4]) + int(fields[5]) / 1e6
            longest = max(longest, seconds)
            if seconds > 0.1:
                waits.append((end - seconds, end))
    total, until = 0.0, 0.0
    for begin, end in sorted(waits):
        total += max(0.0, end - max(begin, until))
        until = max(until, end)
    return longest, total, len(waits)


def bench_traffic(bench):
    """Readers of a table that a migration wants to change, and that a report has read in a long transaction."""
    server = bench.server
    statement = "ALTER TABLE aside.t ADD COLUMN note text;"
    folder = bench.work / "traffic"
    folder.mkdir()
    (folder / "read.sql").write_text("SELECT count(*) FROM aside.t;\n\\sleep 5 ms\n")
    (folder / "migrations").mkdir()
    (folder / "migrations" / "a1.sql").write_text(
        f"-- Step\n--\n-- Revision ID: a1\n-- Revises:\n\n-- migrate:up\n{statement}\n\n-- migrate:down\n")
    plain = (f'until psql -Xq "$DATABASE_URL" -c "SET lock_timeout = \'5s\'; {statement}" 2>/dev/null; '
             "do sleep 0.5; done")
    ways = [("psql, without lock_timeout", ["psql", "-Xq", "{url}", "-c", statement]),
            ("psql, lock_timeout of 5 s, tried again", ["sh", "-c", plain]),
            (f"{label_of(bench.options.binary)} upgrade", [bench.options.binary, "upgrade"])]
    seconds = bench.options.blocked
    print(f"\nTraffic behind a transaction of {seconds} s, four readers")
    print(f"  {'':44}{'longest':>11}{'in all':>11}{'share':>8}{'> 100 ms':>10}{'done after':>12}")
    for label, command in ways:
        url = server.fresh_database("bench_traffic")
        server.query("CREATE SCHEMA aside; CREATE TABLE aside.t (id int)", "bench_traffic")
        environment = {"PATH": os.environ["PATH"], "DATABASE_URL": url, "HEADSTART_DIR": str(folder / "migrations")}
        for log in folder.glob("traffic.*"):
            log.unlink()
        blocker = subprocess.Popen(["psql", "-Xq", url, "-c", "BEGIN; SELECT FROM aside.t;"
                                                              f"SELECT pg_sleep({seconds}); COMMIT"],
                                   stdout=subprocess.DEVNULL)
        readers = subprocess.Popen(["pgbench", "-n", "-c", "4", "-T", str(seconds + 25), "-f", "read.sql", "--log",
                                    "--log-prefix=traffic", url], cwd=folder, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        time.sleep(1)  # the readers are at work: what is measured begins here
        begin = time.monotonic()
        done = subprocess.run([str(word).replace("{url}", url) for word in command], env=environment, cwd=folder,
                              capture_output=True, check=False)
        after = time.monotonic() - begin
        if done.returncode != 0:
            sys.exit(f"bench: {label} failed: {done.stderr.decode()}")
        time.sleep(2)  # who has waited to the end is in the log by then
        readers.terminate()
        readers.wait()
        blocker.wait()
        longest, total, count = held_up(folder)
        print(f"  {label:44}{longest:9.2f} s{total:9.2f} s{100 * total / after:6.0f} %{count:10}{after:10.1f} s")
