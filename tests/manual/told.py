"""What a page shows, beside what one gets: the same but for ids, times, durations and the names of this machine."""
import difflib
import re

_ID = re.compile(r"(?<![0-9A-Za-z])[0-9a-f]{12}(?![0-9A-Za-z])")
_ALIKE = (
    (re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ ", re.M), ""),  # of a record: a page may leave it out
    (re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?(\.\d+)?( ?(Z|UTC|[+-]\d\d(:?\d\d)?))?"), "<time>"),
    (re.compile(r"\b\d+(\.\d+)? (ms|s|min|h)\b( \d+ s\b)?"), "<duration>"),
    (re.compile(r'("(?:duration|elapsed|delay)_ms":)\d+'), r"\1<duration>"),
    (re.compile(r'(time=")\d+\.\d+'), r"\1<duration>"),
    (re.compile(r"\bpid \d+"), "pid <number>"),
    (re.compile(r"\bPostgreSQL \d+"), "PostgreSQL <major>"),
    (re.compile(r"[ \t]+$", re.M), ""),
)
_GAP = ("…", "...")


class Names:
    """Which of the page's ids is which of this run's. A reader types the id that the command gave."""

    def __init__(self):
        self._ours = {}

    def typed(self, text):
        return _ID.sub(lambda match: self._ours.get(match[0], match[0]), text)

    def learn(self, shown, got):
        """Takes the ids of two lines that are the same otherwise; returns what contradicts an earlier line."""
        for theirs, ours in zip(_ID.findall(shown), _ID.findall(got)):
            if self._ours.setdefault(theirs, ours) != ours:
                return f"the page's {theirs} is {ours} here, and was {self._ours[theirs]} before"
            if also := [page for page, one in self._ours.items() if one == ours and page != theirs]:
                return f"the page's {theirs} and {also[0]} are the same revision, {ours}"
        return None


def difference(shown, got, names):
    """What is wrong with a page that shows this, in words; None if nothing is. A line `…` stands for any number of lines."""
    left, right = _lines(shown), _lines(got)
    pairs = _matched([_alike(line) for line in left], [_alike(line) for line in right])
    if pairs is None:
        # Lines that differ in nothing that counts are the page's here, too.
        alike = {_alike(line): line for line in left}
        return "\n".join(difflib.unified_diff(left, [alike.get(_alike(line), line) for line in right],
                                              "what the page shows", "what one gets", lineterm="", n=20))
    for i, j in pairs:
        if problem := names.learn(left[i], right[j]):
            return problem
    return None


def _lines(text):
    return text.strip("\n").splitlines()


def _alike(line):
    for pattern, sign in _ALIKE:
        line = pattern.sub(sign, line)
    return _ID.sub("<id>", line)


def _matched(shown, got, i=0, j=0):
    """Pairs of lines that belong together, or None."""
    pairs = []
    while i < len(shown):
        if shown[i].strip() in _GAP:
            for skipped in range(j, len(got) + 1):
                rest = _matched(shown, got, i + 1, skipped)
                if rest is not None:
                    return pairs + rest
            return None
        if j == len(got) or shown[i] != got[j]:
            return None
        pairs.append((i, j))
        i, j = i + 1, j + 1
    return pairs if j == len(got) else None
