"""One bash for a whole page, behind a terminal: what is shown is what a person sees."""
import fcntl
import os
import pty
import re
import secrets
import select
import signal
import struct
import subprocess
import termios
import time

_COLUMNS = 100
_DEADLINE = 120  # seconds for one command


class Stuck(Exception):
    """The shell gives no answer any more."""


class Shell:
    """Types commands into a shell that keeps its folder and its variables."""

    def __init__(self, folder, environment):
        self._folder = folder
        self._end = secrets.token_hex(8)
        self._terminal, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, _COLUMNS, 0, 0))
        self._process = subprocess.Popen(["bash", "--norc", "--noprofile"], cwd=folder, env=environment,
                                         stdin=subprocess.PIPE, stdout=theirs, stderr=theirs, start_new_session=True)
        os.close(theirs)

    def run(self, command):
        """Runs one whole command; returns what the terminal shows of it, and its exit code.

        It is read from a file, so that it may have several lines, and its standard input is not the shell's."""
        path = os.path.join(os.path.dirname(self._folder), "typed.sh")
        with open(path, "w", encoding="utf-8") as file:
            file.write(command + "\n")
        typed = f". '{path}' </dev/null; printf '\\n%s %s\\n' {self._end} $?\n"
        self._process.stdin.write(typed.encode())
        self._process.stdin.flush()
        return self._answer(command)

    def close(self):
        """Ends the shell and what it has left running."""
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        os.close(self._terminal)

    def _answer(self, command):
        end = re.compile(rb"\r\n" + self._end.encode() + rb" (\d+)\r\n$")
        shown, deadline = b"", time.monotonic() + _DEADLINE
        while not (over := end.search(shown)):
            ready, _, _ = select.select([self._terminal], [], [], max(0, deadline - time.monotonic()))
            if not ready:
                os.killpg(self._process.pid, signal.SIGKILL)
                raise Stuck(f"does not end within {_DEADLINE} s: {command}\n{_seen(shown)}")
            try:
                shown += os.read(self._terminal, 65536)
            except OSError:  # EIO: the other side is closed
                raise Stuck(f"ends the shell: {command}\n{_seen(shown)}") from None
        return _seen(shown[:over.start()]), int(over[1])


def commands_of(text):
    """The commands of a block: a line each, or as many as bash needs for one that is whole."""
    commands, lines = [], []
    for line in text.splitlines():
        if not lines and (not line.strip() or line.startswith("#")):
            continue
        lines.append(line)
        if is_whole("\n".join(lines)):
            commands.append("\n".join(lines))
            lines = []
    if lines:
        raise ValueError(f"bash does not understand: {' / '.join(lines)}")
    return commands


def is_whole(command):
    # A here-document without its end is a warning, and the exit code 0.
    check = subprocess.run(["bash", "-n", "-c", command], capture_output=True, check=False)
    return check.returncode == 0 and not check.stderr and not command.endswith("\\")


def _seen(shown):
    """What is left of a terminal's output: a line that was erased (the progress) is not."""
    text = shown.decode("utf-8", "replace").replace("\r\n", "\n")
    text = re.sub(r"[^\n]*\x1b\[2K", "", text)
    return re.sub(r"\x1b\[\??[0-9;]*[a-zA-Z]|\r", "", text)
