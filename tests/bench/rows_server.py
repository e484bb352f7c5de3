"""Rows that need the server: a start with nothing to do, many migrations, one large file."""

import shutil
import sys

import inputs
from harness import (ALEMBIC, DBMATE, FLOOR, HEADSTART, LIBPQ, PSQL, Promise, at_a_distance, print_series, take_turns)


def figures_of(series):
    return {one.label: one.median() for one in series}


def bench_start(bench):
    """Nothing to do: the price that every restart of every replica pays."""
    count = bench.options.applied
    folder = inputs.write_history(bench.work / "applied", count)
    series = (bench.programs.least("ask") + bench.programs.psql("-c", "SELECT version_num FROM alembic_version") +
              bench.programs.dbmate_with(folder, "migrate") + bench.programs.own("run"))
    databases = {}
    if bench.programs.alembic:
        ini = inputs.alembic_history(bench.work / "applied_alembic", count)
        series[-1:-1] = bench.programs.alembic_with(ini, "upgrade", "head", most=3)
    # Those that ask only ask what headstart has written.
    for one in series:
        name = {DBMATE: "start_dbmate", ALEMBIC: "start_alembic"}.get(one.label, "start")
        databases[one.label] = name
        one.environment = {"DATABASE_URL": bench.server.url_of(name), "HEADSTART_DIR": str(folder)}
    for name in sorted(set(databases.values())):
        bench.server.fresh_database(name)
    first = bench.programs.own("upgrade", "head")[-1]
    first.environment = series[-1].environment
    first.sample(bench.work, keep=False)
    for milliseconds in [0, *bench.options.distances[:1]]:
        for one in series:
            one.seconds, one.cpu, one.peak_kib = [], [], 0
        with at_a_distance(bench.work, bench.server.url, milliseconds) as url:
            for one in series:
                one.environment["DATABASE_URL"] = url.rsplit("/", 1)[0] + "/" + databases[one.label]
            # The first turns warm the caches, and let dbmate and Alembic do their work.
            take_turns(bench.work, series, bench.options.runs, warm_up=2)
        title = f"no-op start, {count} migrations applied" + distance_words(milliseconds)
        print_series(title, series)
        promises = [Promise(2, FLOOR), Promise(1, LIBPQ), Promise(1 / 3, DBMATE)] if milliseconds == 0 else [
            Promise(1.5, FLOOR)]
        bench.table.add(title, figures_of(series), promises)
        if milliseconds == 0:
            bench.noop_peaks = {one.label: one.peak_mb() for one in series}


def distance_words(milliseconds):
    return f", {milliseconds} ms round trip added" if milliseconds else ""


def bench_migrations(bench, count, milliseconds, promises):
    """An empty database to head."""
    folder = bench.history(count)
    script = inputs.write_psql_script(bench.work / f"script_{count}_{milliseconds}.sql", count)
    programs = bench.programs
    series = programs.least("upgrade", folder) + programs.psql("-v", "ON_ERROR_STOP=1", "-f", script)
    series += programs.dbmate_with(folder, "migrate")
    if programs.alembic:
        series += programs.alembic_with(bench.alembic_history(count), "upgrade", "head", most=bench.options.upgrades)
    series += programs.own("upgrade", "head")
    pipelined = programs.least("pipeline", folder)[0]
    pipelined.label = "floor, no answer waited for"
    series.append(pipelined)

    with at_a_distance(bench.work, bench.server.url, milliseconds) as url:
        def prepare(one):
            bench.server.fresh_database("bench_upgrade")
            one.environment = {"DATABASE_URL": url.rsplit("/", 1)[0] + "/bench_upgrade", "HEADSTART_DIR": str(folder)}

        def check(one):
            # A quick run that did not do the work is no result.
            found = bench.server.query("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'bench\\_%'", "bench_upgrade")
            if int(found) != (count + 3) // 4:
                sys.exit(f"bench: {one.label}: {found} tables")
            if one.label != DBMATE:
                head = bench.server.query("SELECT version_num FROM alembic_version", "bench_upgrade")
                if head != inputs.revision_id(count - 1):
                    sys.exit(f"bench: {one.label} is at {head}")

        take_turns(bench.work, series, bench.options.upgrades, prepare=prepare, check=check, budget=45)
    title = f"{count:,} migrations{distance_words(milliseconds)}"
    print_series(title, series)
    bench.table.add(title, figures_of(series), promises)


