"""Do what is wanted, or refuse it: nothing in between."""

from datetime import datetime

from katch_protocols.cases.deciding import (
    Step,
    doer_of,
    find_step,
    waived_for,
)
from katch_protocols.cases.event import Deed, Event, EventKind, More
from katch_protocols.cases.ledger import Grant, Ledger, Moment
from katch_protocols.cases.plan import Act, Way
from katch_protocols.cases.refusing import why, why_not_lend
from katch_protocols.cases.saying import refusal
from katch_protocols.cases.tokens import person_of
from katch_protocols.cases.wish import Wish
from katch_protocols.errors import ActivityRefusedError, ConflictError, InstantError
from katch_protocols.findings import Need, Refusal, Unmet
from katch_protocols.model.noun import Id

__all__ = ["deed_of", "lend", "refused", "take"]

_CONFLICTS = {Need.VERSION, Need.KEY}


def take(ledger: Ledger, wish: Wish, moment: Moment) -> Event | None:
    """Take the step that a wish means, or find the event that the same request made.

    ``None`` if it is refused: then nothing changed, and ``refused`` says why.

    Raises:
        UnknownNameError: There is no such activity.
    """
    act = ledger.plan.act(wish.activity)
    used = _used(ledger, wish)
    if used is not None:
        return used if _is_same(used, act, wish) else None
    step = find_step(ledger, act, wish, moment)
    return None if step is None else _write(ledger, step, wish, moment.at)


def refused(ledger: Ledger, wish: Wish, moment: Moment) -> ActivityRefusedError:
    """Return the error that says why a step was not taken.

    Raises:
        UnknownNameError: It names something that is not there.
    """
    act = ledger.plan.act(wish.activity)
    if _used(ledger, wish) is not None:
        return _error(act.name, refusal(ledger.plan, act.name, [Unmet(Need.KEY)]))
    return _error(act.name, why(ledger, wish, moment))


def _write(ledger: Ledger, step: Step, wish: Wish, at: datetime) -> Event:
    way, actor, grant = step.way, wish.actor, step.offer.grant
    if actor is None:
        raise ActivityRefusedError(way.row.activity)
    waived = waived_for(way, ledger, at) if way.bounds else ()
    deed = deed_of(way, step.offer.role, actor.agency, wish.reason, waived)
    more = None
    if grant is not None or wish.key is not None or step.partners:
        behalf = None if grant is None else grant.principal
        more = More(behalf, wish.key, step.partners)
    event = ledger.write(deed, at, actor.token, more)
    doer = doer_of(actor.token, actor.agency, grant) if way.bounds else None
    ledger.move(way, at, doer)
    ledger.wind()
    return event


def deed_of(
    way: Way, role: Id, agency: Id | None, reason: Id | None, waived: tuple[Id, ...]
) -> Deed:
    """Return the part of an event that says what was done, made once for a way."""
    key = role, agency, reason, waived
    deed = way.deeds.get(key)
    if deed is None:
        row = way.row
        deed = way.deeds[key] = Deed(
            EventKind.ACTIVITY,
            row.activity,
            way.duty.origin if way.duty else "",
            role,
            agency,
            records=dict(row.records),
            reason=reason,
            waived=waived,
            row=row,
        )
    return deed


def _used(ledger: Ledger, wish: Wish) -> Event | None:
    """Return the event whose request had the same key."""
    if wish.key is None or not ledger.keys or wish.key not in ledger.keys:
        return None
    return ledger.log[ledger.keys[wish.key]]


def _is_same(event: Event, act: Act, wish: Wish) -> bool:
    """Tell whether a wish is the very one that an event came of."""
    partners = sorted(each.token for each in wish.partners or ())
    asked = act.name, wish.actor and wish.actor.token, wish.reason
    return (
        asked == (event.activity, event.by, event.reason)
        and dict(wish.records or {}) == event.records
        and partners == sorted(token for _, token, _ in event.together_with)
        and wish.role in {None, event.role}
        and wish.state in {None, event.deed.origin}
    )


def _error(activity: str, found: Refusal | None) -> ActivityRefusedError:
    if found is None:
        return ActivityRefusedError(activity)
    sentences = found.said["en"][1:]
    if _CONFLICTS.isdisjoint(found.needs):
        return ActivityRefusedError(activity, sentences, found)
    return ConflictError(activity, sentences, found)


def lend(
    ledger: Ledger, wish: Wish, deputy: str, until: datetime, moment: Moment
) -> Event:
    """Lend a role; raises as ``Case.stand_in`` does."""
    actor, role = wish.actor, wish.role
    if until <= moment.at:
        raise InstantError("until", "order")
    found = why_not_lend(ledger, wish, moment)
    if found is not None or actor is None or role is None:
        raise _error(wish.activity, found)
    deed = Deed(
        EventKind.STAND_IN,
        wish.activity,
        role=role,
        agency=actor.agency,
        deputy=deputy,
        until=until,
    )
    event = ledger.write(deed, moment.at, actor.token)
    loan = Grant(role, person_of(deputy), actor.token, actor.agency, until)
    ledger.grant(loan)
    return event
