"""The measuring and the table; run.sh prepares the server and the programs and calls this."""

import argparse
import math
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import time


class Server:
    """One throw-away server; every database on it is made and dropped by this run."""

    def __init__(self, url):
        self.url = url

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


class Series:
    """The samples of one command."""

    def __init__(self, label, command, environment):
        self.label = label
        self.command = command
        self.environment = environment
        self.seconds = []
        self.peak_kib = 0

    def sample(self, work, keep=True):
        done = subprocess.run([work / "measure", *self.command], cwd=work / "empty", text=True, capture_output=True,
                              env={"PATH": os.environ["PATH"], **self.environment}, check=False)
        if done.returncode != 0:
            sys.exit(f"bench: {self.label} failed ({done.returncode}): {done.stderr}")
        seconds, kib = done.stdout.split()
        if keep:
            self.seconds.append(float(seconds))
            self.peak_kib = max(self.peak_kib, int(kib))

    def median(self):
        return statistics.median(self.seconds)


def print_table(title, series):
    """The first series is what the others are measured against."""
    print(f"\n{title}")
    print(f"  {'':44}{'median':>11}{'p90':>11}{'ratio':>8}{'peak':>10}{'runs':>6}")
    for one in series:
        ranked = sorted(one.seconds)
        p90 = ranked[math.ceil(0.9 * len(ranked)) - 1]
        print(f"  {one.label:44}{1000 * one.median():8.2f} ms{1000 * p90:8.2f} ms"
              f"{one.median() / series[0].median():8.2f}{one.peak_kib / 1024:7.1f} MB{len(ranked):6}")


def statement(number):
    """One statement per migration, so that psql -f has as many commits as headstart and no BEGIN of its own."""
    table = f"bench_{number // 4:04}"
    return [f"CREATE TABLE {table} (id bigint PRIMARY KEY, name varchar(50) NOT NULL);",
            f"ALTER TABLE {table} ADD COLUMN note text;",
            f"CREATE INDEX {table}_name ON {table} (name);",
            f"INSERT INTO {table} (id, name) SELECT n, 'name ' || n FROM generate_series(1, 10) AS n;"][number % 4]


def write_migrations(folder, count):
    """A linear history, and the same statements in one file for psql. Returns that file and the head's id."""
    folder.mkdir()
    parent = "<base>"
    for number in range(count):
        revision = f"{number + 1:012x}"
        (folder / f"{revision}_step.sql").write_text(
            f"-- Step {number + 1}\n--\n-- Revision ID: {revision}\n-- Revises: {parent}\n"
            f"-- Create Date: 2025-01-01 00:00:00+00:00\n\n-- migrate:up\n{statement(number)}\n\n-- migrate:down\n")
        parent = revision
    everything = folder.parent / "everything.sql"
    everything.write_text("".join(statement(number) + "\n" for number in range(count)))
    return everything, parent


def label_of(binary):
    return f"{binary.parent.name}/{binary.name}"


def bench_start(server, options):
    """Nothing to do: the price that every restart of every replica pays."""
    url = server.fresh_database("bench_start")
    environment = {"DATABASE_URL": url, "HEADSTART_DIR": str(options.migrations_dir)}
    series = [Series("minimal libpq program", [options.work / "minimal_libpq"], environment)]
    for binary in options.binaries:
        series.append(Series(f"{label_of(binary)} run -- /bin/true", [binary, "run", "--", "/bin/true"], environment))
    series.append(Series("/bin/true alone", ["/bin/true"], environment))
    Series("first upgrade", [options.binaries[0], "upgrade", "head"], environment).sample(options.work)
    for turn in range(options.runs + 3):
        for one in series:
            one.sample(options.work, keep=turn >= 3)  # the first turns warm the caches
    print_table("Start with nothing to do", series)


def bench_upgrade(server, options):
    """An empty database to head, and psql with the same statements: what the bookkeeping costs."""
    everything, head = write_migrations(options.work / "many", options.migrations)
    series = [Series("psql -f, the same statements", ["sh", "-c", f'exec psql -Xq "$DATABASE_URL" -f {everything}'], {})]
    for binary in options.binaries:
        series.append(Series(f"{label_of(binary)} upgrade head", [binary, "upgrade", "head"], {}))
    for turn in range(options.upgrades):
        for number, one in enumerate(series):
            name = f"bench_upgrade_{number}"
            one.environment = {"DATABASE_URL": server.fresh_database(name),
                               "HEADSTART_DIR": str(options.work / "many")}
            one.sample(options.work)
            # A quick run that did not do the work is no result.
            tables = server.query("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'bench\\_%'", name)
            if int(tables) != (options.migrations + 3) // 4:
                sys.exit(f"bench: {one.label} in turn {turn}: {tables} tables")
            if number > 0 and server.query("SELECT version_num FROM alembic_version", name) != head:
                sys.exit(f"bench: {one.label} in turn {turn} is not at head")
    print_table(f"{options.migrations:,} migrations into an empty database", series)


