"""``katch walk PROTOCOL``: step through a case in the terminal, or from a file."""

import sys
from collections.abc import Iterator
from pathlib import Path

from katch_protocols.cli.languages import choose
from katch_protocols.cli.opening import open_sound_protocol
from katch_protocols.cli.options import (
    HandbookOption,
    LanguageOption,
    ProtocolArgument,
)
from katch_protocols.cli.refusals import USAGE, Refusal
from katch_protocols.cli.walking.choices import (
    Choice,
    choices,
    find_choice,
    find_row,
    read_wish,
)
from katch_protocols.cli.walking.scene import Scene
from katch_protocols.model.handbook import Handbook
from katch_protocols.verbs.compile import compile
from katch_protocols.words.cli import tell

__all__ = ["walk"]


def walk(
    protocol: ProtocolArgument,
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
) -> int:
    """Step through one case.

    Lines come from the terminal or from a pipe; there, ``#`` starts a comment and a
    line that is refused makes the exit code 2.
    """
    found = open_sound_protocol(protocol, handbook)
    home = Handbook.of(found)
    said = language or choose(None, home.language)
    walker = _Walker(Scene(compile(found), home, said), typed=sys.stdin.isatty())
    return walker.walk(_lines())


def _lines() -> Iterator[str]:
    for line in sys.stdin:
        text = line.partition("#")[0].strip()
        if text:
            yield text


class _Walker:
    """One walk: the words of the case so far, the last one now."""

    def __init__(self, scene: Scene, *, typed: bool) -> None:
        self.scene, self.typed = scene, typed
        self.trail = [scene.table.initial]
        self.refused = False

    def walk(self, lines: Iterator[str]) -> int:
        """Take every line; return the exit code."""
        print(self.scene.title())
        print(self._say("walk-help"))
        self._show()
        for line in self._asked(lines, "> "):
            if line in {"quit", "exit"}:
                break
            self._take(line, lines)
        return USAGE if self.refused and not self.typed else 0

    def _take(self, line: str, lines: Iterator[str]) -> None:
        try:
            if line == "undo":
                self._undo()
            else:
                self._do(line, lines)
        except Refusal as refusal:
            self.refused = True
            print("\n".join(refusal.lines(self.scene.language)))
            return
        self._show()

    def _undo(self) -> None:
        if len(self.trail) == 1:
            raise Refusal("nothing-to-undo")
        self.trail.pop()

    def _do(self, line: str, lines: Iterator[str]) -> None:
        wish, table, word = read_wish(line), self.scene.table, self.trail[-1]
        choice = find_choice(wish.name, choices(table, word), table)
        records = {**wish.records}
        for fact in choice.facts:
            if fact not in records:
                records[fact] = self._ask(fact, choice, lines)
        row = find_row(choice, records)
        self.trail.append(row.after(word))
        print(self.scene.step(row))

    def _ask(self, fact: str, choice: Choice, lines: Iterator[str]) -> str:
        values = " / ".join(choice.values(fact))
        question = self._say("ask-fact", fact=fact, values=values)
        return next(self._asked(lines, f"{question} "), "")

    def _asked(self, lines: Iterator[str], question: str) -> Iterator[str]:
        """Yield the lines; a terminal is asked, a pipe is echoed."""
        while True:
            print(question, end="", flush=True)
            line = next(lines, None)
            if line is None:
                print()
                return
            if not self.typed:
                print(line)
            yield line

    def _show(self) -> None:
        scene, word = self.scene, self.trail[-1]
        print(f"\n{self._say('here')}")
        print("\n".join(scene.here(word)))
        if scene.table.is_final(word):
            print(scene.end(word))
            return
        possible = choices(scene.table, word)
        print(self._say("possible" if possible else "nothing-possible"))
        for number, choice in enumerate(possible, 1):
            print("\n".join(scene.choice(number, choice)))

    def _say(self, key: str, **facts: str) -> str:
        return tell(key, self.scene.language, **facts)
