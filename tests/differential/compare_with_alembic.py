#!/usr/bin/env python3
"""Asks Alembic and headstart the same questions about random revision graphs and compares the answers.

usage: compare_with_alembic.py DRIVER [GRAPHS [SEED]]

Graphs have branches, merges, labels and dependencies; questions are upgrades, downgrades, stamps, history ranges and
identifiers, from random version rows. Compared are the steps in order, the rows after each, what is listed, and the
text of refusals. Where headstart differs on purpose, the answer falls under one of the named rules in `excuse`;
how often each was used is printed at the end. Where Alembic is not installed it exits with 77 (skipped), or with 1 if
HEADSTART_NO_SKIP=1 says that everything is.
"""
import collections
import json
import random
import re
import subprocess
import os
import sys
import types
import warnings

try:
    import alembic
    from alembic.runtime.migration import HeadMaintainer
    from alembic.script.base import Script, ScriptDirectory
    from alembic.script.revision import Revision, RevisionMap
    from alembic.util import CommandError
except ImportError as missing:
    print(f"skipped: Alembic is not installed for this Python ({missing})")
    sys.exit(1 if os.environ.get("HEADSTART_NO_SKIP") == "1" else 77)


# --- random graphs ---------------------------------------------------------------------------------------------

def random_graph(rng):
    count = rng.randint(1, 12)
    ids = []
    while len(ids) < count:
        # Few letters, so that beginnings are ambiguous now and then.
        new = "".join(rng.choice("ab12") for _ in range(rng.choice((3, 4, 5, 6))))
        if new not in ids:
            ids.append(new)
    shape = rng.choice(("line", "bushy", "merging", "bases"))
    revisions = []
    labels = []
    for i, rev in enumerate(ids):
        parents = []
        older = ids[:i]
        if older and not (shape == "bases" and rng.random() < 0.35):
            parents = [older[-1] if shape == "line" or rng.random() < 0.5 else rng.choice(older)]
            if rng.random() < (0.35 if shape == "merging" else 0.1):
                parents = list(dict.fromkeys(parents + rng.sample(older, min(len(older), rng.randint(1, 2)))))
        deps = []
        if older and rng.random() < 0.2:
            deps = rng.sample(older, min(len(older), rng.choice((1, 1, 1, 2))))
            deps = [rng.choice(labels)[0] if labels and rng.random() < 0.3 else dep for dep in deps]
            deps = list(dict.fromkeys(deps))
        own = []
        if rng.random() < 0.2:
            own = [f"lab{len(labels)}" + rng.choice(("", "x", "-2"))]
            labels += [(label, rev) for label in own]
        revisions.append({"id": rev, "down": parents, "deps": deps, "labels": own})
    rng.shuffle(revisions)  # the load order has nothing to do with the history
    return revisions, [label for label, _ in labels]


def random_target(rng, revisions, labels):
    ids = [r["id"] for r in revisions]
    name = rng.choice(ids + labels)
    symbol = rng.choice((name, name, name[: rng.randint(1, len(name))], "head", "heads", "base"))
    branch = rng.choice(labels + ids) if rng.random() < 0.9 or not labels else rng.choice(labels)[:4]
    step = rng.choice("+-") + str(rng.choice((0, 1, 1, 1, 2, 2, 3, 15)))
    return rng.choice((
        symbol, symbol, "head", "heads", "base", step, step, f"{branch}@{step}", f"{branch}@{step}",
        f"{symbol}{step}", f"{branch}@{symbol}", f"{branch}@{symbol}{step}", f"{branch}@head", f"{branch}@heads",
        f"{branch}@base", "nosuch", "nosuch@head", "nosuch@+1"))


def random_questions(rng, revisions, labels, map_):
    questions = [{"ask": "lines"}]
    ids = [r["id"] for r in revisions]
    for _ in range(24):
        rows = rng.sample(ids, rng.randint(0, min(3, len(ids))))
        below = set()
        for row in rows:
            below |= {r.revision for r in map_._get_ancestor_nodes([map_._revision_map[row]])} - {row}
        rows = [row for row in rows if row not in below or rng.random() < 0.02]
        target = random_target(rng, revisions, labels)
        ask = rng.choice(("upgrade", "upgrade", "downgrade", "downgrade", "downgrade", "stamp", "history", "show",
                          "current"))
        targets = [target]
        if ask == "stamp" and rng.random() < 0.3:
            targets.append(random_target(rng, revisions, labels))
        if ask == "history":
            lower = rng.choice(("", "base", "current", rng.choice(ids), random_target(rng, revisions, labels)))
            targets = [f"{lower}:{rng.choice(('', '', 'current', target))}"]
        questions.append({"ask": ask, "rows": rows, "targets": targets})
    return questions


# --- Alembic's answers -----------------------------------------------------------------------------------------