def declared_table(number, is_changed):
    """Ten columns and two indexes; a changed one has another column and an index less."""
    name = f"table_{number:04}"
    columns = ["id bigint PRIMARY KEY", "name text NOT NULL", "created timestamptz NOT NULL DEFAULT now()",
               "amount numeric(12,2)", "is_open boolean NOT NULL DEFAULT true"]
    columns += [f"c{i} integer" for i in range(5)]
    indexes = [f"CREATE INDEX ON {name} (name);", f"CREATE INDEX ON {name} (created);"]
    if is_changed:
        columns.append("added text")
        indexes.pop()
    return "\n".join([f"CREATE TABLE {name} ({', '.join(columns)});", *indexes])


def write_schema(path, tables, changed=0):
    path.write_text("\n".join(declared_table(number, number < changed) for number in range(tables)) + "\n")
    return path


def server_cpu_seconds(work):
    """Of all sessions that have ended: the kernel adds a child's time to its parent's when that waits for it."""
    pid = next(work.glob("postgres/**/postmaster.pid")).read_text().split()[0]
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def client_cpu_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def bench_autogenerate(server, options):
    """Both schemas loaded and read, compared, and what leads from one to the other proved."""
    binary = options.binaries[-1]
    small = write_schema(options.work / "three.sql", 3)
    before = write_schema(options.work / "before.sql", 1000)
    same = write_schema(options.work / "same.sql", 1000)
    after = write_schema(options.work / "after.sql", 1000, changed=100)
    url = server.fresh_database("bench_autogenerate")
    project = {"DATABASE_URL": url, "HEADSTART_DIR": str(options.work / "new"), "HEADSTART_SCHEMA": str(small)}
    difference = [binary, "diff", "--from", before, "--to"]
    load = ["sh", "-c", f'psql -Xq "$DATABASE_URL" -c "CREATE DATABASE bench_load TEMPLATE template0"; '
                        f'psql -Xq "{server.url_of("bench_load")}" -f {before}; '
                        f'psql -Xq "$DATABASE_URL" -c "DROP DATABASE bench_load"']
    series = [Series("psql: a new database with 1,000 tables", load, {"DATABASE_URL": url}),
              Series("diff of 1,000 tables, all the same", [*difference, same], {"DATABASE_URL": url}),
              Series("diff of 1,000 tables, 100 changed", [*difference, after], {"DATABASE_URL": url}),
              Series("revision --autogenerate of three tables",
                     ["sh", "-c", f"{binary} revision --autogenerate -m three && rm -r {options.work}/new/*"], project)]
    (options.work / "new").mkdir()
    shares = []
    for one in series:
        server_before, client_before = server_cpu_seconds(options.work), client_cpu_seconds()
        for _ in range(options.autogenerates):
            one.sample(options.work)
        on_server = server_cpu_seconds(options.work) - server_before
        shares.append(on_server / max(on_server + client_cpu_seconds() - client_before, 0.01))
    print_table("Comparing schemas", series)
    for one, share in zip(series, shares):
        print(f"  {one.label:44}{100 * share:8.0f} % of the CPU time is the server's")


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


def bench_traffic(server, options):
    """Readers of a table that a migration wants to change, and that a report has read in a long transaction."""
    statement = "ALTER TABLE aside.t ADD COLUMN note text;"
    folder = options.work / "traffic"
    folder.mkdir()
    (folder / "read.sql").write_text("SELECT count(*) FROM aside.t;\n\\sleep 5 ms\n")
    (folder / "migrations").mkdir()
    (folder / "migrations" / "a1.sql").write_text(
        f"-- Step\n--\n-- Revision ID: a1\n-- Revises:\n\n-- migrate:up\n{statement}\n\n-- migrate:down\n")
    plain = (f'until psql -Xq "$DATABASE_URL" -c "SET lock_timeout = \'5s\'; {statement}" 2>/dev/null; '
             "do sleep 0.5; done")
    ways = [("psql, without lock_timeout", ["psql", "-Xq", "{url}", "-c", statement]),
            ("psql, lock_timeout of 5 s, tried again", ["sh", "-c", plain]),
            (f"{label_of(options.binaries[-1])} upgrade", [options.binaries[-1], "upgrade"])]
    seconds = options.blocked
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


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--url-file", type=pathlib.Path, required=True)
    parser.add_argument("--migrations-dir", type=pathlib.Path, required=True)
    parser.add_argument("--runs", type=int, default=200, help="starts of each program with nothing to do")
    parser.add_argument("--upgrades", type=int, default=7, help="upgrades of an empty database by each program")
    parser.add_argument("--migrations", type=int, default=1000)
    parser.add_argument("--autogenerates", type=int, default=5, help="comparisons of schemas of each sort")
    parser.add_argument("--blocked", type=int, default=50, help="seconds for which a table is blocked")
    parser.add_argument("binaries", type=pathlib.Path, nargs="+")
    options = parser.parse_args()
    (options.work / "empty").mkdir()  # a working folder without .env and headstart.toml
    server = Server(options.url_file.read_text().strip())
    print(f"PostgreSQL {server.query('SHOW server_version')}, fsync {server.query('SHOW fsync')}, "
          f"{os.cpu_count()} processors")
    for bench, count in ((bench_start, options.runs), (bench_upgrade, options.upgrades),
                         (bench_autogenerate, options.autogenerates), (bench_traffic, options.blocked)):
        if count > 0:
            bench(server, options)
    print("\nSize")
    for binary in options.binaries:
        print(f"  {label_of(binary):44}{binary.stat().st_size / 1024 / 1024:8.1f} MB")


if __name__ == "__main__":
    main()
