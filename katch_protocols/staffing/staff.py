"""Staff a region: every protocol, its clashes, its weak posts, its training gaps."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.errors import ProtocolError, UnknownNameError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.sentences.nearness import nearest_names
from katch_protocols.staffing.answers import Staffing
from katch_protocols.staffing.desk import Desk
from katch_protocols.staffing.improving import gains
from katch_protocols.staffing.occurring import occurring
from katch_protocols.staffing.training import training

__all__ = ["staff", "uncounted"]


def staff(
    handbook: Handbook,
    region: Id,
    *,
    only: Id | None = None,
    as_of: date | None = None,
) -> Staffing:
    """Tell whether a region's posts can staff every case; see ``verbs.staff``.

    Raises:
        UnknownNameError: The handbook has no such region or protocol.
        ProtocolError: A protocol has problems; ``check`` says which.
    """
    _require("region", region, handbook.regions)
    if only is not None:
        _require("protocol", only, handbook.protocols)
    holders = Holders(handbook, as_of)
    desks = {
        name: _desk(handbook, region, holders, name)
        for name in handbook.protocols
        if only in (None, name)
    }
    answers = {
        name: replace(desk.answer(), gains=gains(desk)) for name, desk in desks.items()
    }
    has_posts = bool(handbook.regions[region].posts)
    return Staffing(
        region, answers, training(desks), uncounted(desks), has_posts, as_of
    )


def _desk(handbook: Handbook, region: Id, holders: Holders, name: Id) -> Desk:
    made = chart(handbook.protocols[name], handbook)
    if made.problems:
        raise ProtocolError(name, [problem.code for problem in made.problems])
    return Desk(region, holders, occurring(made))


def uncounted(desks: Mapping[Id, Desk]) -> tuple[Id, ...]:
    """Return the roles of an agency that steps need and no post of the region has."""
    found: dict[Id, None] = {}
    for desk in desks.values():
        people = desk.board.people
        for step in desk.steps:
            for role in step.roles:
                bodies = people.bodies(role)
                if bodies and None not in bodies and not people.has_post(role):
                    found[role] = None
    return tuple(sorted(found))


def _require(kind: str, name: Id, known: Mapping[Id, object]) -> None:
    if name not in known:
        raise UnknownNameError(kind, name, nearest_names(name, known))
