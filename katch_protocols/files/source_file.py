"""One file while it is being read: its name, its text, its languages."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct, field

from katch_protocols.errors import SentenceError, Slip
from katch_protocols.files import bounds
from katch_protocols.files.diagnostics import Diagnostics
from katch_protocols.files.sentences_meant import sentence_slips
from katch_protocols.files.yaml_nodes import DROPPED, Tree, place
from katch_protocols.findings import Path
from katch_protocols.sentences.nearness import nearest
from katch_protocols.words.lists import as_typed

__all__ = ["Beside", "SourceFile", "Unread", "nothing_beside"]


class Unread(NamedTuple):
    """Why a file beside those of YAML is not read: a finding and its facts."""

    rule: str
    facts: Mapping[str, str]


Beside = Callable[[str], bytes | Unread]
"""Gives the bytes of a file that a handbook names, by its path below the handbook."""


def nothing_beside(name: str) -> Unread:
    """Return that there is no such file: what was handed in is one text."""
    return Unread("font-missing", {"name": name})


class SourceFile(Struct, dict=True):
    """What a reader of one file needs at hand.

    ``languages`` are those of the handbook, empty while they are not known; a text
    without a language is in the first of them. ``beside`` gives the files that
    it names.
    """

    file: str
    ledger: Diagnostics
    languages: tuple[str, ...] = ()
    text: str = ""
    beside: Beside = nothing_beside
    counts: dict[str, int] = field(default_factory=dict)

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.splitlines()

    @property
    def language(self) -> str:
        """The source language."""
        return self.languages[0] if self.languages else "en"

    def refuse_at(
        self,
        rule: str,
        at: int,
        path: Path = (),
        near: str | None = None,
        /,
        **facts: str,
    ) -> None:
        """Write a finding at a mark."""
        close = () if near is None else (near,)
        self.ledger.write(rule, place(self.file, at), path, facts, close)

    def forget_line(self, at: int, before: int) -> None:
        """Take back what was found in a line of a mark since there were so many.

        What breaks a file is told once.
        """
        line = place(self.file, at).line
        later = self.ledger.findings[before:]
        kept = (each for each in later if each.place is None or each.place.line != line)
        self.ledger.findings[before:] = kept

    def refuse(
        self,
        rule: str,
        node: Tree,
        key: str | int,
        near: str | None = None,
        /,
        **facts: str,
    ) -> None:
        """Write a finding about a value: at the value, under its own path."""
        if not self.ledger.full:
            at = node.value_mark(key)
            self.refuse_at(rule, at, (*node.path, key), near, **facts)

    def refuse_key(
        self,
        rule: str,
        node: Tree,
        key: str | int,
        near: str | None = None,
        /,
        **facts: str,
    ) -> None:
        """Write a finding about a key: at the key.

        What is written besides was not meant by it: no key stands twice.
        """
        if not self.ledger.full:
            near = None if isinstance(node, dict) and near in node else near
            at = node.key_mark(key)
            self.refuse_at(rule, at, (*node.path, key), near, **facts)

    def put_off_language(self, node: Tree, language: str, known: str) -> None:
        """Note a text in a language that is not known; one of many is no finding."""
        if not self.ledger.full:
            at = place(self.file, node.key_mark(language))
            self.ledger.put_off(language, at, (*node.path, language), known)

    def sentence(
        self,
        parse: Callable[[str], object],
        text: str,
        node: Tree,
        key: str | int,
        mark_of: Callable[[str | int], int],
    ) -> object:
        """Parse the sentence that stands at a key, or as a key.

        Args:
            parse: Reads the text.
            text: The sentence.
            node: What holds it.
            key: Where it stands.
            mark_of: ``node.value_mark`` or ``node.key_mark``; asked only at a finding.
        """
        ledger = self.ledger
        if not ledger.admits(text):
            if ledger.tell_of_sentences():
                bound = str(bounds.SENTENCE_CHARACTERS)
                at, path = mark_of(key), (*node.path, key)
                self.refuse_at("too-many-sentences", at, path, bound=bound)
            return DROPPED
        try:
            return parse(text)
        except SentenceError as error:
            self._refuse_sentence(mark_of(key), (*node.path, key), error)
            return DROPPED

    def _refuse_sentence(self, at: int, path: Path, error: SentenceError) -> None:
        for found in sentence_slips(error):
            self.refuse_at(
                found.rule,
                at if found.whole else at + self._inside(at, error.text, found.slip),
                path,
                found.near,
                **found.facts,
                sentence=error.text,
                word=found.slip.word,
                column=str(found.slip.column),
                expected=as_typed(found.slip.expected),
            )

    def near(self, word: str, known: Iterable[str]) -> str | None:
        """Return the nearest known name, unless nobody would read it."""
        return None if self.ledger.full else nearest(word, known)

    def _inside(self, at: int, text: str, slip: Slip) -> int:
        """Return how far right of its value's mark the wrong word stands.

        A sentence that is quoted with escapes or runs over several lines is pointed at
        as a whole.
        """
        start = place(self.file, at)
        line = self._lines[start.line - 1] if start.line <= len(self._lines) else ""
        rest = line[start.column - 1 :]
        if rest.startswith(text):
            return slip.column - 1
        if rest[:1] in {"'", '"'} and rest[1:].startswith(text):
            return slip.column
        return 0
