"""``katch walk PROTOCOL``: step through a case in the terminal, or from a file."""

import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from katch_protocols.budget import current, spending
from katch_protocols.charts.calendars import DEFAULT_YEAR
from katch_protocols.charts.chart import Entry
from katch_protocols.cli.opening import open_sound_protocol
from katch_protocols.cli.options import (
    DayOption,
    HandbookOption,
    LanguageOption,
    ProtocolArgument,
    speak,
)
from katch_protocols.cli.refusals import USAGE, CommandRefusal, unknown
from katch_protocols.cli.walking.choices import (
    LEAVING,
    Choice,
    choices,
    find_choice,
    find_row,
    meant,
    read_typed,
    ticks,
)
from katch_protocols.cli.walking.rehearsal import Rehearsal
from katch_protocols.cli.walking.screen import WalkScreen
from katch_protocols.errors import ActivityRefusedError, SentenceError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Protocol
from katch_protocols.sentences.text import parse_duration
from katch_protocols.words.say import say

__all__ = ["walk"]

_NINE = time(9)


def walk(
    protocol: ProtocolArgument,
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    *,
    region: Annotated[str | None, typer.Option("--region", metavar="REGION")] = None,
    on: DayOption = None,
) -> int:
    """Step through one case.

    Lines come from the terminal or from a pipe; there, ``#`` starts a comment and a
    line that is refused makes the exit code 2.
    """
    found = open_sound_protocol(protocol, handbook)
    home = Handbook.of(found)
    said = speak(language, home.languages)
    place = _place(home, region)
    case = _rehearsal(found, home, place, on.date() if on else None)
    walker = _Walker(WalkScreen(case, said), case, typed=sys.stdin.isatty())
    return walker.walk(_lines())


def _place(home: Handbook, region: str | None) -> Id | None:
    if region is not None and region not in home.regions:
        raise unknown("unknown-region", region, home.regions)
    return region or next(iter(home.regions), None)


def _rehearsal(
    protocol: Protocol, home: Handbook, region: Id | None, day: date | None
) -> Rehearsal:
    """Begin at nine on a day: the one asked for, else the first in force."""
    begun = day or protocol.valid_from or date(DEFAULT_YEAR, 1, 1)
    at = datetime.combine(begun, _NINE, ZoneInfo(home.timezone))
    try:
        return Rehearsal(protocol, region, at)
    except ActivityRefusedError:
        raise CommandRefusal("not-in-force", day=begun) from None


def _lines() -> Iterator[str]:
    """Yield the lines without comments; a line that is nothing but one is left out."""
    for line in sys.stdin:
        text, comment, _ = line.partition("#")
        if text.strip() or not comment:
            yield text.strip()


class _LeavingError(Exception):
    """Somebody leaves the walk, or nobody is there to answer any more."""


