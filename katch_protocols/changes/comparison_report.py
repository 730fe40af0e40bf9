"""A comparison in sentences, grouped by agency and by protocol."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from katch_protocols.changes.behaviour import Behaviour, Likeness, Witness, WitnessStep
from katch_protocols.changes.compare import Comparison
from katch_protocols.changes.naming import Naming
from katch_protocols.changes.nouns import (
    ChangeKind,
    DeadlineChange,
    DutyChange,
    Term,
    Written,
)
from katch_protocols.changes.place_phrases import keys_of, say_written
from katch_protocols.changes.transfer_phrases import passed
from katch_protocols.changes.version import HandbookVersion
from katch_protocols.duties.nouns import Part
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id
from katch_protocols.model.parties import Binding
from katch_protocols.sentences.saying import say_duration
from katch_protocols.words.lists import enumerated, one_line
from katch_protocols.words.say import either

__all__ = ["ComparisonReport", "Remark"]


class Remark(Struct, frozen=True):
    """One change in one sentence: whom and which protocol it concerns, if any."""

    kind: ChangeKind
    text: str
    agency: Id | None = None
    protocol: Id | None = None
    change: Written | None = None


class ComparisonReport(Struct, frozen=True, dict=True):
    """Says a comparison in one language; an unknown language gets English."""

    comparison: Comparison
    naming: Naming

    @classmethod
    def of(
        cls, comparison: Comparison, before: Handbook, after: Handbook, language: str
    ) -> "ComparisonReport":
        """Tell a comparison of two handbooks."""
        return cls(
            comparison,
            Naming(HandbookVersion(before), HandbookVersion(after), language),
        )

    def by_agency(self) -> tuple[Remark, ...]:
        """Return what changes for whom: agency by agency, protocol by protocol."""
        found = (*self._duties(), *self._deadlines(), *self._passed(), *self._own())
        agencies = self._rank(self.naming.after.handbook, self.naming.before.handbook)
        protocols = self._order
        placed = sorted(
            found,
            key=lambda each: (
                agencies.get(each.agency or "", len(agencies)),
                each.agency or "",
                protocols.get(each.protocol or "", -1),
            ),
        )
        return tuple(placed)

    def as_written(self) -> tuple[Remark, ...]:
        """Return what is written differently, in the order of the files."""
        return tuple(map(self._written, self.comparison.written))

    def behaviour(self, found: Behaviour) -> tuple[Remark, ...]:
        """Return how the cases of one protocol compare."""
        protocol = found.protocol
        if found.likeness is Likeness.DIFFERENT:
            return tuple(
                Remark(each.kind, self._case(each, protocol), protocol=protocol)
                for each in found.witnesses
            )
        said = self.naming.word(found.likeness.value, compared=found.compared)
        return (Remark(ChangeKind.CHANGED, said, protocol=protocol),)

    def protocol(self, name: Id | None) -> str:
        """Return the title of a protocol; without one, of the handbook."""
        if name is None:
            return self.naming.word("handbook")
        return self.naming.entry("protocols", name)

    def touches(self, protocol: Id) -> bool:
        """Tell whether a protocol, or a fragment that it uses, is written otherwise."""
        books = self.naming.before.handbook, self.naming.after.handbook
        versions = (book.protocols.get(protocol) for book in books)
        used = {name for each in versions if each is not None for name in each.use}
        places = {("protocols", protocol), *(("fragments", name) for name in used)}
        return any(each.path[:2] in places for each in self.comparison.written)

    def place(self, sentence: Remark) -> str:
        """Return where a change stands, as ``FILE:LINE:COLUMN``: now, else before."""
        change = sentence.change
        if change is None:
            return ""
        naming = self.naming
        version = naming.before if change.after is None else naming.after
        place = version.handbook.place(change.path)
        return f"{place.file}:{place.line}:{place.column}" if place else ""

    @staticmethod
    def _rank(after: Handbook, before: Handbook) -> dict[Id, int]:
        names = (*after.agencies, *before.agencies, *after.roles, *before.roles)
        return {name: at for at, name in enumerate(dict.fromkeys(names))}

    @cached_property
    def _order(self) -> dict[Id, int]:
        books = self.naming.after.handbook, self.naming.before.handbook
        names = dict.fromkeys(name for book in books for name in book.protocols)
        return {name: at for at, name in enumerate(names)}

    def _duties(self) -> Iterator[Remark]:
        groups: dict[tuple[Id, Id, str], list[DutyChange]] = {}
        for change in self.comparison.duties:
            key = change.agency, change.protocol, change.activity
            groups.setdefault(key, []).append(change)
        for (agency, protocol, activity), changes in groups.items():
            kinds = {change.kind for change in changes}
            kind = kinds.pop() if len(kinds) == 1 else ChangeKind.CHANGED
            what = self.naming.activity(protocol, activity)
            said = enumerated(self._parts(changes))
            text = self.naming.word("duty", what=what, said=said)
            yield Remark(kind, text, agency, protocol)

    def _parts(self, changes: Sequence[DutyChange]) -> Iterator[str]:
        """Yield which parts are gained and which are lost, and in which regions."""
        groups: dict[tuple[ChangeKind, tuple[Id, ...]], list[Part]] = {}
        for change in changes:
            groups.setdefault((change.kind, change.places), []).append(change.part)
        for (kind, places), parts in sorted(groups.items()):
            prefix = "part" if kind is ChangeKind.ADDED else "lost"
            order = [part for part in Part if part in parts]
            # One word, such as *no longer*, stands before all of them.
            said = one_line(self.naming.word(f"{prefix}-{part}") for part in order)
            text = self.naming.word(f"part-{kind}", parts=said)
            yield self.naming.in_regions(text, places)

    def _deadlines(self) -> Iterator[Remark]:
        for change in self.comparison.deadlines:
            one, other = change.before, change.after
            alike = (
                one is not None
                and other is not None
                and (one.basis, one.start) == (other.basis, other.start)
            )
            text = self.naming.word(
                f"deadline-{change.kind}",
                state=self._clocked(change),
                before=self._term(one, other, change, alike=alike),
                after=self._term(other, one, change, alike=alike),
            )
            for agency in change.agencies:
                yield Remark(change.kind, text, agency, change.protocol)

    def _clocked(self, change: DeadlineChange) -> str:
        """Name what has the clock: a state, a duty, or a case that is opened."""
        if change.opens is not None:
            opener = change.activity or change.state
            event = self.naming.event(change.protocol, opener)
            opened = self.naming.entry("protocols", change.opens)
            return self.naming.word("taken-up", event=event, protocol=opened)
        if change.activity is None:
            return self.naming.state(change.protocol, change.state)
        event = self.naming.event(change.protocol, change.activity)
        return self.naming.word("again", event=event) if change.every else event

    def _term(
        self,
        term: Term | None,
        other: Term | None,
        change: DeadlineChange,
        *,
        alike: bool,
    ) -> str:
        """Say a deadline; only its limit where all else is as in the ``other``."""
        if term is None:
            return ""
        naming = self.naming
        span = say_duration(term.limit, naming.language)
        if alike:
            return span
        basis = naming.code(term.basis)
        if term.start is not None:
            event = naming.event(change.protocol, term.start)
            return naming.word("term-from", span=span, basis=basis, event=event)
        # A case that is opened is to be taken up from its opening on.
        plain = other is None or other.start is None or change.opens is not None
        key = "term" if plain else "term-from-entry"
        return naming.word(key, span=span, basis=basis)

    def _passed(self) -> Iterator[Remark]:
        for each in passed(self.comparison, self.naming):
            yield Remark(each.kind, each.text, each.agency, each.protocol)

    def _own(self) -> Iterator[Remark]:
        """Yield what is written differently about an agency itself or its roles."""
        for change in self.comparison.written:
            for agency in self._concerned(change):
                said = self._written(change)
                yield Remark(change.kind, said.text, agency, None, change)

    def _concerned(self, change: Written) -> Iterable[Id]:
        keys = keys_of(change.path)
        books = self.naming.before.handbook, self.naming.after.handbook
        match [(each.key, each.name) for each in keys[:2]]:
            case [("agencies", str(name)), *_]:
                return (name,)
            case [("roles", str(name)), *_]:
                return _unique(home for book in books for home in book.homes(name))
            case [("regions", str(region)), ("roles", str(role)), *_]:
                found = (book.regions.get(region) for book in books)
                bound = (each.roles.get(role) for each in found if each is not None)
                return _unique(_bound(bound))
            case _:
                return ()

    def _written(self, change: Written) -> Remark:
        keys = keys_of(change.path)
        protocol = keys[0].name if keys[0].key == "protocols" else None
        text = say_written(change, self.naming)
        return Remark(change.kind, text, None, protocol, change)

    def _case(self, witness: Witness, protocol: Id) -> str:
        said = (
            self._step(number, step, protocol)
            for number, step in enumerate(witness.steps, start=1)
        )
        return self.naming.word(f"case-{witness.kind}", steps=enumerated(said))

    def _step(self, number: int, step: WitnessStep, protocol: Id) -> str:
        naming = self.naming
        if not step.activity:
            outcome = naming.code(step.outcome)
            return naming.word("step-end", number=number, outcome=outcome)
        if step.limit is not None:
            span = say_duration(step.limit, naming.language)
            state = naming.state(protocol, step.state)
            return naming.word("step-clock", number=number, state=state, span=span)
        what = naming.activity(protocol, step.activity)
        who = either(_unique(map(naming.party, step.by)), naming.language) or "–"
        said = naming.word("step-by", number=number, who=who, what=what)
        for fact, value in step.records:
            titles = {
                "fact": naming.title(protocol, NameKind.FACT, fact),
                "value": naming.title(protocol, NameKind.VALUE, f"{fact}.{value}"),
            }
            said = naming.word("recorded", said=said, **titles)
        return said


def _unique(names: Iterable[Id]) -> tuple[Id, ...]:
    return tuple(dict.fromkeys(names))


def _bound(bindings: Iterable[Binding | None]) -> Iterator[Id]:
    for binding in bindings:
        if binding is not None and binding.agency is not None:
            yield binding.agency
