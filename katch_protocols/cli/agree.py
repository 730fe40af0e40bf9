"""``katch agree AGENCY``: write down what a body has agreed to do, once it is shown."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated

import typer
from msgspec import Struct
from rich.text import Text

from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from katch_protocols.cli.opening import open_handbook, require_sound
from katch_protocols.cli.options import HandbookOption, LanguageOption, speak
from katch_protocols.cli.output import screen
from katch_protocols.cli.refusals import CommandRefusal, require_known
from katch_protocols.cli.reports.titles import HandbookTitles
from katch_protocols.duties.agreed import Agreed, agreed, fingerprint
from katch_protocols.duties.agreed_changes import agreed_changes
from katch_protocols.duties.agreed_phrases import AgreedWords
from katch_protocols.duties.agreement_status import say_agreement_status
from katch_protocols.errors import ProtocolError
from katch_protocols.files.schemas.agreed import AGREED
from katch_protocols.files.write import write_file
from katch_protocols.model.agreements import Agreement
from katch_protocols.model.citations import Citation, joined
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import FrozenDict, Id
from katch_protocols.whole_files import write_whole
from katch_protocols.words.languages import LANGUAGES
from katch_protocols.words.say import say

__all__ = ["agree"]


def agree(  # noqa: PLR0913 - one parameter an option
    agency: Annotated[str | None, typer.Argument(metavar="AGENCY")] = None,
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    *,
    protocol: Annotated[
        str | None, typer.Option("--protocol", metavar="PROTOCOL")
    ] = None,
    every: Annotated[bool, typer.Option("--all")] = False,
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], metavar="DATE")
    ] = None,
    source: Annotated[
        list[str] | None, typer.Option("--source", metavar="ID[: PLACE]")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes")] = False,
) -> None:
    """Show what a body agrees to, ask, and write it; or propose it to every body."""
    home = open_handbook(handbook)
    said = speak(language, home.languages)
    _require_one(agency, protocol, every=every, dated=on is not None)
    require_known("unknown-agency", agency, home.agencies)
    require_known("unknown-protocol", protocol, home.protocols)
    cited = _cited(source or (), home)
    names = home.protocols if protocol is None else (protocol,)
    proposing = _Proposing(home, _charts(home, names, handbook), said)
    if agency is None or protocol is None:
        made = proposing.proposed(cited)
    else:
        when = None if on is None else on.date()
        made = proposing.one(agency, protocol, when, cited)
    lines = [*proposing.differences(made)]
    if made == home.agreed:
        print(say("agreement.nothing-new", said))
        return
    for line in lines:
        screen().print(line)
    if not yes and not _confirmed(said):
        print(say("agreement.not-written", said))
        return
    path = handbook / AGREED.place
    write_whole(path, _text(home, made).encode())
    print(say("commands.written", said, file=path.as_posix()))


def _require_one(
    agency: str | None, protocol: str | None, *, every: bool, dated: bool
) -> None:
    """Make sure that one body and one protocol are named, or all are meant."""
    if every and (agency is not None or dated):
        raise CommandRefusal("misused-option", name="--all", command="agree")
    if not every and (agency is None or protocol is None):
        missing = "AGENCY" if agency is None else "--protocol PROTOCOL"
        raise CommandRefusal("missing-argument", name=missing, command="agree")


def _cited(texts: Iterable[str], home: Handbook) -> tuple[Citation, ...]:
    """Read ``joint_order`` and ``joint_order: point 3``; one citation a source."""
    found = []
    for text in texts:
        name, _, place = (part.strip() for part in text.partition(":"))
        require_known("unknown-source", name, home.sources)
        found.append(Citation(source=name, places=(place,) if place else ()))
    return joined(found)


def _charts(
    home: Handbook, names: Mapping[Id, object] | tuple[Id, ...], folder: Path
) -> Mapping[Id, Chart]:
    found = {name: chart(home.protocols[name], home) for name in names}
    for name, each in found.items():
        if each.problems:
            require_sound(home, folder, deep=False)
            raise ProtocolError(name, [problem.code for problem in each.problems])
    return found


def _confirmed(language: str) -> bool:
    """Ask; whoever does not say yes says no.

    Raises:
        Refusal: Nobody is there to answer.
    """
    print(say("agreement.ask", language))
    print("> ", end="", flush=True)
    answer = sys.stdin.readline()
    if not sys.stdin.isatty():
        print(answer.rstrip("\n"))  # nobody's terminal shows what was piped in
    if not answer:
        raise CommandRefusal("agree-unasked")
    words = {
        word for each in LANGUAGES for word in say("agreement.yes", each).split("/")
    }
    return answer.strip().lower() in words


_Agreements = Mapping[Id, Mapping[Id, Agreement]]


class _Proposing(Struct, frozen=True, dict=True):
    """What is agreed, what the protocols say now, and what becomes of it."""

    home: Handbook
    charts: Mapping[Id, Chart]
    language: str

    @cached_property
    def now(self) -> Mapping[Id, Agreed]:
        """By protocol, what every body would agree to today."""
        return {name: agreed(each, self.home) for name, each in self.charts.items()}

    def proposed(self, source: tuple[Citation, ...]) -> _Agreements:
        """Return the agreements, with the duties of today for all that are proposed.

        What a body has agreed to on a day stays. What speaks of a body or a protocol
        that the handbook no longer has is left out.
        """
        made = {
            body: {
                name: each
                for name, each in by_protocol.items()
                if name in self.home.protocols
                and (each.on is not None or name not in self.charts)
            }
            for body, by_protocol in self.home.agreed.items()
            if body in self.home.agencies
        }
        for name, bodies in self.now.items():
            for body, duties in bodies.items():
                old = self.home.agreed.get(body, {}).get(name)
                if old is None or old.on is None:
                    cited = source or (() if old is None else old.source)
                    made.setdefault(body, {})[name] = _agreement(duties, None, cited)
        return self._ordered(made)

    def one(
        self, body: Id, name: Id, on: date | None, source: tuple[Citation, ...]
    ) -> _Agreements:
        """Return the agreements, with what one body agrees to in one protocol.

        Where nobody has agreed to anything in it yet, all other bodies are proposed
        theirs, so that every later change is told.

        Raises:
            Refusal: It has no duty there, and never had.
        """
        made = {each: dict(by) for each, by in self.home.agreed.items()}
        if not any(name in by for by in made.values()):
            for other, duties in self.now[name].items():
                made.setdefault(other, {})[name] = _agreement(duties, None, ())
        mine = self.now[name].get(body)
        if mine is not None:
            made.setdefault(body, {})[name] = _agreement(mine, on, source)
        elif name in made.get(body, {}):
            del made[body][name]
        else:
            raise CommandRefusal("no-duty", name=body, protocol=name)
        return self._ordered(made)

    def _ordered(self, made: Mapping[Id, Mapping[Id, Agreement]]) -> _Agreements:
        """Return agreements in the order of the handbook; a body without any goes."""
        bodies = dict.fromkeys((*self.home.agencies, *made))
        names = dict.fromkeys(
            (*self.home.protocols, *(n for by in made.values() for n in by))
        )
        return FrozenDict(
            {
                body: FrozenDict({n: made[body][n] for n in names if n in made[body]})
                for body in bodies
                if made.get(body)
            }
        )

    def differences(self, made: _Agreements) -> Iterator[Text]:
        """Yield what is different: for each body and protocol, duty by duty."""
        titles = HandbookTitles(self.home, self.language)
        for body in dict.fromkeys((*made, *self.home.agreed)):
            # What no protocol asks any more is taken out, so it is shown.
            gone = self.home.agreed.get(body, {}).keys() - self.home.protocols.keys()
            for name in (*self.charts, *sorted(gone)):
                old = self.home.agreed.get(body, {}).get(name)
                new = made.get(body, {}).get(name)
                if old == new:
                    continue
                title = f"{titles.agency(body)} · {titles.protocol(name)}"
                yield Text.assemble((title, "bold"), f"  {self._standing(old, new)}")
                yield from self._changes(body, name, old, new)

    def _standing(self, old: Agreement | None, new: Agreement | None) -> str:
        return say(
            "agreement.turns",
            self.language,
            before=self._stands(old),
            after=self._stands(new),
        )

    def _stands(self, one: Agreement | None) -> str:
        if one is None:
            return say("agreement.none", self.language)
        return say_agreement_status(one.on, self.language)

    def _changes(
        self, body: Id, name: Id, old: Agreement | None, new: Agreement | None
    ) -> Iterator[Text]:
        words = AgreedWords(self.home, self.charts.get(name), self.language)
        if new is not None:
            count = len(new.duties)
            yield Text(f"  {say('agreement.duties', self.language, number=count)}")
        if old is None:
            return
        before: Agreed = {body: old.duties}
        after: Agreed = {} if new is None else {body: new.duties}
        for change in agreed_changes(before, after):
            yield Text(f"  {words.activity(change.activity)}: {words.change(change)}")


def _agreement(
    duties: Mapping[str, object], on: date | None, source: tuple[Citation, ...]
) -> Agreement:
    text = fingerprint(duties, on, source)
    return Agreement(on=on, source=source, text=text, duties=duties)


def _text(home: Handbook, made: _Agreements) -> str:
    head = say("agreement.head", home.language)
    return f"# {head}\n{write_file(AGREED, home.model_copy(update={'agreed': made}))}"
