"""What can happen next in a walk, and which of it a typed line means."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from katch_protocols.charts.chart import ChartTimer, Entry
from katch_protocols.cli.refusals import CommandRefusal, unknown
from katch_protocols.model.checklists import Checklist
from katch_protocols.model.noun import Id, Label
from katch_protocols.semantics.table import Row, Table
from katch_protocols.words.lists import as_typed

__all__ = [
    "LEAVING",
    "Choice",
    "Options",
    "TypedStep",
    "choices",
    "find_choice",
    "find_row",
    "meant",
    "read_typed",
]


LEAVING = frozenset({"quit", "exit", "q"})
"""What leaves a walk, wherever it is typed."""

Options = Mapping[str, Label | None]
"""What can be chosen, by id, each with its title."""


def meant(said: str, options: Options) -> str | None:
    """Return the id that an answer means; ``None`` if it means none, or several."""
    if said in options:
        return said
    if said.isdecimal() and 0 < int(said) <= len(options):
        return tuple(options)[int(said) - 1]
    typed = _plain(said)
    found = [
        name
        for name, label in options.items()
        if label is not None and typed in map(_plain, label.texts.values())
    ]
    return found[0] if len(found) == 1 else None


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


class Choice(Struct, frozen=True):
    """One activity, or one step of the clock, that can happen now."""

    name: str
    rows: tuple[Row, ...]

    @property
    def entry(self) -> Entry | None:
        """Where the activity is declared; ``None`` for the clock."""
        return self.rows[0].entry

    @property
    def timer(self) -> ChartTimer | None:
        """The clock's move; ``None`` for an activity."""
        return self.rows[0].timer

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that the actor states."""
        return tuple(fact for fact, _ in self.rows[0].records)

    def labels(self, fact: str, table: Table) -> Options:
        """The values that the actor can state for ``fact``, with their labels."""
        known = table.chart.facts[fact].values
        return {value: known[value] for value in self.values(fact)}

    def values(self, fact: str) -> tuple[str, ...]:
        """The values that the actor can state for ``fact``."""
        return tuple(dict.fromkeys(dict(row.records)[fact] for row in self.rows))


class TypedStep(Struct, frozen=True):
    """A line as typed: what should happen, and the facts stated with it."""

    name: str
    records: Mapping[str, str]


def choices(table: Table, word: int) -> tuple[Choice, ...]:
    """Return what can happen in ``word``, in the order of the table."""
    rows: dict[str, list[Row]] = {}
    for row in table.possible(word):
        rows.setdefault(row.activity, []).append(row)
    return tuple(Choice(name, tuple(found)) for name, found in rows.items())


def read_typed(line: str) -> TypedStep:
    """Read ``screen_safety danger=present``, or the number of a choice."""
    words = line.split()
    records = dict(word.split("=", 1) for word in words if "=" in word)
    return TypedStep(" ".join(word for word in words if "=" not in word), records)


def find_choice(name: str, possible: tuple[Choice, ...], table: Table) -> Choice:
    """Return the choice of a number, a title, a full name or its last part.

    A title, and a last part, count where they are unmistakable.

    Raises:
        Refusal: No activity has that name, or it is not possible now.
    """
    options = {each.name: table.chart.title_of(each.name) for each in possible}
    chosen = meant(name, options)
    if chosen is not None:
        return next(each for each in possible if each.name == chosen)
    found = [each for each in possible if name in {each.name, _bare(each.name)}]
    if len(found) == 1:
        return found[0]
    known = {row.activity for row in table.rows}
    others = {each: table.chart.title_of(each) for each in sorted(known)}
    if not name.isdecimal() and meant(name, others) is not None:
        raise CommandRefusal("not-possible-now", name=name)
    if name in known | {_bare(each) for each in known}:
        raise CommandRefusal("not-possible-now", name=name)
    raise unknown("unknown-activity", name, known)


def ticks(answer: str, checklist: Checklist) -> tuple[Id, ...]:
    """Return the items of a checklist whose numbers were typed, spaces between.

    Raises:
        Refusal: A word is no number of the list.
    """
    items = tuple(checklist.items)
    numbers = dict(enumerate(items, start=1))
    words = answer.replace(",", " ").split()
    for word in words:
        if not (word.isdecimal() and int(word) in numbers):
            raise CommandRefusal("unknown-tick", name=word)
    return tuple(dict.fromkeys(numbers[int(word)] for word in words))


def find_row(choice: Choice, records: Mapping[str, str]) -> Row:
    """Return the row of ``choice`` for the stated facts.

    Raises:
        Refusal: A fact that the activity does not record, or a value it cannot take.
    """
    for fact, value in records.items():
        _check_known("unknown-fact", fact, choice.facts)
        _check_known("unknown-value", value, choice.values(fact))
    return next(row for row in choice.rows if dict(row.records) == dict(records))


def _check_known(key: str, name: str, known: Iterable[str]) -> None:
    names = tuple(known)
    if name not in names:
        raise unknown(key, name, names).and_see("choose", choices=as_typed(names))


def _bare(name: str) -> str:
    return name if name.startswith("clock(") else name.rpartition(".")[2]
