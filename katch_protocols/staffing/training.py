"""The map of training gaps: who of a region's posts has what activities demand."""

from collections.abc import Mapping, Sequence

from katch_protocols.model.noun import Id
from katch_protocols.staffing.answers import Training
from katch_protocols.staffing.desk import Desk
from katch_protocols.staffing.steps import Step

__all__ = ["training"]


def training(desks: Mapping[Id, Desk]) -> tuple[Training, ...]:
    """Return each training that the protocols of a region demand, by its name."""
    asked: dict[Id, list[tuple[Id, Step]]] = {}
    for protocol, desk in desks.items():
        for step in desk.steps:
            for name in step.qualified:
                asked.setdefault(name, []).append((protocol, step))
    return tuple(
        _training(name, asked[name], next(iter(desks.values())))
        for name in sorted(asked)
    )


def _training(name: Id, asked: Sequence[tuple[Id, Step]], desk: Desk) -> Training:
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
