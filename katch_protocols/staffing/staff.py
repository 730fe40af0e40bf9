"""The map of training gaps: who of a region's posts has what activities demand."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import assert_never

from msgspec.structs import replace

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.charts.starts import with_starts
from katch_protocols.errors import ProtocolError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.parties import Cover, Post
from katch_protocols.sentences.nearness import require
from katch_protocols.staffing.answers import (
    Addition,
    Gain,
    Improvement,
    Staffing,
    Training,
)
from katch_protocols.staffing.co_occurrence import occurring
from katch_protocols.staffing.demands import DemandKind
from katch_protocols.staffing.protocol_study import ProtocolStudy
from katch_protocols.staffing.steps import StaffedStep

__all__ = ["changed", "gains", "staff", "training", "uncounted"]


def gains(study: ProtocolStudy) -> tuple[Gain, ...]:
    """Return every single change that helps, the most helpful first."""
    found = [gain for more in _changes(study) if (gain := _gain(study, more))]
    order = sorted(
        range(len(found)),
        key=lambda place: (
            -len(found[place].activities),
            -len(found[place].posts),
            place,
        ),
    )
    return tuple(found[place] for place in order)


def _gain(study: ProtocolStudy, more: Addition) -> Gain | None:
    book = changed(study.holders.handbook, study.region, more)
    other = study.with_holders(replace(study.holders, handbook=book))
    after = set(other.clashes)
    ended = [clash for clash in study.clashes if clash not in after]
    activities = dict.fromkeys(
        name for clash in ended for name in study.activities(clash)
    )
    # An activity that still clashes in another way is not yet staffed.
    for clash in other.clashes:
        for name in other.activities(clash):
            activities.pop(name, None)
    weak = {each.post for each in other.thin}
    posts = [each.post for each in study.thin if each.post not in weak]
    if not activities and not posts:
        return None
    return Gain(more, tuple(activities), tuple(posts))


def changed(handbook: Handbook, region: Id, more: Addition) -> Handbook:
    """Return the handbook with one change at one post of a region."""
    home = handbook.regions[region]
    post = _changed_post(home.posts[more.post], more)
    posts = {**home.posts, more.post: post}
    place = home.model_copy(update={"posts": posts})
    return handbook.model_copy(update={"regions": {**handbook.regions, region: place}})


def _changed_post(post: Post, more: Addition) -> Post:
    match more.change:
        case Improvement.PERSON:
            update: Mapping[str, object] = {"people": post.people + 1}
        case Improvement.ALWAYS:
            update = {"cover": Cover.ALWAYS}
        case Improvement.LANGUAGE:
            update = {"languages": (*post.languages, more.name)}
        case Improvement.TRAINED:
            name = more.name or ""
            count = post.qualified.get(name, 0) + 1
            update = {
                "qualified": {**post.qualified, name: count},
                "people": max(post.people, count),
            }
        case _:
            assert_never(more.change)
    return post.model_copy(update=update)


def _changes(study: ProtocolStudy) -> Iterator[Addition]:
    """Yield the changes that could help: at posts that clash, and at thin ones."""
    asked = dict.fromkeys(_asked(study))
    needed = {role for _, _, role in asked}
    thin = {each.post for each in study.thin}
    trainings = sorted({name for step in study.steps for name in step.qualified})
    for post in study.board.people.posts.values():
        if post.id in thin or needed & {*post.roles}:
            yield Addition(Improvement.PERSON, post.id)
        if post.id in thin:
            held = (name for name in trainings if post.qualified.get(name))
            yield from (Addition(Improvement.TRAINED, post.id, name) for name in held)
        more = (
            Addition(change, post.id, name)
            for change, name, role in asked
            if change is not None and role in post.roles and _is_new(post, change, name)
        )
        yield from dict.fromkeys(more)


def _asked(study: ProtocolStudy) -> Iterator[tuple[Improvement | None, str | None, Id]]:
    """Yield what the demands that clash ask of which role."""
    board = study.board
    for clash in study.clashes:
        for index in sorted(clash):
            demand = board.demands[index]
            for step in demand.steps:
                for role in board.steps[step].roles:
                    yield _KINDS.get(demand.kind), demand.name, role


_KINDS = {
    DemandKind.TRAINED: Improvement.TRAINED,
    DemandKind.ON_DUTY: Improvement.ALWAYS,
    DemandKind.SPOKEN: Improvement.LANGUAGE,
}


def _is_new(post: Post, change: Improvement, name: str | None) -> bool:
    match change:
        case Improvement.ALWAYS:
            return post.cover is not Cover.ALWAYS
        case Improvement.LANGUAGE:
            return name not in post.languages
        case _:
            return True


def training(studies: Mapping[Id, ProtocolStudy]) -> tuple[Training, ...]:
    """Return each training that the protocols of a region demand, by its name."""
    asked: dict[Id, list[tuple[Id, StaffedStep]]] = {}
    for protocol, study in studies.items():
        for step in study.steps:
            for name in step.qualified:
                asked.setdefault(name, []).append((protocol, step))
    return tuple(
        _training(name, asked[name], next(iter(studies.values())))
        for name in sorted(asked)
    )


def _training(
    name: Id, asked: Sequence[tuple[Id, StaffedStep]], study: ProtocolStudy
) -> Training:
    people = study.board.people
    roles = tuple(dict.fromkeys(role for _, step in asked for role in step.roles))
    held = [role for role in roles if people.bodies(role)]
    posts = [
        post for post in people.posts.values() if not set(held).isdisjoint(post.roles)
    ]
    counted = None if people.region is None else people.region.training.get(name)
    at_posts = sum(min(post.qualified.get(name, 0), post.people) for post in posts)
    return Training(
        name,
        tuple(dict.fromkeys((protocol, step.activity) for protocol, step in asked)),
        tuple(post.id for post in posts),
        sum(post.people for post in posts),
        at_posts if counted is None else counted.trained,
        tuple(role for role in held if not people.has_post(role)),
        None if counted is None else counted.may_teach,
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
    require("region", region, handbook.regions)
    if only is not None:
        require("protocol", only, handbook.protocols)
    holders = Holders(handbook, as_of)
    studies = {
        name: _study(handbook, region, holders, name)
        for name in handbook.protocols
        if only in (None, name)
    }
    answers = {
        name: replace(study.answer(), gains=gains(study))
        for name, study in studies.items()
    }
    has_posts = bool(handbook.regions[region].posts)
    return Staffing(
        region, answers, training(studies), uncounted(studies), has_posts, as_of
    )


def _study(handbook: Handbook, region: Id, holders: Holders, name: Id) -> ProtocolStudy:
    made = chart(handbook.protocols[name], handbook)
    if made.problems:
        raise ProtocolError(name, [problem.code for problem in made.problems])
    return ProtocolStudy(region, holders, occurring(with_starts(made, handbook)))


def uncounted(studies: Mapping[Id, ProtocolStudy]) -> tuple[Id, ...]:
    """Return the roles of an agency that steps need and no post of the region has."""
    found: dict[Id, None] = {}
    for study in studies.values():
        people = study.board.people
        for step in study.steps:
            for role in step.roles:
                bodies = people.bodies(role)
                if bodies and None not in bodies and not people.has_post(role):
                    found[role] = None
    return tuple(sorted(found))
