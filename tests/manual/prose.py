"""What a page's prose calls a command of headstart's has to be one, with options that it has."""
import re

_FENCED = re.compile(r"^```.*?^```$", re.M | re.S)
_SPAN = re.compile(r"`(headstart [^`]+)`")
_VERB = re.compile(r"[a-z-]+")
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def problems_of(text, help_of):
    """Sentences on what does not exist. `help_of(words)` is the help of a command, or None if there is none."""
    problems = []
    for span in sorted({" ".join(match[1].split()) for match in _SPAN.finditer(_FENCED.sub("", text))}):
        verb, *words = span.split(" -- ")[0].split()[1:]
        if verb.startswith("-") or not _VERB.fullmatch(verb):
            continue
        # A second word may be one of a command's own commands: `database create`.
        text_of_help = words and _VERB.fullmatch(words[0]) and help_of([verb, words[0]]) or help_of([verb])
        if text_of_help is None:
            problems.append(f"`{span}`: there is no such command")
        else:
            problems += [f"`{span}`: it has no {option}" for option in _OPTION.findall(" ".join(words))
                         if not re.search(re.escape(option) + r"(?![\w-])", text_of_help)]
    return problems
