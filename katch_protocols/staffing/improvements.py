"""What one more would buy: a person, a trained person, a language, duty at all hours.

Each single change at each post is made, and the region is staffed anew; nothing is
guessed. A change counts if a clash ends or a post is less weak.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import assert_never

from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.parties import Cover, Post
from katch_protocols.staffing.answers import Addition, Gain, Improvement
from katch_protocols.staffing.demands import DemandKind
from katch_protocols.staffing.protocol_study import ProtocolStudy

__all__ = ["changed", "gains"]


def gains(desk: ProtocolStudy) -> tuple[Gain, ...]:
    """Return every single change that helps, the most helpful first."""
    found = [gain for more in _changes(desk) if (gain := _gain(desk, more))]
    order = sorted(
        range(len(found)),
        key=lambda place: (
            -len(found[place].activities),
            -len(found[place].posts),
            place,
        ),
    )
    return tuple(found[place] for place in order)


def _gain(desk: ProtocolStudy, more: Addition) -> Gain | None:
    book = changed(desk.holders.handbook, desk.region, more)
    other = desk.with_holders(replace(desk.holders, handbook=book))
    after = set(other.clashes)
    ended = [clash for clash in desk.clashes if clash not in after]
    activities = dict.fromkeys(
        name for clash in ended for name in desk.activities(clash)
    )
    # An activity that still clashes in another way is not yet staffed.
    for clash in other.clashes:
        for name in other.activities(clash):
            activities.pop(name, None)
    weak = {each.post for each in other.thin}
    posts = [each.post for each in desk.thin if each.post not in weak]
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


def _changes(desk: ProtocolStudy) -> Iterator[Addition]:
    """Yield the changes that could help: at posts that clash, and at thin ones."""
    asked = dict.fromkeys(_asked(desk))
    needed = {role for _, _, role in asked}
    thin = {each.post for each in desk.thin}
    trainings = sorted({name for step in desk.steps for name in step.qualified})
    for post in desk.board.people.posts.values():
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


def _asked(desk: ProtocolStudy) -> Iterator[tuple[Improvement | None, str | None, Id]]:
    """Yield what the demands that clash ask of which role."""
    board = desk.board
    for clash in desk.clashes:
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
