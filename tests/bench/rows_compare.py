"""How long comparing schemas takes. In no table of promises: `--rows compare`."""

import os
import resource

from harness import Series, print_series, take_turns


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


def server_cpu_seconds(server):
    """Of all sessions that have ended: the kernel adds a child's time to its parent's when that waits for it."""
    pid = (server.folder / "data" / "postmaster.pid").read_text().split()[0]
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def client_cpu_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def bench_compare(bench):
    """Both schemas loaded and read, compared, and what leads from one to the other proved."""
    server, work, binary = bench.server, bench.work, bench.options.binary
    small = write_schema(work / "three.sql", 3)
    before = write_schema(work / "before.sql", 1000)
    same = write_schema(work / "same.sql", 1000)
    after = write_schema(work / "after.sql", 1000, changed=100)
    url = server.fresh_database("bench_autogenerate")
    project = {"DATABASE_URL": url, "HEADSTART_DIR": str(work / "new"), "HEADSTART_SCHEMA": str(small)}
    difference = [binary, "diff", "--from", before, "--to"]
    load = ["sh", "-c", f'psql -Xq "$DATABASE_URL" -c "CREATE DATABASE bench_load TEMPLATE template0"; '
                        f'psql -Xq1 "{server.url_of("bench_load")}" -f {before}; '
                        f'psql -Xq "$DATABASE_URL" -c "DROP DATABASE bench_load"']
    series = [Series("psql: a new database with 1,000 tables", load, {"DATABASE_URL": url}),
              Series("diff of 1,000 tables, all the same", [*difference, same], {"DATABASE_URL": url}),
              Series("diff of 1,000 tables, 100 changed", [*difference, after], {"DATABASE_URL": url}),
              Series("revision --autogenerate of three tables",
                     ["sh", "-c", f"{binary} revision --autogenerate -m three && rm -r {work}/new/*"], project)]
    (work / "new").mkdir()
    shares = []
    for one in series:
        server_before, client_before = server_cpu_seconds(server), client_cpu_seconds()
        take_turns(work, [one], bench.options.upgrades)
        on_server = server_cpu_seconds(server) - server_before
        shares.append(on_server / max(on_server + client_cpu_seconds() - client_before, 0.01))
    print_series("Comparing schemas", series)
    for one, share in zip(series, shares):
        print(f"  {one.label:44}{100 * share:8.0f} % of the CPU time is the server's")
