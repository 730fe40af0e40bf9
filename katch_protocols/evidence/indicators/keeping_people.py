"""Whether one case kept a sentence about who acts."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from katch_protocols.evidence.indicators.history import CaseHistory, Moment, Person
from katch_protocols.evidence.indicators.keeping import (
    Keeping,
    binding_moments,
    worst_of,
)
from katch_protocols.model.conditions import Condition
from katch_protocols.model.noun import Id
from katch_protocols.model.parties import Role
from katch_protocols.model.safeguards import Different, OnlyDoes, SamePerson, TakesPart

__all__ = ["by_whom", "only_does", "takes_part"]


def _people(case: CaseHistory, moment: Moment) -> tuple[Person, ...]:
    return case.steps[moment.step].people if moment.step >= 0 else ()


def only_does(rule: OnlyDoes, case: CaseHistory, _: datetime) -> Keeping:
    """Judge ``only X does A``; a role or agency that is not told may be X."""
    allowed = set(rule.actors)
    book = case.compiled.handbook
    by_role, by_agency = (
        not allowed.isdisjoint(each) for each in (book.roles, book.agencies)
    )
    found = set[Keeping]()
    for moment in binding_moments(rule, case, rule.event, rule.where):
        doers, panel = _sitting(case, moment)
        if panel in allowed:
            continue
        if not doers:
            found.add(Keeping.UNTOLD)
        for role, agency, _token in doers:
            if role in allowed or agency in allowed:
                continue
            is_unknown = (by_role and role is None) or (by_agency and agency is None)
            found.add(Keeping.UNTOLD if is_unknown else Keeping.BROKEN)
    return worst_of(found)


def takes_part(rule: TakesPart, case: CaseHistory, _: datetime) -> Keeping:
    """Judge ``A with ROLE``."""
    standing = Keeping.KEPT
    for moment in binding_moments(rule, case, rule.event, rule.where):
        doers, panel = _sitting(case, moment)
        people = (*doers, *_people(case, moment))
        roles = {role for role, _, _ in people}
        if rule.role in {*roles, panel}:
            continue
        if roles and None not in roles:
            return Keeping.BROKEN
        standing = Keeping.UNTOLD
    return standing


def _sitting(case: CaseHistory, moment: Moment) -> tuple[tuple[Person, ...], Id | None]:
    """Return who acted in a step, and the panel as which they did, if they did.

    Of a panel that decides it is everybody who sits, the chair in the seat of the
    chair; of whoever took part and is not told, nobody knows whether they sat. Whoever
    takes part besides has not acted, and a step of the clock is done by nobody.
    """
    people = _people(case, moment)
    row = case.steps[moment.step].row if people else None
    if row is None:
        return people[:1], None
    if row.entry is None or row.entry.is_signal:
        return (), None
    panels = case.chart.panels
    if row.entry.receiver in panels:
        return people[:1], row.entry.receiver
    panel = _deciding(row.entry.act.raci.by, people[0][0], panels)
    if panel is None:
        return people[:1], None
    chair = panel.chair, *people[0][1:]
    sat = (each for each in people[1:] if each[0] in {*panel.others, None})
    return (chair, *sat), panel.id


def _deciding(
    by: Sequence[Id], role: Id | None, panels: Mapping[Id, Role]
) -> Role | None:
    """Return the panel that decided, where one did.

    A log may name the panel, or the role of the chair who acted for it.
    """
    if role in panels or role not in by:
        known = (panels[name] for name in by if name in panels)
        return next((each for each in known if role in {each.id, each.chair}), None)
    return None


def _doers(
    rule: Different | SamePerson, case: CaseHistory, name: str, where: Condition | None
) -> Iterator[tuple[int, frozenset[str | None]]]:
    """Yield each step that is an event and that somebody did, and who did it."""
    place = 1 if isinstance(rule, Different) and rule.agencies else 2
    for moment in binding_moments(rule, case, name, where):
        doers, _ = _sitting(case, moment)
        if doers:
            acted = {each[place] for each in doers}
            lender = case.steps[moment.step].principal
            if lender is not None and isinstance(rule, Different):
                # Whoever lent the role has acted too; for which agency is not told.
                acted.add(None if rule.agencies else lender)
            yield moment.step, frozenset(acted)


def by_whom(rule: Different | SamePerson, case: CaseHistory, _: datetime) -> Keeping:
    """Judge ``A and B by different people``, ``agencies`` or ``the same person``."""
    # A step that is both events is not held against itself.
    pairs = [
        (one, other)
        for first, one in _doers(rule, case, rule.event, rule.where)
        for second, other in [*_doers(rule, case, rule.other, None)]
        if first != second
    ]
    return worst_of(_as_asked(rule, one, other) for one, other in pairs)


def _as_asked(
    rule: Different | SamePerson,
    one: frozenset[str | None],
    other: frozenset[str | None],
) -> Keeping:
    """Tell whether two steps were done by whom a sentence asks; ``None``: unknown."""
    is_same = isinstance(rule, SamePerson)
    if one & other - {None}:
        return Keeping.KEPT if is_same else Keeping.BROKEN
    if None in one | other:
        return Keeping.UNTOLD
    return Keeping.BROKEN if is_same else Keeping.KEPT
