"""The map of training gaps: who of a region's posts has what activities demand."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.errors import ProtocolError, UnknownNameError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.sentences.nearness import nearest_names
from katch_protocols.staffing.answers import Staffing, Training
from katch_protocols.staffing.co_occurrence import occurring
from katch_protocols.staffing.improvements import gains
from katch_protocols.staffing.protocol_study import ProtocolStudy
from katch_protocols.staffing.steps import StaffedStep

__all__ = ["staff", "training", "uncounted"]


def training(desks: Mapping[Id, ProtocolStudy]) -> tuple[Training, ...]:
    """Return each training that the protocols of a region demand, by its name."""
    asked: dict[Id, list[tuple[Id, StaffedStep]]] = {}
    for protocol, desk in desks.items():
        for step in desk.steps:
            for name in step.qualified:
                asked.setdefault(name, []).append((protocol, step))
    return tuple(
        _training(name, asked[name], next(iter(desks.values())))
        for name in sorted(asked)
    )


def _training(
    name: Id, asked: Sequence[tuple[Id, StaffedStep]], desk: ProtocolStudy
) -> Training:
    people = desk.board.people
    roles = tuple(dict.fromkeys(role for _, step in asked for role in step.roles))
    held = [role for role in roles if people.bodies(role)]
    posts = [
        post for post in people.posts.values() if not set(held).isdisjoint(post.roles)
    ]
    return Training(
        name,
        tuple(dict.fromkeys((protocol, step.activity) for protocol, step in asked)),
        tuple(post.id for post in posts),
        sum(post.people for post in posts),
        sum(min(post.qualified.get(name, 0), post.people) for post in posts),
        tuple(role for role in held if not people.has_post(role)),
    )


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


def _desk(handbook: Handbook, region: Id, holders: Holders, name: Id) -> ProtocolStudy:
    made = chart(handbook.protocols[name], handbook)
    if made.problems:
        raise ProtocolError(name, [problem.code for problem in made.problems])
    return ProtocolStudy(region, holders, occurring(made))


def uncounted(desks: Mapping[Id, ProtocolStudy]) -> tuple[Id, ...]:
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
