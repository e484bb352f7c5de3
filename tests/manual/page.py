"""A page of the manual as the blocks that its reader meets, one after the other.

A block is fenced by ```. What is to be done with it is told by its language, or by comments on the lines before it,
which no reader sees:

    <!-- file: PATH -->         the reader writes this file; so does a first line that is nothing but `# PATH` or `-- PATH`
    <!-- set in: PATH -->       the reader sets these keys in a file of settings that is there
    <!-- shows: PATH -->        what a file holds that a command has written
    <!-- output -->             what the commands before it have printed, in a language of its own
    <!-- psql -->               SQL that the reader types into psql
    <!-- exit: N -->            the last command of the block ends with N
    <!-- then: COMMAND -->      typed behind the block, so that what it has written is tried
    <!-- tested: NAME -->       tests/docker runs it, under this name
    <!-- not run: REASON -->    nobody runs it here, and why

Without any, ```sh is typed, ```console is typed where a line begins with `$ ` and compared elsewhere, and ```text, or
a fence without a language, is what the commands before it have printed. A path may hold `*` where an id stands.
"""
import dataclasses
import re

_MARK = re.compile(r"<!-- (file|set in|shows|output|psql|exit|then|tested|not run)(?:: (.*))? -->")
_NAME = re.compile(r"(?:#|--) ([\w./*-]+\.[a-z]+)")


@dataclasses.dataclass
class Block:
    line: int  # of the opening fence, from 1
    language: str
    text: str
    marks: dict


def blocks_of(text):
    """The fenced blocks of a page in their order."""
    found, marks, block = [], {}, None
    for number, line in enumerate(text.splitlines(), 1):
        if block is not None:
            if line == "```":
                found.append(_with_name(block))
                block = None
            else:
                block.text += line + "\n"
        elif line.startswith("```"):
            block, marks = Block(number, line[3:], "", marks), {}
        elif mark := _MARK.fullmatch(line):
            marks[mark[1]] = mark[2] or ""
        else:
            marks = {}
    if block is not None:
        raise ValueError(f"the block that begins at line {block.line} has no end")
    return found


def _with_name(block):
    first = block.text.split("\n", 1)[0]
    if not block.marks and block.language not in ("sh", "console", "") and (name := _NAME.fullmatch(first)):
        block.marks["file"] = name[1]
    return block
