"""Random protocols, ready to be proved and to be told, and sentences about them."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from hypothesis import assume, reject
from hypothesis import strategies as st
from pydantic import TypeAdapter

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.charts.starts import START
from katch_protocols.errors import BoundError
from katch_protocols.model.conditions import Condition
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.safeguards import Sentence
from katch_protocols.proofs.product_search import retold
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.verdicts import Answer
from katch_protocols.semantics.case_step import step
from katch_protocols.sentences.text import parse_condition
from tests.proofs.telling import BEYOND, Case, Teller, all_cases
from tests.strategies import make_world, small_worlds
from tests.strategies_authors import TESTS

__all__ = [
    "ALL_KINDS",
    "OTHERS",
    "TIMED",
    "World",
    "conditions",
    "random_worlds",
    "sentences",
]

SENTENCE: TypeAdapter[Any] = TypeAdapter(Sentence)

BUDGET = 200
"""How many cases are told of one protocol."""

DEEPEST = 12
"""How long the longest of them is."""

LIMIT = 20_000
"""How many configurations are looked at for one sentence."""

OTHERS: dict[str, tuple[str, ...]] = {
    "never": (),
    "requires": ("earlier",),
    "requires_since": ("earlier", "since"),
    "requires_that": (),
    "every_case_has": (),
    "after_then": ("later",),
    "after_never": ("forbidden",),
    "between_never": ("end", "forbidden"),
    "while_never": ("forbidden",),
    "at_most": (),
    "excludes": ("other",),
}
"""The kinds that one case breaks, and their other events."""

TIMED: dict[str, tuple[str, ...]] = {
    "after_then": ("later",),
    "at_least_every": ("end", "recurring"),
    "at_least_after": ("earlier",),
}
"""The kinds that set a time, and their other events."""

ALL_KINDS: dict[str, tuple[str, ...]] = {
    **OTHERS,
    **TIMED,
    "always_possible": (),
    "independent": ("other",),
    "different": ("other",),
    "same_person": ("other",),
}
"""The kinds that random sentences are of."""

SEATED: dict[str, tuple[str, ...]] = {"only_does": (), "takes_part": ()}
"""The kinds that say who sits at an activity; they are asked for by name."""

BY_PEOPLE = {"different", "same_person", *SEATED}
"""The kinds that ask who does it: no state may count as it."""

ROLES = ("officer", "nurse", "teacher")
"""Who may act in random protocols."""


class World:
    """One random protocol; its cases are told when they are first asked for."""

    def __init__(self, handbook: Handbook) -> None:
        protocol = handbook.protocols["first"]
        self.study = ProofSession(chart(protocol, handbook), Holders(handbook), LIMIT)
        self.teller = Teller(protocol, handbook)
        try:
            table = self.study.table
            assume(not table.endless)
        except BoundError:
            reject()
        # One that others open begins with the values that an opener may give it.
        begun = [e.brought for e in table.chart.entries if e.activity == START]
        self.teller.starts = tuple(map(dict, begun)) or ({},)
        self.states = [node.path for node in self.teller.tree.top.inside()]
        self.acts = list(dict.fromkeys(e.name for e in self.teller.tree.entries))
        happening = {e.name for e in self.teller.tree.entries if e.activity.is_signal}
        self.done = [name for name in self.acts if name not in happening]
        counted = self.teller.measured.items()
        self.measured = sorted({name for _, names in counted for name in names})
        self.by_people = [
            name
            for name in self.measured
            if all(full in self.done for full, names in counted if name in names)
        ]

    @cached_property
    def _told(self) -> tuple[list[Case], int]:
        return all_cases(self.teller, most=BUDGET, deepest=DEEPEST)

    @property
    def cases(self) -> list[Case]:
        """Every case, shorter ones first, as far as the budget reaches."""
        return self._told[0]

    @property
    def depth(self) -> int:
        """How many steps the cases told reach at least."""
        return self._told[1]

    @property
    def is_whole(self) -> bool:
        """Whether the cases told are all that there are."""
        return self.depth == BEYOND

    def replayed(self, answer: Answer) -> Case:
        """Walk a counterexample as a live case and by the interpreter at once."""
        assert answer.counterexample is not None
        table = self.study.table
        story = retold(answer.counterexample, table)
        word, case = table.initial, self.teller.begin()
        for row, after in zip(story.rows, story.words, strict=True):
            word = step(table, word, row.activity, dict(row.records))
            assert word == after
            if row.activity == START:
                case = self.teller.begin(dict(row.records))
                continue
            taken = (row.activity, table.chart.nodes[row.node].name, row.records)
            (case,) = [
                longer
                for longer in self.teller.go_on(case)
                if (move := longer.moves[-1])
                and (move.activity, move.origin, move.records) == taken
            ]
        states = set(table.configuration(word).states)
        # What no case escapes is so before any has begun.
        assert states in ({START}, case.now.active)
        return case


def random_worlds() -> st.SearchStrategy[World]:
    """Draw a protocol of every construct."""
    return small_worlds().map(make_world).map(World)


def hours() -> st.SearchStrategy[Duration]:
    return st.integers(1, 9).map(lambda n: Duration(amount=n, unit=Unit.HOURS))


@st.composite
def conditions(draw: st.DrawFn, world: World) -> Condition:
    """Draw a condition about a protocol, with full names."""
    test = st.sampled_from(
        [
            *TESTS,
            *(f"in {state}" for state in world.states),
            *(f"done {act}" for act in world.acts),
        ]
    )
    form = draw(st.sampled_from(["{}", "{}", "not ({})", "{} and {}", "{} or {}"]))
    return parse_condition(form.format(*(draw(test) for _ in range(form.count("{}")))))


@st.composite
def _own_parts(draw: st.DrawFn, kind: str, world: World, *, timed: bool) -> Any:
    """Draw what only one kind has besides its events."""
    if kind == "after_then" and not timed:
        return {}
    own: dict[str, st.SearchStrategy[dict[str, Any]]] = {
        "requires": st.fixed_dictionaries({"each_time": st.booleans()}),
        "at_most": st.fixed_dictionaries({"times": st.integers(1, 2)}),
        "every_case_has": st.just({"any_end": True}),
        "after_then": st.fixed_dictionaries({"within": hours()}),
        "at_least_every": st.fixed_dictionaries({"period": hours()}),
        "at_least_after": st.fixed_dictionaries({"least": hours()}),
        "only_does": st.fixed_dictionaries(
            {
                "actors": st.lists(
                    st.sampled_from(ROLES), min_size=1, max_size=2, unique=True
                )
            }
        ),
        "takes_part": st.fixed_dictionaries({"role": st.sampled_from(ROLES)}),
        "requires_that": st.fixed_dictionaries({"condition": conditions(world)}),
    }
    return draw(own.get(kind, st.just({})))


@st.composite
def sentences(draw: st.DrawFn, kind: str, world: World, *, timed: bool = False) -> Any:
    """Draw a sentence whose events are all different and full names."""
    every = [*world.acts, *world.states, *world.measured, *world.measured]
    done = [*world.done, *world.by_people]
    asked = done if kind in BY_PEOPLE else every
    assume(asked)
    names = [draw(st.sampled_from(world.states if kind == "while_never" else asked))]

    def another(known: Sequence[str] = every) -> str:
        others = [name for name in known if name not in names]
        assume(others)
        names.append(draw(st.sampled_from(others)))
        return names[-1]

    parts: dict[str, Any] = {"kind": kind, "event": names[0]}
    parts |= {other: another(asked) for other in {**ALL_KINDS, **SEATED}[kind]}
    parts |= draw(_own_parts(kind, world, timed=timed))
    if draw(st.booleans()):
        parts["where"] = draw(conditions(world))
    if draw(st.integers(0, 2)) == 0:
        parts["unless"] = [another() for _ in range(draw(st.integers(1, 2)))]
    return SENTENCE.validate_python(parts)
