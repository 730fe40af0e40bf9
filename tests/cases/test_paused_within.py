"""A case within a composite that is left and taken up again, beside the same unpaused.

A protocol is lived by itself, and once more run by another one that pauses it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple, TypeVar

from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st

from katch_protocols.cases.case import Case
from katch_protocols.cases.deadlines import running, timers
from katch_protocols.charts.build import chart
from katch_protocols.errors import ActivityRefusedError, BoundError, ProtocolError
from katch_protocols.model.deadlines import Deadline
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Noun
from katch_protocols.model.states import OnPause
from katch_protocols.proofs.proof_session import most_configurations
from katch_protocols.verbs.live_cases import open_case
from tests.cases.living import HOMES, HOUR, NARROW, NOW, PEOPLE
from tests.making import PANEL, make_protocol
from tests.proofs.timing.clockmaking import timed_protocols

FEW = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
# Days that are no working days would part the timers of the two.
TIMED = st.one_of(
    timed_protocols("timers and stops, duties and powers"),
    timed_protocols("calendar and stops, duties and powers"),
)
_Noun = TypeVar("_Noun", bound=Noun)


def since_acts(noun: _Noun, acts: frozenset[str]) -> _Noun:
    """Let clocks count from acts alone: a state that is taken up is entered again."""
    if isinstance(noun, Deadline):
        start = noun.start if noun.start in acts else None
        return noun.model_copy(update={"start": start})
    update: dict[str, Any] = {}
    for name in ("within", "every", "handover"):
        one = getattr(noun, name, None)
        if one is not None:
            update[name] = since_acts(one, acts)
    for name in ("states", "parallel", "activities"):
        every = getattr(noun, name, {})
        update |= {name: {n: since_acts(e, acts) for n, e in every.items()}}
    return noun.model_copy(update={n: each for n, each in update.items() if each})


def pausing(handbook: Handbook, rule: OnPause) -> Handbook:
    """Return a handbook in which ``outer`` runs the protocol, and may pause it."""
    first = handbook.protocols["first"]
    acts = frozenset(chart(first, handbook).activities)
    ends = [name for name, state in first.states.items() if state.final]
    outer = make_protocol(
        {
            "states": {
                "main": {"runs": "first", "then": dict.fromkeys(ends, "over")},
                "rest": {"activities": {"go_on": {"to": "resume main"}}},
                "over": {"final": True},
            },
            "activities": {"halt": {"to": "rest", "from": ["main"]}},
        },
        name="outer",
    )
    main = outer.states["main"].model_copy(update={"on_pause": rule})
    outer = outer.model_copy(update={"states": {**outer.states, "main": main}})
    protocols = {"first": since_acts(first, acts), "outer": outer}
    return handbook.model_copy(update={"protocols": handbook.protocols | protocols})


class Clock(NamedTuple):
    """What runs in a case: a deadline of a state or of a duty, or a timer."""

    state: str
    name: str
    limit: str
    since: datetime


def clocks(case: Case, prefix: str = "") -> Iterator[Clock]:
    """Yield what runs, by the names of the protocol alone; each ends when it should."""
    later = case.view().compiled.clocks.calendar.later
    for due in running(case.view()):
        assert due.at == later(due.since, due.limit)
        state = due.state.removeprefix(prefix).removeprefix(prefix[:-1])
        name = (due.activity or "").removeprefix(prefix)
        yield Clock(state, name, f"{due.limit} {due.every}", due.since)
    for timer in timers(case.view()):
        length = timer.at - timer.since
        yield Clock(timer.state.removeprefix(prefix), "", str(length), timer.since)


@dataclass
class Pair:
    """A case, and the same one inside another, whose acts come later by so much."""

    alone: Case
    within: Case
    random: Random
    shift: timedelta = timedelta()

    @classmethod
    def begun(cls, handbook: Handbook, random: Random) -> "Pair":
        if most_configurations(chart(handbook.protocols["first"], handbook)) > NARROW:
            reject()
        try:
            every = [
                open_case(
                    handbook.protocols[name],
                    reference=name,
                    region=next(iter(handbook.regions), None),
                    at=NOW,
                    handbook=handbook,
                )
                for name in ("first", "outer")
            ]
        except (BoundError, ProtocolError):
            reject()
        return cls(*every, random)

    @property
    def now(self) -> datetime:
        return max(self.alone.last, self.within.last - self.shift)

    def pause(self, at: datetime, length: timedelta, rule: OnPause) -> datetime:
        """Pause the second; return when, for the first, that is over."""
        if rule is not OnPause.STOP and not self.is_before_steps(at + length):
            length = timedelta()
        self.within.do("halt", by=PEOPLE[0], at=at + self.shift)
        self.within.do("go_on", by=PEOPLE[0], at=at + self.shift + length)
        if rule is OnPause.STOP:
            self.shift += length
            return at
        return at + length

    def is_before_steps(self, at: datetime) -> bool:
        """Tell whether the clock makes no step by an instant."""
        return self.alone.wakes_at is None or at < self.alone.wakes_at

    def advance(self, at: datetime) -> None:
        """Let the clock make its steps in both."""
        self.alone.advance(at)
        self.within.advance(at + self.shift)

    def do(self, at: datetime) -> None:
        """Do something in both, or be refused alike."""
        names = [*self.alone.possible(at=at)]
        inside = {*self.within.possible(at=at + self.shift)} - {"halt"}
        assert {f"main.{name}" for name in names} == inside
        if not names:
            return
        name = self.random.choice(names)
        compiled = self.alone.view().compiled
        rows = [row for row in compiled.table.rows if row.activity == name]
        records = dict(self.random.choice(rows).records)
        roles = {r for entry in compiled.activity(name).entries for r in entry.roles}
        homes = {HOMES["nurse" if role == PANEL.id else role] for role in roles}
        by = self.random.choice([each for each in PEOPLE if each.agency in homes])
        other = next(each for each in PEOPLE if each.agency != by.agency)
        people = {"by": by, "together_with": [other] if PANEL.id in roles else []}
        said = []
        for case, full, when in (
            (self.alone, name, at),
            (self.within, f"main.{name}", at + self.shift),
        ):
            try:
                case.do(full, at=when, records=records, **people)
                said.append([])
            except ActivityRefusedError as error:
                said.append([each.need for each in error.refusal.unmet])
        assert said[0] == said[1]

    def compare(self, earliest: datetime = NOW) -> None:
        """What runs counts in both from one instant; at least from ``earliest``."""
        assert self.alone.is_complete == self.within.is_complete
        mine = (
            each._replace(since=max(each.since + self.shift, earliest))
            for each in clocks(self.alone)
        )
        assert sorted(mine) == sorted(clocks(self.within, "main."))


@FEW
@given(TIMED, st.sampled_from(OnPause), st.randoms(use_true_random=False))
def test_a_pause_moves_every_clock_as_its_rule_says(
    handbook: Handbook, rule: OnPause, random: Random
) -> None:
    pair = Pair.begun(pausing(handbook, rule), random)
    for _ in range(12):
        if pair.alone.is_complete:
            break
        at = pair.now + random.randrange(4) * HOUR
        if not pair.is_before_steps(at):
            pair.advance(max(pair.alone.wakes_at or at, pair.now))
        elif random.random() < 0.4:
            again = pair.pause(at, random.choice((0, 0, 1, 2, 30)) * HOUR, rule)
            if rule is OnPause.RESTART:
                pair.compare(again)
                return
            pair.do(again)
        else:
            pair.do(at)
        pair.compare()
