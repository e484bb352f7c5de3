"""Rows of what is asked of the folder alone, and how the cost grows with it."""

from harness import FLOOR, HEADSTART, Promise, Series, print_series, shown, take_turns
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
    for count, found in print_sizes(bench, "Sizes of a history in one line", bench.options.sizes, bench.history):
        if count >= 50_000:
            slowest = max(found[1:], key=lambda one: one.median())
            bench.table.add_limit(f"the slowest of heads, history, no-op with {count:,}", {
                FLOOR: shown(found[0].median()), HEADSTART: shown(slowest.median())},
                [("< 2 s", slowest.median() < 2)])
    print_sizes(bench, "Sizes of a history in which each revision but the first is a head",
                [count for count in bench.options.sizes if count <= 10_000], bench.wide_history)


def print_sizes(bench, title, sizes, write):
    print(f"\n{title}")
    print("\n| revisions | reading the files | heads | history | no-op | heads, per 1,000 | history | no-op |")
    print("|--:|--:|--:|--:|--:|--:|--:|--:|")
    rows = []
    for count in sizes:
        environment = {"DATABASE_URL": bench.server.fresh_database("bench_sizes"), "HEADSTART_DIR": str(write(count))}
        series = [Series(FLOOR, [bench.work / "floor", "read", environment["HEADSTART_DIR"]], environment)]
        for arguments in (["heads"], ["history"], ["upgrade", "heads"], ["stamp", "heads"]):
            series.append(bench.programs.own(*arguments)[-1])
            series[-1].environment = environment
        series.pop().sample(bench.work, keep=False)
        take_turns(bench.work, series, 5, warm_up=1)
        per_thousand = [f"{1e6 * one.median() / count:.1f} ms" for one in series[1:]]
        print(f"| {count:,} | " + " | ".join([shown(one.median()) for one in series] + per_thousand) + " |", flush=True)
        rows.append((count, series))
    return rows