def make_directory(revisions):
    """A ScriptDirectory over revisions that need no files, in a fixed load order (1.8 takes the directory's)."""
    class Stub(Revision):
        def __init__(self, item):
            super().__init__(item["id"], tuple(item["down"]), tuple(item["deps"]) or None, tuple(item["labels"]))
            self.module = types.SimpleNamespace(upgrade=lambda: None, downgrade=lambda: None)
            self.doc = f"message of {self.revision}"
            self.path = ""
            self._db_current_indicator = False

        _head_only = Script._head_only
        _format_down_revision = Script._format_down_revision

    directory = ScriptDirectory.__new__(ScriptDirectory)
    directory.revision_map = RevisionMap(lambda: [Stub(item) for item in revisions])
    map_ = directory.revision_map._revision_map
    for rev in set(map_.values()) - {None}:
        # Several dependencies come out of a set in Alembic; fix them to the declared order (section 13.12).
        kept = set(rev._normalized_resolved_dependencies)
        rev._normalized_resolved_dependencies = tuple(d for d in rev._resolved_dependencies if d in kept)
    return directory


class Rows(HeadMaintainer):
    """Alembic's bookkeeping of version rows without a database."""

    def __init__(self, heads):
        self.heads = set(heads)

    def _insert_version(self, version):
        assert version not in self.heads
        self.heads.add(version)

    def _delete_version(self, version):
        self.heads.remove(version)

    def _update_version(self, from_, to_):
        assert to_ not in self.heads
        self.heads.remove(from_)
        self.heads.add(to_)


def run_steps(steps, rows, name):
    maintainer = Rows(rows)
    done = []
    for step in steps:
        maintainer.update_to_step(step)
        done.append([name(step), sorted(maintainer.heads)])
    return {"steps": done}


def stamp_name(step):
    return f"Running stamp_revision {', '.join(step.from_)} -> {', '.join(step.to_)}"


def ask_history(directory, rows, text):
    lower, upper = text.split(":")
    rows = tuple(rows)
    if upper == "current":
        lower, upper = lower, rows
    elif lower == "current":
        lower = rows
    return [sc.revision for sc in directory.walk_revisions(base=lower or "base", head=upper or "heads")]


def ask_alembic(directory, question):
    rows = tuple(question.get("rows", ()))
    targets = question.get("targets", [None])
    ask = question["ask"]
    if ask == "upgrade":
        return run_steps(directory._upgrade_revs(targets[0], rows), rows, lambda s: s.revision.revision)
    if ask == "downgrade":
        return run_steps(directory._downgrade_revs(targets[0], rows), rows, lambda s: s.revision.revision)
    if ask == "stamp":
        return run_steps(directory._stamp_revs(tuple(targets), rows), rows, stamp_name)
    if ask == "history":
        return {"revisions": ask_history(directory, rows, targets[0])}
    if ask == "show":
        found = directory.get_revisions(rows if targets[0] == "current" else targets[0])
        return {"revisions": [sc.revision for sc in found]}
    if ask == "current":
        return {"revisions": sorted(sc.revision for sc in directory.get_all_current(rows))}
    lines = []
    for rev in dict.fromkeys(r for r in directory.revision_map._revision_map.values() if r):
        lines.append(rev._head_only(include_branches=True, include_doc=True, include_parents=True))
    return {"lines": lines}


def alembic_answer(directory, question):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            answer = ask_alembic(directory, question)
        except CommandError as refusal:
            answer = {"error": str(refusal)}
        except Exception as crash:  # an assertion, a key error: reference section 11
            answer = {"crash": type(crash).__name__}
    answer["warned"] = any("ambiguous" in str(w.message) for w in caught)
    return answer


# --- comparing -------------------------------------------------------------------------------------------------

RELATIVE = re.compile(r"(?:(.+)@)?(\w*)([+-])(\d+)$")
UNANCHORED = re.compile(r"(?:(.+?)@)?(\w+)?((?:\+|-)\d+)")


def ancestors(directory, names, deps=True):
    map_ = directory.revision_map
    revs = [map_._revision_map[name] for name in names]
    return {r.revision for r in map_._get_ancestor_nodes(revs, include_dependencies=deps)}


def overlaps(directory, rows):
    return any(row in ancestors(directory, [other]) for row in rows for other in rows if row != other)


def normalised(answer):
    answer = {key: value for key, value in answer.items() if key not in ("warned", "code")}
    if "error" in answer:  # the other revisions come out of a set
        head, word, tail = answer["error"].partition("requested revisions ")
        answer["error"] = head + word + ", ".join(sorted(tail.split(", "))) if word else answer["error"]
    if "lines" in answer:  # labels come out of a set
        answer["lines"] = sorted(re.sub(r"\(([^()]*)\)", lambda m: f"({', '.join(sorted(m[1].split(', ')))})", line)
                                 for line in answer["lines"])
    return answer


