#!/usr/bin/env python3
"""Types lines into a real shell on a terminal and prints for each what its completion offers.

    type_into.py bash|zsh SCRIPT < lines      SCRIPT: what `headstart completion` printed; a line of words for each line

All that is offered is inserted into the line by a key (bash has insert-completions, zsh compstate), and another key writes the
line to a file, which is polled: nothing depends on how a shell draws its prompt.
"""

import os
import pathlib
import pty
import re
import select
import sys
import tempfile
import time

DEADLINE = 20  # seconds for one line

SETUP = {
    "bash": r"""
bind '"\C-xa": insert-completions'
show() {{ printf '%s\n' "$READLINE_LINE" > {dump}.new; mv {dump}.new {dump}; READLINE_LINE=""; }}
bind -x '"\C-xd": show'
source {script}
""",
    "zsh": r"""
autoload -Uz compinit && compinit -u -d {dump}.zcompdump
bindkey -e
insert-all() {{ _main_complete; compstate[insert]=all; }}
zle -C all-matches complete-word insert-all
bindkey '^Xa' all-matches
show() {{ print -r -- "$BUFFER" > {dump}.new; command mv {dump}.new {dump}; BUFFER=""; }}
zle -N show
bindkey '^Xd' show
source {script}
""",
}

ARGUMENTS = {"bash": ["bash", "--noprofile", "--rcfile"], "zsh": ["zsh"]}


class Shell:
    """One interactive shell, and the file into which it writes the line being edited."""

    def __init__(self, kind, script, folder):
        self.dump = folder / "line"
        rc = folder / (".zshrc" if kind == "zsh" else "bashrc")
        rc.write_text(SETUP[kind].format(dump=self.dump, script=script))
        arguments = ARGUMENTS[kind] + ([str(rc)] if kind == "bash" else [])
        pid, self.terminal = pty.fork()
        if pid == 0:
            os.environ.update(ZDOTDIR=str(folder), TERM="dumb", PS1="$ ", HISTFILE="")
            os.execvp(arguments[0], arguments)
        self.seen = b""

    def drain(self, seconds):
        """What the shell draws has to be read, or it stops."""
        if select.select([self.terminal], [], [], seconds)[0]:
            self.seen += os.read(self.terminal, 65536)

    def buffer_after(self, text):
        self.dump.unlink(missing_ok=True)
        os.write(self.terminal, text.encode() + b"\x18a\x18d")
        end = time.monotonic() + DEADLINE
        while not self.dump.exists():
            if time.monotonic() > end:
                sys.exit(f"no answer to {text!r}; the terminal shows:\n{self.seen.decode(errors='replace')}")
            self.drain(0.02)
        return self.dump.read_text().rstrip("\n")


def words(kind, line, buffer):
    """What was inserted. bash replaces what stands behind the last ":" or "=" only, and so inserts no more than that."""
    typed = line.rsplit(" ", 1)[1]
    begun = re.match(r"(?:.*[:=])?", typed).group() if kind == "bash" else ""
    found = buffer[len(line) - len(typed) :].split()
    return [word if word.startswith(begun) else begun + word for word in found]


def main():
    kind, script = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        shell = Shell(kind, script, pathlib.Path(folder))
        for line in sys.stdin.read().splitlines():
            print(*words(kind, line, shell.buffer_after(line)))


if __name__ == "__main__":
    main()
