"""The register on paper, for the commission that goes through it: Markdown or PDF."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct, to_builtins

from katch_protocols.drawings.printing import typeset
from katch_protocols.drawings.text import setting_in
from katch_protocols.drawings.theme import COLOUR
from katch_protocols.model.handbook import Handbook
from katch_protocols.papers.content.register import Register, RegisterRow
from katch_protocols.papers.content.speaker import PaperTexts
from katch_protocols.papers.markdown import plain, table
from katch_protocols.papers.print import words_in
from katch_protocols.words.dates import day
from katch_protocols.words.lists import enumerated

__all__ = ["RegisterPaper"]

_TEMPLATE = Path(__file__).parent / "templates" / "register.typ"
_HEADS = ("due", "standing", "region", "missing", "entry")


class RegisterPaper(Struct, frozen=True):
    """Says a register in one ``language``; ``on`` is the day of the check behind it."""

    register: Register
    handbook: Handbook
    language: str
    on: date

    @property
    def _wording(self) -> PaperTexts:
        return PaperTexts(self.handbook, self.language, "register")

    def text(self) -> Iterator[str]:
        """Yield lines for a terminal: a body, then its entries with what they say."""
        wording = self._wording
        if not self.register.rows:
            yield wording.say("nothing")
            return
        for body, rows in self.register.by_body():
            yield self._body(body)
            for row in rows:
                head = (self._due(row), self._standing(row), self._region(row))
                yield f"  {' · '.join((*head, row.entry.id))}"
                yield from (f"    {said}" for said in self._said(row))
                yield f"    {row.entry.finding}  {row.entry.at}"
            yield ""
        yield wording.say("counts", **self.register.counts)
        yield wording.say("proposed")

    def markdown(self) -> str:
        """Return a page with a table for each body."""
        wording = self._wording
        lines = [f"# {plain(self.title)}", "", plain(self.intro)]
        for body, rows in self.register.by_body():
            heads = [wording.say(key) for key in _HEADS]
            cells = ([plain(cell) for cell in self._cells(row)] for row in rows)
            lines += ["", f"## {plain(self._body(body))}", "", *table(heads, cells)]
        if not self.register.rows:
            lines += ["", wording.say("nothing")]
        return "\n".join(lines) + "\n"

    def pdf(self) -> bytes:
        """Return the same as a PDF on A4.

        Raises:
            MissingExtraError: The extra ``papers`` is not installed.
        """
        wording = self._wording
        data: Mapping[str, object] = {
            "language": self.language,
            "words": {
                **words_in(PaperTexts(self.handbook, self.language)),
                "nothing": wording.say("nothing"),
            },
            "theme": {**to_builtins(COLOUR), "looks": {}},
            "title": self.title,
            "intro": self.intro,
            "heads": [wording.say(key) for key in _HEADS],
            "bodies": [
                {"title": self._body(body), "rows": [self._cells(row) for row in rows]}
                for body, rows in self.register.by_body()
            ],
        }
        with setting_in(self.handbook.font):
            return typeset(_TEMPLATE, data)

    @property
    def title(self) -> str:
        """What the paper is called."""
        title = self._wording.label(self.handbook.title, self.handbook.id)
        return self._wording.say("title", handbook=title)

    @property
    def intro(self) -> str:
        """On which day it was made, how many entries stand how, and what it binds."""
        wording = self._wording
        made = wording.say("made", day=day(self.on, self.language))
        counts = wording.say("counts", **self.register.counts)
        return f"{made} {counts} {wording.say('proposed')}"

    def _body(self, body: str | None) -> str:
        return (
            self._wording.say("no-owner") if body is None else self._wording.party(body)
        )

    def _cells(self, row: RegisterRow) -> list[str]:
        named = f"{row.entry.id} ({row.entry.finding})"
        said = " ".join(self._said(row))
        return [self._due(row), self._standing(row), self._region(row), said, named]

    def _due(self, row: RegisterRow) -> str:
        due = row.entry.due
        return self._wording.say("no-day") if due is None else day(due, self.language)

    def _standing(self, row: RegisterRow) -> str:
        return self._wording.say(f"standing-{row.standing}")

    def _region(self, row: RegisterRow) -> str:
        wording = self._wording
        return (
            wording.say("everywhere")
            if row.region is None
            else wording.region(row.region)
        )

    def _said(self, row: RegisterRow) -> Iterator[str]:
        """Yield what is missing, who sees to it if a role does, the note, the texts."""
        wording, entry = self._wording, row.entry
        yield from row.saw or (wording.say("gone"),)
        if entry.owner is not None and entry.owner != row.body:
            yield wording.say("owner", owner=wording.party(entry.owner))
        if row.note:
            yield row.note
        if entry.source:
            texts = enumerated(
                PaperTexts(self.handbook, self.language).citation(each)
                for each in entry.source
            )
            yield wording.say("sources", sources=texts)
