"""Random live cases under sentences, told by the second interpreter as they go.

Whoever lives a case keeps every deadline, as proofs assume. What was lived is judged on
its log, straight from the language's page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import reject

from katch_protocols.cases.acting import ends_of
from katch_protocols.cases.case import Case
from katch_protocols.cases.deadlines import running
from katch_protocols.cases.event import CaseEvent, EventKind
from katch_protocols.cases.request import Actor
from katch_protocols.charts.build import chart
from katch_protocols.errors import ActivityRefusedError, BoundError
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.proofs.proof_session import most_configurations
from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.verbs.live_cases import open_case
from tests.interpreter import UnendingError
from tests.making import PANEL
from tests.proofs import telling
from tests.proofs.judging import Bound, bound, is_broken
from tests.proofs.random_worlds import World

__all__ = [
    "HOUR",
    "NOW",
    "PEOPLE",
    "PROVED",
    "Life",
    "begun",
    "bound_by",
    "breaks",
    "lived",
    "verdicts",
]

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
HOMES = {"officer": "police", "nurse": "clinic", "teacher": "school"}
PEOPLE = [
    Actor(f"{role}-{number}", roles=[*HOMES], agency=agency, region=None)
    for role, agency in HOMES.items()
    for number in range(2)
]
"""Two people of each agency; whoever they say they are, the handbook tells what of."""

PROVED = {Verdict.HOLDS, Verdict.VACUOUS}

NARROW = 20_000
"""Of how many configurations a protocol may be that is lived."""


@dataclass
class Life:
    """One case that is lived, and when each of its steps was, the start first.

    ``kept`` is as far as every deadline was kept: a step into what is already overdue
    belongs to no case that keeps its deadlines. ``tries`` counts what was refused too.
    Who ``dawdles`` lets time pass whatever is due.
    """

    case: Case
    teller: telling.Teller
    story: telling.Case
    kept: telling.Case
    instants: list[datetime]
    people: list[frozenset[str]]
    tries: int = 0
    is_late: bool = False
    until: datetime | None = None
    dawdles: bool = False

    @property
    def steps(self) -> int:
        """How many steps the case took."""
        return len(self.story.moves)

    @property
    def hours(self) -> list[float]:
        """At which hour of the case each event was."""
        start = self.instants[0]
        return [
            (self.instants[event.step] - start) / HOUR for event in self.story.events
        ]

    def after(self, at: datetime, span: Duration) -> datetime:
        """Return when a span is over that began at an instant."""
        return self.case.view().compiled.clocks.calendar.later(at, span)

    def follow(self, since: int) -> None:
        """Tell what was logged since a version, by the second interpreter."""
        for event in self.case.events[since:]:
            if event.kind is EventKind.NEWS:
                continue
            taken = (event.activity, event.deed.origin, dict(event.deed.records))
            (move,) = [
                each
                for each in self.teller.possible(self.story.now)
                if (each.activity, each.origin, dict(each.records)) == taken
            ]
            self.story = self.teller.taken(self.story, move)
            self.instants.append(event.at)
            self.people.append(acted(event))
        self.look()

    def look(self) -> None:
        """Find how far time may pass: to what is due first, or to what the clock does.

        ``None`` where nothing is due.
        """
        case = self.case
        every = [each.at for each in running(case.view())]
        due = [at for at in every if at >= case.last]
        self.is_late |= len(due) < len(every)
        if not self.is_late:
            self.kept = self.story
        wakes = [] if case.wakes_at is None else [case.wakes_at]
        self.until = min([*due, *wakes], default=None)


def acted(event: CaseEvent) -> frozenset[str]:
    """Return who acted in a step: of a panel, everybody who sat."""
    if event.kind is not EventKind.ACTIVITY or event.by is None:
        return frozenset()
    sat = event.together_with if event.role == PANEL.id else ()
    return frozenset({event.by, *(token for _, token, _ in sat)})


def begun(
    handbook: Handbook, teller: telling.Teller | None = None, at: datetime = NOW
) -> Life:
    """Open a case; what is too wide, or never comes to rest, is not lived."""
    protocol = handbook.protocols["first"]
    if teller is None:
        if most_configurations(chart(protocol, handbook)) > NARROW:
            reject()
        teller = telling.Teller(protocol, handbook)
    region = next(iter(handbook.regions), None)
    try:
        story = teller.begin()
        case = open_case(
            protocol, reference="case-1", region=region, at=at, handbook=handbook
        )
    except (UnendingError, BoundError):
        reject()
    life = Life(case, teller, story, story, [at], [frozenset()])
    life.look()
    return life


def bound_by(handbook: Handbook, rules: Sequence[Any]) -> Handbook:
    """Return the handbook in which sentences bind the protocol, as g0, g1 …."""
    named = {f"g{n}": Safeguard(id=f"g{n}", rule=rule) for n, rule in enumerate(rules)}
    first = handbook.protocols["first"].model_copy(update={"safeguards": named})
    protocols = {**handbook.protocols, "first": first}
    return handbook.model_copy(update={"protocols": protocols})


def verdicts(rules: Sequence[Any], world: World) -> Iterator[tuple[str, Any, Verdict]]:
    """Yield each sentence under the name by which it binds, with its verdict."""
    for number, rule in enumerate(rules):
        yield f"g{number}", rule, prove_sentence(rule, world.study).verdict


# How it is lived --------------------------------------------------------------------


def lived(
    life: Life,
    random: Random,
    held: set[str],
    most: int,
    *,
    pauses: Sequence[int] = range(4),
) -> None:
    """Live a case for so many tries; what holds is never the reason of a refusal.

    One of ``pauses``, in hours, passes between two of them, where nothing is due.
    """
    case = life.case
    for _ in range(most):
        before, until = case.version, None if life.dawdles else life.until
        at = case.last + random.choice(pauses) * HOUR
        if until is not None:
            # What has been overdue from the start can't be kept; it may go on at once.
            at = max(min(at, until), case.last)
            if random.random() < 0.1:
                at = max(until, case.last)
        life.tries += 1
        if case.wakes_at is not None and at >= case.wakes_at:
            case.advance(at)
            life.follow(before)
        elif not _happened(life, random, held, at) and not case.possible():
            return


def _happened(life: Life, random: Random, held: set[str], at: datetime) -> bool:
    """Let something happen at an instant, if it does; news of opened cases comes."""
    case, before = life.case, life.case.version
    names = [*case.possible(at=at), *case.signals(at=at)]
    book = case.view().compiled.handbook
    told = [
        (link.reference, became)
        for link in case.beside
        for became in ("taken_up", *ends_of(book, link.protocol))
    ]
    try:
        if told and random.random() < 0.2:
            case.tell(*random.choice(told), at=at)
        elif names:
            _try(case, random, random.choice(names), at)
        else:
            return False
    except ActivityRefusedError as error:
        broken = {unmet.facts.get("safeguard") for unmet in error.refusal.unmet}
        if broken & held:
            raise AssertionError(str(error)) from error
        return False
    life.follow(before)
    return True


def _try(case: Case, random: Random, name: str, at: datetime) -> None:
    """Let somebody try what is possible; facts are stated as they are asked for."""
    compiled = case.view().compiled
    rows = [row for row in compiled.table.rows if row.activity == name]
    records = dict(random.choice(rows).records)
    if compiled.activity(name).is_signal:
        case.signal(name, at=at, records=records)
        return
    roles = {role for entry in compiled.activity(name).entries for role in entry.roles}
    homes = {HOMES["nurse" if role == PANEL.id else role] for role in roles}
    likely = [each for each in PEOPLE if each.agency in homes]
    by = random.choice(likely if random.random() < 0.9 else PEOPLE)
    others = [each for each in PEOPLE if each.agency != by.agency]
    sits = PANEL.id in roles and (len(roles) == 1 or random.random() < 0.5)
    partners = [random.choice(others)] if sits else []
    entries = [row.entry for row in rows if row.entry is not None]
    is_elsewhere = any(each.another for entry in entries for each in entry.opens)
    opens_in = "there" if is_elsewhere else None
    case.do(
        name,
        by=by,
        at=at,
        records=records,
        together_with=partners,
        opens_in=opens_in,
    )


# How it is judged -------------------------------------------------------------------


def breaks(rule: Any, life: Life) -> bool:
    """Tell whether what was lived breaks a sentence."""
    match rule.kind:
        case "at_least_after":
            return _is_early(rule, life)
        case "at_least_every":
            return _is_sparse(rule, life)
        case "after_then" if rule.within is not None:
            return _is_late(rule, life)
        case "different" | "same_person":
            return _is_of_others(rule, life)
    return is_broken(rule, life.story)


def _over(it: Bound, life: Life) -> datetime:
    """Return until when a sentence watches: its exception, or as far as was lived."""
    excepted = [e.step for e in life.kept.events if e.is_any_of(it.rule.unless)]
    return life.instants[excepted[0] if excepted else len(life.kept.moves)]


def _is_late(rule: Any, life: Life) -> bool:
    """Tell whether ``after A then B within D`` is broken by the hour."""
    it = bound(rule, life.kept)
    over = _over(it, life)
    for n in it.first:
        answered = [it.events[m].step for m in it.at(rule.later) if m > n][:1]
        if not answered and it.ended:
            return True
        end = min([over, *(life.instants[step] for step in answered)])
        if end > life.after(life.instants[it.events[n].step], rule.within):
            return True
    return False


def _is_sparse(rule: Any, life: Life) -> bool:
    """Tell whether ``between A and B always C at least every D`` is broken."""
    it = bound(rule, life.kept)
    over = _over(it, life)
    first, recurring, end = set(it.first), {*it.at(rule.recurring)}, {*it.at(rule.end)}
    last: datetime | None = None
    for n, event in enumerate(it.events):
        at = life.instants[event.step]
        if last is not None and n in recurring | end:
            if at > life.after(last, rule.period):
                return True
            last = None if n in end else at
        if last is None and n in first:
            last = at
    return last is not None and over > life.after(last, rule.period)


def _is_early(rule: Any, life: Life) -> bool:
    """Tell whether ``A at least D after B`` is broken by the hour."""
    it = bound(rule, life.story)
    earlier = it.at(rule.earlier)
    for n in it.first:
        last = max((m for m in earlier if m < n), default=None)
        if last is None:
            continue
        at, since = (life.instants[it.events[m].step] for m in (n, last))
        if at < life.after(since, rule.least):
            return True
    return False


def _is_of_others(rule: Any, life: Life) -> bool:
    """Tell whether those acted together whom a sentence parts, or the reverse."""
    it = bound(rule, life.story)
    first = {it.events[n].step for n in it.first}
    other = {it.events[n].step for n in it.at(rule.other)}
    met = [
        bool(life.people[one] & life.people[two])
        for one in first
        for two in other
        if one != two
    ]
    return any(met) if rule.kind == "different" else not all(met)
