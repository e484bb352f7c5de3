"""How each of the programs does a piece of work. One that is not installed is left out, and the run says so."""

import pathlib
import shutil

from harness import ALEMBIC, BEFORE, DBMATE, FLOOR, HEADSTART, LIBPQ, PSQL, Series, label_of


def native(path):
    """npm's `dbmate` is a script for node that starts the program itself: whose time is meant is the program's."""
    found = sorted(pathlib.Path(path).resolve().parents[2].glob("@dbmate/*/bin/dbmate")) if path else []
    return str(found[0]) if found else path


class Programs:
    def __init__(self, options):
        self.work = options.work
        self.headstart = options.binary
        self.before = options.before
        self.dbmate = native(options.dbmate or shutil.which("dbmate"))
        self.alembic = shutil.which("alembic")

    def print_found(self):
        print(f"headstart is {label_of(self.headstart)}" + (f", before is {self.before}" if self.before else ""))
        for name, path in (("dbmate", self.dbmate), ("Alembic", self.alembic)):
            if not path:
                print(f"{name} is not installed: it is left out")

    def own(self, *arguments):
        """headstart, and what it was before."""
        series = [Series(HEADSTART, [self.headstart, *arguments], {})]
        if self.before:
            series.insert(0, Series(BEFORE, [self.before, *arguments], {}))
        return series

    def least(self, verb, path=()):
        path = [path] if path else []
        return [Series(FLOOR, [self.work / "floor", verb, *path], {}),
                Series(LIBPQ, [self.work / "minimal_libpq", verb, *path], {})]

    def psql(self, *arguments):
        words = " ".join(f"'{word}'" for word in arguments)
        return [Series(PSQL, ["sh", "-c", f'exec psql -Xq "$DATABASE_URL" {words}'], {})]

    def dbmate_with(self, folder, verb):
        """lib/pq asks for TLS unless it is told not to."""
        if not self.dbmate:
            return []
        return [Series(DBMATE, ["sh", "-c", f'exec "{self.dbmate}" --url "$DATABASE_URL?sslmode=disable" '
                                            f'--no-dump-schema --wait-timeout 120s --migrations-dir "{folder}" {verb}'], {})]

    def alembic_with(self, ini, *arguments, most):
        return [Series(ALEMBIC, [self.alembic, "-c", ini, *arguments], {}, most)] if self.alembic else []
