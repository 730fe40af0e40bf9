"""Whether those who acted were those who may: a live case's own decision, asked again.

What the log does not tell is not judged: then anybody might have been the right one.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from msgspec import Struct

from katch_protocols.cases.authorize import Denial, authorize
from katch_protocols.cases.compiled_case import CompiledRow
from katch_protocols.cases.event import Partner
from katch_protocols.cases.offices import Bodies, Offices
from katch_protocols.cases.refusal import BETWEEN
from katch_protocols.cases.request import Actor, Request
from katch_protocols.cases.separation import doer_of, sitting
from katch_protocols.cases.state import CaseState, Decision, Doer, Grant
from katch_protocols.evidence.logs.events import (
    LogEvent,
    LogPartner,
    instant_of_micros,
)
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import Enforcement
from katch_protocols.refusals import Need, Unmet

__all__ = ["PeopleAnswer", "PeopleAsked", "attested_loans", "judge_people"]

_JUDGED = frozenset(
    {
        Need.ROLE,
        Need.HOLDER,
        Need.AGENCY,
        Need.REGION,
        Need.QUALIFICATION,
        Need.PARTNER,
        Need.ONLY,
        Need.SEPARATION,
        Need.AGENCY_SEPARATION,
        Need.BINDING,
        Need.EARLY,
    }
)
_BY_AGENCY = frozenset({Need.AGENCY, Need.AGENCY_SEPARATION, Need.ONLY})
_BY_PERSON = frozenset({Need.SEPARATION, Need.BINDING})


_MOST_KNOWN = 100_000


class PeopleAnswer(Struct, frozen=True):
    """What a live case would have said of a step, and who counts as having acted.

    ``untold`` is what the log does not tell and was asked for: ``role``, ``agency``,
    ``person``, ``together_with``.
    """

    unmet: tuple[Unmet, ...]
    doer: Doer | None
    role: Id | None
    agency: Id | None
    untold: tuple[str, ...]


class PeopleAsked:
    """Asks for one protocol whether those who acted may, the same only once.

    Who acted matters to sentences about people, and what happened to those about time:
    steps under neither are asked about once for each word and constellation of people.
    """

    def __init__(self) -> None:
        self._known: dict[object, PeopleAnswer] = {}

    def judge(
        self, event: LogEvent, row: CompiledRow, state: CaseState, at: int
    ) -> PeopleAnswer:
        """Answer as ``judge_people`` does."""
        if not _is_alike(event, row, state, at):
            return judge_people(event, row, state, at)
        key = _key(event, row, state, at)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            found = self._known[key] = judge_people(event, row, state, at)
        return found


def _is_alike(event: LogEvent, row: CompiledRow, state: CaseState, at: int) -> bool:
    """Tell whether nothing but the word, the people and the day matters to a step."""
    if row.constraints or row.waits or row.opens or row.entry.awaits:
        return False
    if state.grants or event.behalf is not None:
        return False
    return not state.log or state.log[-1].at <= instant_of_micros(at)


def _key(event: LogEvent, row: CompiledRow, state: CaseState, at: int) -> object:
    people: dict[str | None, int] = {event.person: 0}
    partners = event.partners
    return (
        id(row),
        state.word,
        state.region,
        id(state.bodies(instant_of_micros(at))),
        event.roles,
        event.agencies,
        event.region,
        event.qualified,
        event.person is None,
        tuple(sorted(event.records.items())),
        None
        if partners is None
        else tuple(
            (
                each.roles,
                each.agencies,
                each.person and people.setdefault(each.person, len(people)),
            )
            for each in partners
        ),
    )


def judge_people(
    event: LogEvent, row: CompiledRow, state: CaseState, at: int
) -> PeopleAnswer:
    """Ask whether an event of a log could have been taken by those who took it.

    Of several agencies, the one counts with which least is lacking.
    """
    found: PeopleAnswer | None = None
    for agency in event.agencies or (None,):
        judged = _judged(event, row, state, (agency, at))
        if found is None or len(judged.unmet) < len(found.unmet):
            found = judged
        if not judged.unmet:
            break
    # There is at least one round.
    return found or PeopleAnswer((), None, None, None, ())


def _judged(
    event: LogEvent, row: CompiledRow, state: CaseState, how: tuple[Id | None, int]
) -> PeopleAnswer:
    agency, at = how
    entry, when = row.entry, instant_of_micros(at)
    untold = tuple(_untold(event, row, state, when))
    actor = _actor(event, state, agency)
    partners = None
    if event.partners is not None:
        partners = tuple(
            _partner(each, state, number) for number, each in enumerate(event.partners)
        )
    role = event.roles[0] if len(event.roles) == 1 else None
    request = Request(
        row.row.activity,
        actor,
        partners,
        dict(row.row.records),
        entry.reasons[0] if entry.reasons else None,
        role if role in entry.roles else None,
        entry.origin,
    )
    bodies = _bodies(state.bodies(when), event)
    offices = Offices(state, when, bodies, event.behalf)
    found = authorize(offices, request)
    if isinstance(found, Decision):
        return PeopleAnswer((), found.doer, found.role, agency, untold)
    unmet = tuple(_told(found, event))
    doer = _doer(row, actor, partners)
    return PeopleAnswer(unmet, doer, role, agency, untold)


def _told(denial: Denial, event: LogEvent) -> Iterator[Unmet]:
    known = denial.offices.state.compiled.handbook.roles
    for each in denial.unmet():
        if each.need not in _JUDGED:
            continue
        if not event.agencies and each.need in _BY_AGENCY:
            actors = each.facts.get("actors", "").split(BETWEEN)
            if not (event.roles and each.need is Need.ONLY and {*actors} <= {*known}):
                continue  # of roles alone it is known that none of them acted
        if event.person is None and each.need in _BY_PERSON:
            continue
        if not event.roles and each.need is Need.ROLE:
            continue
        yield each


def _untold(
    event: LogEvent, row: CompiledRow, state: CaseState, at: datetime
) -> Iterator[str]:
    """Yield what is asked for and the log does not tell."""
    entry = row.entry
    if not event.roles:
        yield "role"
    if not event.agencies and (not event.roles or _asks_agency(event, row, state, at)):
        yield "agency"
    if event.person is None and row.constraints:
        yield "person"
    if event.partners is None and (entry.partners or entry.panels):
        yield "together_with"


def _asks_agency(
    event: LogEvent, row: CompiledRow, state: CaseState, at: datetime
) -> bool:
    """Tell whether a sentence asks of which agency somebody is whose role is told."""
    bodies, known = state.bodies(at), {*state.compiled.handbook.agencies}
    held = {agency for role in event.roles for agency in bodies.get(role, ())}
    for each in row.constraints:
        kind, actors = each.constraint.kind, {*each.constraint.actors}
        if kind is Enforcement.AGENCIES_APART:
            return True
        is_named = bool(actors & {*event.roles}) or (held and held <= actors)
        if kind is Enforcement.ONLY and actors & known and not is_named:
            return True
    return False


def attested_loans(event: LogEvent, state: CaseState) -> tuple[Grant, ...]:
    """Return the loans that an event attests by telling whom its deputy stood in for.

    For logs that tell no loan by itself: until when it was is not known, nor for which
    agency whoever lent the role acts.
    """
    if event.behalf is None:
        return ()
    chairs = state.compiled.chairs
    named = event.roles or tuple(state.compiled.handbook.roles)
    roles = dict.fromkeys(chairs.get(role, role) for role in named)
    deputy, ever = _token(event, state), datetime.max.replace(tzinfo=UTC)
    return tuple(Grant(role, deputy, event.behalf, None, ever) for role in roles)


def _token(event: LogEvent, state: CaseState) -> str:
    return event.person or f"nobody-{len(state.log)}"


def _actor(event: LogEvent, state: CaseState, agency: Id | None) -> Actor:
    handbook = state.compiled.handbook
    roles: Sequence[Id] = event.roles or tuple(handbook.roles)
    if event.behalf is not None:
        # What somebody lent is no role of one's own.
        roles = ()
    chairs = state.compiled.chairs
    known = handbook.qualifications if event.qualified is None else event.qualified
    return Actor(
        _token(event, state),
        roles={*roles, *(chairs.get(role, role) for role in roles)},
        agency=agency,
        region=event.region,
        qualified=known,
    )


def _partner(partner: LogPartner, state: CaseState, number: int) -> Actor:
    handbook = state.compiled.handbook
    agencies = partner.agencies
    return Actor(
        partner.person or f"partner-{len(state.log)}-{number}",
        roles=partner.roles or tuple(handbook.roles),
        agency=agencies[0] if agencies else None,
        region=None,
        qualified=tuple(handbook.qualifications),
    )


def _bodies(bodies: Bodies, event: LogEvent) -> Bodies:
    """Return who holds which role, or that anybody may where the log does not tell."""
    partners = event.partners or ()
    free = not event.agencies
    if not free and all(each.agencies for each in partners):
        return bodies
    return {role: {*found, None} if found else found for role, found in bodies.items()}


def _doer(
    row: CompiledRow, actor: Actor, partners: tuple[Actor, ...] | None
) -> Doer | None:
    """Return who acted all the same, for sentences about people."""
    if not row.constraints:
        return None
    found = doer_of(actor.token, actor.agency)
    panel: Mapping[Id, object] = row.entry.panels
    for role in panel:
        known = row.entry.panels[role]
        if known.chair in actor.roles:
            seats: list[Partner] = [
                (next(iter(sorted(each.roles))), each.token, each.agency)
                for each in partners or ()
            ]
            return sitting(found, known, actor.agency, seats)
    return found
