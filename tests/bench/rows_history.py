"""Rows of what is asked of the folder alone, and how the cost grows with it."""

from harness import FLOOR, Promise, Series, print_series, shown, take_turns
from rows_server import figures_of

QUESTIONS = (("heads", ["heads"], 2), ("history", ["history"], 2), ("upgrade --sql", ["upgrade", "head", "--sql"], 3))


def bench_folder(bench):
    """The floor reads the files."""
    count = bench.options.revisions
    folder = bench.history(count)
    for words, arguments, factor in QUESTIONS:
        series = [Series(FLOOR, [bench.work / "floor", "read", folder], {})]
        if bench.programs.alembic:
            series += bench.programs.alembic_with(bench.alembic_history(count), *arguments, most=1)
        series += bench.programs.own(*arguments)
        for one in series:
            one.environment = {"HEADSTART_DIR": str(folder)}
        take_turns(bench.work, series, bench.options.runs // 4 + 1, warm_up=1)
        title = f"{words} of {count:,} revisions"
        print_series(title, series)
        bench.table.add(title, figures_of(series), [Promise(factor, FLOOR)])


def bench_sizes(bench):
    """What grows faster than the folder is seen in the last columns: milliseconds for a thousand revisions."""
    print("\nSizes")
    print("\n| revisions | reading the files | heads | history | no-op start | heads, per 1,000 | history | no-op |")
    print("|--:|--:|--:|--:|--:|--:|--:|--:|")
    for count in bench.options.sizes:
        folder = bench.history(count)
        url = bench.server.fresh_database("bench_sizes")
        environment = {"DATABASE_URL": url, "HEADSTART_DIR": str(folder)}
        series = [Series("reading", [bench.work / "floor", "read", folder], environment)]
        for arguments in (["heads"], ["history"], ["run"]):
            one = bench.programs.own(*arguments)[-1]
            one.environment = environment
            series.append(one)
        stamp = bench.programs.own("stamp", "head")[-1]
        stamp.environment = environment
        stamp.sample(bench.work, keep=False)
        take_turns(bench.work, series, 5, warm_up=1)
        per_thousand = [f"{1e6 * one.median() / count:.1f} ms" for one in series[1:]]
        print(f"| {count:,} | " + " | ".join([shown(one.median()) for one in series] + per_thousand) + " |", flush=True)
        if count >= 50_000:
            slowest = max(series[1:], key=lambda one: one.median())
            bench.table.add_limit(f"the slowest of heads, history, no-op with {count:,}", {
                "floor": shown(series[0].median()), "headstart": shown(slowest.median())},
                [("< 2 s", slowest.median() < 2)])
