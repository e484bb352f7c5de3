"""Counts the instructions of one path through headstart, and compares them with those that are kept.

    guard.py --binary HEADSTART --cluster FILE --psql PSQL --compiler "GNU 12" --profile FILE PATH

Unlike seconds, instructions do not depend on what else the machine does. They do depend on compiler, C library and
libraries, so each platform has rows of its own in instructions.txt; and on the processor, where a library picks its
code by what that can do: valgrind's own has no more than AVX2, and the variables below do without that.

HEADSTART_GUARD_REWRITE=1 keeps what was found, and fails for nothing.
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "bench"))
import inputs  # noqa: E402  the histories of the benchmark

ROOM = 0.10
KEPT = HERE / "instructions.txt"
SKIPPED = 77  # SKIP_RETURN_CODE of the tests
REWRITE = "HEADSTART_GUARD_REWRITE=1 ctest --test-dir build -R '^(guard|postgres):'"

# Nothing of the caller's environment: its size and words would be counted too.
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LC_ALL": "C", "TZ": "UTC", "HEADSTART_DIR": "migrations",
    "OPENSSL_ia32cap": "0x0:0x0",
    # Who blocks is looked at from a second session, at the half of this: counted more often where the machine is slow.
    "HEADSTART_LOCK_TIMEOUT": "0",
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX,-AVX2,-BMI1,-BMI2,-MOVBE,-ERMS,-FSRM,-SSSE3,-SSE4_1,-SSE4_2",
}


def no_op(folder):
    inputs.write_history(folder, 100)
    return [["upgrade", "head"], ["run"]]


def heads(folder):
    inputs.write_history(folder, 1000)
    return [["heads"]]


def migrations(folder):
    inputs.write_history(folder, 100)
    return [["upgrade", "head"]]


def big_file(folder):
    inputs.write_big_file(folder, 2000, 1_000_000)
    return [["upgrade", "head"]]


# What each writes into the folder, and its commands: the last is counted. Whether there is a server.
PATHS = {
    "no-op": ("a start with 100 applied migrations and nothing to do", no_op, True),
    "heads": ("heads of 1,000 revisions", heads, False),
    "migrations": ("100 migrations into an empty database", migrations, True),
    "file": ("one file of 2,000 statements, 1 MB", big_file, True),
}


def skip(reason, remedy=""):
    if os.environ.get("HEADSTART_NO_SKIP") == "1":
        sys.exit(f"guard: {reason}, and HEADSTART_NO_SKIP=1 allows no skip{remedy}")
    print(f"this test is skipped: {reason}{remedy}")
    sys.exit(SKIPPED)


def platform_of(options):
    """The words that begin a row: "bookworm GNU-12 dynamic"."""
    release = dict(line.split("=", 1) for line in pathlib.Path("/etc/os-release").read_text().splitlines() if "=" in line)
    name = release.get("VERSION_CODENAME") or release.get("ID", "unknown")
    linked = subprocess.run(["ldd", options.binary], capture_output=True, text=True, check=False)
    kind = "dynamic" if linked.returncode == 0 and "=>" in linked.stdout else "static"
    return f"{name.strip(chr(34))} {options.compiler.replace(' ', '-')} {kind}"


def fresh_database(options, name):
    url = os.environ.get("HEADSTART_TEST_URL")
    if not url:
        url = (pathlib.Path(options.cluster.read_text().strip()) / "url").read_text().strip()
    for sql in (f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE template0'):
        subprocess.run([options.psql, "-Xq", url, "-c", sql], check=True, stderr=subprocess.DEVNULL)
    return url.rsplit("/", 1)[0] + "/" + name


def run(command, environment, folder):
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"guard: {' '.join(map(str, command))} failed ({done.returncode}):\n{done.stderr}")
    return done.stderr


def count(options):
    _, write, needs_server = PATHS[options.path]
    environment = dict(ENVIRONMENT)
    if needs_server:
        environment["DATABASE_URL"] = fresh_database(options, f"guard_{options.path}")
    with tempfile.TemporaryDirectory() as folder:
        *before, counted = write(pathlib.Path(folder) / "migrations")
        for command in before:
            run([options.binary, *command], environment, folder)
        said = run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={options.profile}", options.binary, *counted],
                   environment, folder)
    return int(re.search(r"Collected : (\d+)", said)[1])


def read_kept():
    rows = {}
    for line in KEPT.read_text().splitlines():
        if line and not line.startswith("#"):
            *platform, path, instructions = line.split()
            rows[" ".join(platform), path] = int(instructions)
    return rows


def keep(rows):
    comments = [line for line in KEPT.read_text().splitlines() if line.startswith("#")]
    KEPT.write_text("\n".join([*comments, ""] + [f"{platform:28} {path:12} {instructions:14}" for
                                                 (platform, path), instructions in sorted(rows.items())]) + "\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cluster", type=pathlib.Path, required=True)
    for option in ("--binary", "--psql", "--compiler", "--profile"):
        parser.add_argument(option, required=True)
    parser.add_argument("path", choices=PATHS)
    options = parser.parse_args()
    options.binary = os.environ.get("HEADSTART_BINARY") or options.binary
    if subprocess.run(["which", "valgrind"], stdout=subprocess.DEVNULL, check=False).returncode != 0:
        skip("this machine lacks valgrind")
    platform = platform_of(options)
    rows = read_kept()
    is_rewriting = os.environ.get("HEADSTART_GUARD_REWRITE") == "1"
    kept = rows.get((platform, options.path))
    if kept is None and not is_rewriting:
        skip(f"tests/guard/instructions.txt has no row of {platform} for {options.path}", f"\n  this adds it: {REWRITE}")
    found = count(options)
    what = PATHS[options.path][0]
    if is_rewriting:
        keep({**rows, (platform, options.path): found})
        print(f"{what}: {found:,} instructions are kept for {platform}")
        return
    change = found / kept - 1
    print(f"{what}: {found:,} instructions, {kept:,} are kept for {platform} ({100 * change:+.1f} %)")
    if abs(change) > ROOM:
        sys.exit(f"guard: that is {abs(100 * change):.0f} % {'more' if change > 0 else 'less'}, and {100 * ROOM:.0f} % are "
                 f"allowed.\n  where they are:          callgrind_annotate --inclusive=yes {options.profile}\n"
                 f"  if the change is wanted: {REWRITE}" +
                 ("" if change > 0 else "\n  (what was gained is not to be lost again unnoticed)"))


if __name__ == "__main__":
    main()
