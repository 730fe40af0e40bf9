"""A statechart as a file of others says it: what SCXML and XState share, unread yet."""

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

__all__ = ["FoundMachine", "FoundMove", "FoundState", "Kind"]

Kind = str
"""``state``, ``parallel``, ``final`` or ``history``."""


class FoundMove(Struct, eq=False):
    """A transition of the file.

    Attributes:
        line: Where it stands.
        event: What it waits for; ``None`` where it waits for nothing.
        completes: Whether it waits for the completion of its state.
        after: How long the clock waits, where that is what it waits for.
        target: The state or history it leads to; ``None`` where the machine stays.
        guard: Its condition as it is written; empty where it has none.
        when: The same as a sentence of ours, where the file has that.
        records, sets, makes: What it changes: facts that are stated, facts and their
            values, documents.
        told: What else the file tells in keys of ours.
    """

    line: int
    event: str | None = None
    completes: bool = False
    after: str = ""
    target: "FoundState | None" = None
    guard: str = ""
    when: str = ""
    records: tuple[str, ...] = ()
    sets: Mapping[str, str] = field(default_factory=dict)
    makes: tuple[str, ...] = ()
    title: str = ""
    told: Mapping[str, str] = field(default_factory=dict)


class FoundState(Struct, eq=False):
    """A state of the file; ``path`` is its name there from the top."""

    line: int
    name: str
    kind: Kind = "state"
    path: str = ""
    title: str = ""
    told: Mapping[str, str] = field(default_factory=dict)
    parent: "FoundState | None" = None
    children: list["FoundState"] = field(default_factory=list)
    initial: "FoundState | None" = None
    moves: list[FoundMove] = field(default_factory=list)

    @property
    def states(self) -> list["FoundState"]:
        """The children that are no history."""
        return [each for each in self.children if each.kind != "history"]

    def below(self) -> Iterator["FoundState"]:
        """Yield the states inside, level by level."""
        level = self.states
        while level:
            yield from level
            level = [child for each in level for child in each.states]


class FoundMachine(Struct):
    """A whole machine: its top, and what it knows of facts and documents.

    ``facts`` are the values of each fact in order; ``initially`` their first values.
    """

    name: str
    title: str
    top: FoundState
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    initially: Mapping[str, str] = field(default_factory=dict)
    documents: tuple[str, ...] = ()