class _Walker:
    """One walk: reads lines, and shows where they lead."""

    def __init__(self, scene: WalkScreen, case: Rehearsal, *, typed: bool) -> None:
        self.scene, self.rehearsal, self.typed = scene, case, typed
        self.refused = False

    def walk(self, lines: Iterator[str]) -> int:
        """Take every line; return the exit code."""
        print(self.scene.title())
        print(self._say("walk-help"))
        print(self._say("walk-help-people"))
        self._show()
        for line in filter(None, self._asked(lines, "> ")):
            if line in LEAVING:
                break
            try:
                self._take(line, lines)
            except _LeavingError:
                break
        return USAGE if self.refused and not self.typed else 0

    def _take(self, line: str, lines: Iterator[str]) -> None:
        try:
            with spending(current().fresh()):  # each step has a budget of its own
                self._obey(line, lines)
        except CommandRefusal as refusal:
            self._refuse("\n".join(refusal.lines(self.scene.language)))
            return
        except ActivityRefusedError as error:
            said = error.refusal.say(self.scene.language)
            self._refuse(said)
            return
        if not line.startswith("why "):
            self._show()

    def _refuse(self, said: str) -> None:
        self.refused = True
        print(said)

    def _obey(self, line: str, lines: Iterator[str]) -> None:
        word, _, rest = line.partition(" ")
        match word:
            case "undo":
                self.rehearsal.undo()
            case "as":
                self.rehearsal.become(rest)
            case "why":
                self._why(rest, lines)
            case "wait":
                self._wait(rest)
            case "tell":
                self.rehearsal.tell(rest)
            case _:
                self._do(line, lines)

    def _wait(self, span: str) -> None:
        try:
            duration = parse_duration(span)
        except SentenceError:
            raise CommandRefusal("not-a-span", name=span) from None
        for event in self.rehearsal.wait(duration):
            print(self.scene.clock(event))

    def _why(self, name: str, lines: Iterator[str]) -> None:
        state = self.rehearsal.case.view()
        compiled = state.compiled
        possible = choices(compiled.table, state.word)
        shown = {each.name: compiled.chart.title_of(each.name) for each in possible}
        every = {each: compiled.chart.title_of(each) for each in compiled.activities}
        titled = None if name.isdecimal() else meant(name, every)
        name = meant(name, shown) or titled or name
        if name not in compiled.full_names:
            raise unknown("unknown-activity", name, compiled.full_names)
        self._somebody(compiled.activity(name).entries[0].entry, lines)
        entry = compiled.activity(name).entries[0].entry
        found = self.rehearsal.refusal(name)
        if entry.is_signal:
            found = self.rehearsal.case.why_not(name, at=self.rehearsal.now)
        print(self._say("may") if found is None else found.say(self.scene.language))

    def _do(self, line: str, lines: Iterator[str]) -> None:
        typed, state = read_typed(line), self.rehearsal.case.view()
        table = state.compiled.table
        choice = find_choice(typed.name, choices(table, state.word), table)
        if choice.entry is not None:
            self._somebody(choice.entry, lines)
        records = self._records(choice, typed.records, lines)
        row = find_row(choice, records)
        reason = self._reason(choice.entry, lines) if choice.entry else None
        if choice.entry is None:
            for event in self.rehearsal.wait_until(self.rehearsal.wakes(row)):
                print(self.scene.clock(event))
            print(self.scene.step(row))
            return
        if choice.entry.awaits:
            self.rehearsal.tell(self._news(choice.entry, lines))
            print(self.scene.step(row))
            return
        region = self._elsewhere(choice.entry, lines)
        done = self.rehearsal.do(choice, records, reason, region)
        print(self.scene.step(row))
        if done is not None and done.acknowledged:
            print(self.scene.had_acknowledged(done))

    def _somebody(self, entry: Entry, lines: Iterator[str]) -> None:
        """Ask as whom one acts, unless that is known."""
        if self.rehearsal.actor is None and not entry.is_signal:
            book = self.rehearsal.handbook
            # Of a panel the chair acts; the others are invented to sit with it.
            able = dict.fromkeys(map(book.acting, entry.act.raci.by))
            roles = {name: book.roles[name].title for name in able}
            question = self._say("as-whom", roles=self.scene.options(roles))
            answer = self._answer(question, lines).removeprefix("as ")
            # A blank line takes the first.
            self.rehearsal.become(meant(answer or "1", roles) or answer)

    def _records(
        self, choice: Choice, stated: Mapping[str, str], lines: Iterator[str]
    ) -> Mapping[str, str]:
        table, records = self.scene.table, {**stated}
        for fact in choice.facts:
            options = choice.labels(fact, table)
            if fact not in records:
                self._tick(fact, lines)
                gaps = {"fact": self.scene.fact(fact)}
                values = self.scene.options(options)
                question = self._say("ask-fact", values=values, **gaps)
                records[fact] = self._chosen(question, lines)
            records[fact] = meant(records[fact], options) or records[fact]
        return records

    def _tick(self, fact: Id, lines: Iterator[str]) -> None:
        """Let a checklist be ticked, and say what follows; nothing is kept."""
        form = self.scene.checklist(fact)
        if form is None:
            return
        print("\n".join(self.scene.form(form)))
        ticked = ticks(self._answer(self._say("tick"), lines), form.checklist)
        found = form.checklist.follows(ticked)
        if found is not None:
            print(self._say("follows", value=form.value(found)))

    def _reason(self, entry: Entry, lines: Iterator[str]) -> Id | None:
        if not entry.act.reason:
            return None
        options = dict(entry.act.reasons)
        question = self._say("ask-reason", reasons=self.scene.options(options))
        answer = self._chosen(question, lines)
        found = meant(answer, options)
        if found is None:
            raise unknown("unknown-value", answer, entry.act.reasons)
        return found

    def _news(self, entry: Entry, lines: Iterator[str]) -> str:
        """Ask what became of the opened case, where a signal takes several news."""
        known = {name: None for name in entry.act.raci.told_by if "." in name}
        if len(known) == 1:
            return next(iter(known))
        question = self._say("ask-became", values=self.scene.options(known))
        answer = self._chosen(question, lines)
        return meant(answer, known) or answer

    def _elsewhere(self, entry: Entry, lines: Iterator[str]) -> Id | None:
        """Ask in which other region a case is opened, where it is opened in one."""
        if not any(each.another for each in entry.opens):
            return None
        others = {
            name: region.title
            for name, region in self.rehearsal.handbook.regions.items()
            if name != self.rehearsal.region
        }
        question = self._say("ask-region", values=self.scene.options(others))
        answer = self._chosen(question, lines)
        found = meant(answer, others)
        if found is None:
            raise unknown("unknown-region", answer, others)
        return found

    def _chosen(self, question: str, lines: Iterator[str]) -> str:
        """Ask until something is typed: here nothing is taken for an answer."""
        while True:
            answer = self._answer(question, lines)
            if answer:
                return answer

    def _answer(self, question: str, lines: Iterator[str]) -> str:
        """Ask once; leaving is possible everywhere."""
        answer = next(self._asked(lines, f"{question} "), None)
        if answer is None:
            # Lines that end with a question open did not do what they were to do.
            self.refused = True
        if answer is None or answer in LEAVING:
            raise _LeavingError
        return answer

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
        print()
        print("\n".join(self.scene.here()))
        case = self.rehearsal.case
        if case.is_complete:
            print(self.scene.end())
            return
        state = case.view()
        possible = choices(state.compiled.table, state.word)
        print(self._say("possible" if possible else "nothing-possible"))
        for number, choice in enumerate(possible, 1):
            print("\n".join(self.scene.choice(number, choice)))

    def _say(self, key: str, **facts: str) -> str:
        return say(f"walk.{key}", self.scene.language, **facts)