def excuse(directory, question, theirs, ours):
    """The name of the rule by which the two may differ here, or None."""
    ask = question["ask"]
    rows = question.get("rows", [])
    target = question.get("targets", [""])[0]
    relative = RELATIVE.match(target)
    refused = "error" in ours
    if "crash" in theirs:
        if refused:
            return "13.1 internal error becomes a refusal"
        if ask == "stamp":
            return "13.1 stamp: same or several downward targets"
        if ask in ("upgrade", "downgrade") and not any(overlaps(directory, after) for _, after in ours["steps"]):
            return f"13.1 {ask} over redundant parents"
        if ask == "history":
            return "13.1 history goes on"
        return None
    parts = [part for text in question.get("targets", []) for part in text.split(":")]
    labels = {label for rev in directory.revision_map._revision_map.values() if rev
              for label in rev._orig_branch_labels}
    for part in parts:
        if UNANCHORED.match(part) and (not RELATIVE.match(part) or part.split("@")[-1] in labels):
            return "13.5 the relative pattern is anchored"
    if refused and ask in ("stamp", "show") and any(part.split("@")[-1].startswith("-") for part in parts):
        return "13.1 -N that reaches or passes base is refused"
    if ask == "history" and refused and "('" in theirs.get("error", ""):
        return "history names 'current' as it was typed"
    if refused and any((step := RELATIVE.match(part)) and step[2] == "base" and step[3] == "-" for part in parts):
        return "base-N is refused (Alembic walks down from the heads)"
    if ask == "downgrade" and "@" in target and not relative:
        if ours.get("code") in ("HS0106", "HS0107") or "error" in theirs:
            return "13.6 downgrade B@X resolves X on B"
    if ask == "downgrade" and theirs["warned"] and refused:
        return "13.3 -N from several rows"
    if ask == "downgrade" and "steps" in theirs and any(overlaps(directory, after) for _, after in theirs["steps"]):
        if refused or not any(overlaps(directory, after) for _, after in ours["steps"]) or overlaps(directory, rows):
            return "12 undoing a merge leaves overlapping rows"
    if refused and "error" in theirs and len(parts) > 1:
        return "two parts are wrong, and the other one is named"
    if ask == "show" and theirs.get("revisions") and ours.get("revisions") == list(dict.fromkeys(theirs["revisions"])):
        return "13.1 -N from several heads names a revision once"
    if ask == "stamp" and not refused and any("@" in part for part in parts):
        return "stamp looks a beginning up on its branch, with rows as without"
    if ask == "history" and "overlaps" in theirs.get("error", "") and overlaps(directory, rows):
        return "history lists from overlapping rows too"
    if ask == "history" and "@" in parts[0] and parts[0].split("@")[0] not in directory.revision_map._revision_map:
        return "history: the beginning of a branch stands for the branch"
    if ask == "history" and target.split(":")[0].split("@")[-1].startswith("-"):
        return "13.11 history -N counts from the right end"
    return None


def main():
    driver = sys.argv[1]
    graphs = int(sys.argv[2]) if len(sys.argv) > 2 else 400
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 20
    rng = random.Random(seed)
    cases = []
    for _ in range(graphs):
        revisions, labels = random_graph(rng)
        directory = make_directory(revisions)
        questions = random_questions(rng, revisions, labels, directory.revision_map)
        cases.append((revisions, questions, directory))
    lines = "".join(json.dumps({"revisions": r, "questions": q}) + "\n" for r, q, _ in cases)
    output = subprocess.run([driver], input=lines, capture_output=True, text=True, check=True).stdout
    used = collections.Counter()
    asked = different = 0
    for (revisions, questions, directory), line in zip(cases, output.splitlines(), strict=True):
        answers = json.loads(line)
        assert "answers" in answers, (revisions, answers)
        for question, ours in zip(questions, answers["answers"], strict=True):
            asked += 1
            theirs = alembic_answer(directory, question)
            if ours.get("revisions") and question["ask"] == "current":
                ours["revisions"].sort()
            if normalised(theirs) == normalised(ours):
                used["refused alike" if "error" in ours else "answered alike"] += 1
                continue
            reason = excuse(directory, question, theirs, ours)
            if reason:
                used[reason] += 1
                continue
            different += 1
            if different <= 5:
                print(json.dumps({"revisions": revisions}))
                print(f"  question:  {question}\n  alembic:   {theirs}\n  headstart: {ours}")
    print(f"Alembic {alembic.__version__}: {asked} questions on {graphs} graphs of seed {seed}, {different} different")
    for reason, count in sorted(used.items()):
        print(f"  {count:6} {reason}")
    return 1 if different or used["answered alike"] < asked / 4 else 0


if __name__ == "__main__":
    sys.exit(main())