def bench_distant(bench):
    near, *far = bench.options.distances
    bench_migrations(bench, 100, near, [Promise(1.1, FLOOR)])
    for milliseconds in far:
        bench_migrations(bench, 100, milliseconds, [
            Promise(1.1, FLOOR), Promise(1 / 3, DBMATE), Promise(1 / 3, ALEMBIC)])


def bench_bulk(bench):
    bench_migrations(bench, bench.options.migrations, 0, [Promise(1.1, FLOOR), Promise(1, PSQL)])


def bench_file(bench):
    """Many small statements in one file and one transaction."""
    size = bench.options.megabytes * 1_000_000
    statements = 2000 * bench.options.megabytes
    folder, plain = inputs.write_big_file(bench.work / "big", statements, size)
    programs = bench.programs
    series = programs.least("file", plain) + programs.psql("-1", "-v", "ON_ERROR_STOP=1", "-f", plain)
    series += programs.dbmate_with(folder, "migrate")
    if programs.alembic:
        ini = inputs.write_alembic(bench.work / "big_alembic",
                                   [f"op.get_bind().exec_driver_sql(open({str(plain)!r}).read())"])
        series += programs.alembic_with(ini, "upgrade", "head", most=bench.options.upgrades)
    series += programs.own("upgrade", "head")

    def prepare(one):
        one.environment = {"DATABASE_URL": bench.server.fresh_database("bench_file"), "HEADSTART_DIR": str(folder)}

    def check(one):
        rows = int(bench.server.query("SELECT count(*) FROM big", "bench_file"))
        if rows != statements:
            sys.exit(f"bench: {one.label}: {rows} rows")

    take_turns(bench.work, series, bench.options.upgrades, prepare=prepare, check=check)
    title = f"one file of {statements:,} statements, {bench.options.megabytes} MB"
    print_series(title, series)
    bench.table.add(title, figures_of(series), [Promise(1.3, LIBPQ)])
    peaks = {one.label: one.peak_mb() for one in series}
    bench.table.add_limit("memory of it", {label: f"{peak:.0f} MB" for label, peak in peaks.items()},
                          [(f"≤ {3 * bench.options.megabytes} MB", peaks[HEADSTART] <= 3 * bench.options.megabytes)])


def bench_long(bench):
    """Rows of a gigabyte, which must not be in memory at any time."""
    size = bench.options.long_megabytes * 1_000_000
    for is_copy in (True, False):
        words = "COPY" if is_copy else "INSERTs"
        folder, plain = inputs.write_long_file(bench.work / words.lower(), size, is_copy)
        programs = bench.programs
        series = programs.psql("-1", "-v", "ON_ERROR_STOP=1", "-f", plain) + programs.own("upgrade", "head")

        def prepare(one, folder=folder):
            one.environment = {"DATABASE_URL": bench.server.fresh_database("bench_long"), "HEADSTART_DIR": str(folder)}

        take_turns(bench.work, series, 1, prepare=prepare)
        title = f"one file of {bench.options.long_megabytes:,} MB, {words}"
        print_series(title, series)
        bench.table.add(title, figures_of(series), [])
        peaks = {one.label: one.peak_mb() for one in series}
        bench.table.add_limit("memory of it", {label: f"{peak:.0f} MB" for label, peak in peaks.items()},
                              [("≤ 60 MB", peaks[HEADSTART] <= 60)])
        plain.unlink()
        shutil.rmtree(folder)
