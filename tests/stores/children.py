"""Processes that work at a store, forked from one that has everything loaded."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["Nursery", "nursery"]

_SERVE = """
import gc, os, sqlite3, sys, warnings
import katch_protocols as kp
from katch_protocols.stores import sql_store, opening, sqlite
from tests.cases.harbour import book
from tests.stores.conftest import PEOPLE

warnings.simplefilter("ignore")
book()

def opened(url):
    return kp.open_store(url, book(), actors=PEOPLE.get)

opened("sqlite://").close()  # what is loaded for the first time is loaded once
gc.freeze()
while line := sys.stdin.readline():
    url, said, program, journal, *words = line.rstrip("\\n").split("\\t")
    if not (pid := os.fork()):
        try:
            if journal == "old":
                sqlite.driver, sqlite.is_fixed = lambda: sqlite3, lambda _: False
            sys.stdout = open(said, "w", buffering=1)
            exec(compile(open(program).read(), program, "exec"), {
                "url": url, "opened": lambda: opened(url), "words": words
            })
        except BaseException:
            import traceback
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    print(pid, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""


class Nursery:
    """Starts children one at a time; each writes what it says to a file."""

    def __init__(self, process: "subprocess.Popen[str]", folder: Path) -> None:
        self.process, self.folder, self.number = process, folder, 0
        self.child = 0

    def start(
        self, url: str, program: str, *words: str, journal: str = "new"
    ) -> tuple[int, Path]:
        """Start a child; return its process id and what it says so far."""
        self.number += 1
        said = self.folder / f"said-{id(self)}-{self.number}.txt"
        code = self.folder / f"program-{id(self)}-{self.number}.py"
        code.write_text(program, encoding="utf-8")
        said.touch()
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        line = "\t".join([url, str(said), str(code), journal, *words])
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        self.child = int(self.process.stdout.readline())
        return self.child, said

    def wait(self) -> int:
        """Return how the last child ended: 0, or a signal below it."""
        assert self.process.stdout is not None
        ended = int(self.process.stdout.readline())
        self.child = 0
        return ended

    def close(self) -> None:
        """Leave no child behind, which a test that fails does not wait for."""
        if self.child:
            os.kill(self.child, signal.SIGKILL)
        assert self.process.stdin is not None
        self.process.stdin.close()


@contextmanager
def nursery(folder: Path) -> Iterator[Nursery]:
    words = [sys.executable, "-c", _SERVE]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(words, **pipes) as process:
        found = Nursery(process, folder)
        try:
            yield found
        finally:
            found.close()
