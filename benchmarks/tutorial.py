"""The tutorial by a stopwatch: commands, lines to read, seconds of waiting.

``python -m benchmarks.tutorial [CHECKOUT …]`` performs ``docs/draft/first-protocol.md``
of each checkout with the library that stands there, in a new folder, nothing kept. Each
command is a process of its own, as for its reader; seconds are CPU.
"""

import os
import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

_BLOCK = re.compile(r"```(\w*)\n(.*?)```", re.DOTALL)
_FILE = re.compile(r"# (add to )?([\w/]+\.yaml)\n")
_TYPED = re.compile(r"^(?:> |Who does it: .* takes the first\. )(.*)$", re.MULTILINE)


class Told(NamedTuple):
    """What a page asks of its reader."""

    commands: int
    read: int
    written: int
    seconds: float
    longest: float


def _waited(command: str, answers: str, checkout: Path, folder: Path) -> float:
    """Run a command and return the CPU seconds that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    kept = {"PYTHONPATH": str(checkout), "KATCH_CACHE": "", "LC_ALL": "C.UTF-8"}
    subprocess.run(  # noqa: S603 - commands of our own page
        [sys.executable, "-m", "katch_protocols", *command.split()],
        cwd=folder,
        env={**os.environ, **kept},
        input=answers,
        capture_output=True,
        text=True,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def told(checkout: Path) -> Told:
    """Perform the tutorial of a checkout."""
    page = checkout / "docs" / "draft" / "first-protocol.md"
    text = page.read_text(encoding="utf-8")
    waits: list[float] = []
    written = 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for kind, body in _BLOCK.findall(text):
            if found := _FILE.match(body):
                path = folder / "saltmarsh" / found[2]
                added = path.read_text(encoding="utf-8") if found[1] else ""
                path.write_text(added + body[found.end() :], encoding="utf-8")
                written += body.count("\n") - 1
            elif kind == "console":
                line, _, shown = body.partition("\n")
                answers = "\n".join(_TYPED.findall(shown)) + "\n"
                command = line.removeprefix("$ katch ")
                waits.append(_waited(command, answers, checkout, folder))
    read = sum(bool(line.strip()) for line in text.splitlines())
    return Told(len(waits), read, written, sum(waits), max(waits))


def main() -> None:
    """Print a line for each checkout."""
    here = [str(Path(__file__).parents[1])]
    for name in sys.argv[1:] or here:
        found = told(Path(name).resolve())
        print(
            f"{name}: {found.commands} commands, {found.read} lines to read, "
            f"{found.written} to write, {found.seconds:.1f} s of waiting, "
            f"{found.longest:.1f} s the longest"
        )


if __name__ == "__main__":
    main()
