"""An overview of a story: its steps and who hands to whom, without a condition.

What may happen at any step is an exception, told in a line of its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.budget import tick
from katch_protocols.drawings.story.folding import families_of_lanes
from katch_protocols.drawings.story.nouns import (
    ArrowDuty,
    MoveKind,
    StepLook,
    Story,
    StoryMove,
    StoryStep,
)
from katch_protocols.drawings.story.saying import word
from katch_protocols.model.noun import Label

__all__ = ["Exceptional", "StoryOverview", "overviewed"]

_FEW_STEPS, _FEW_TO_RETURN = 3, 6
"""An exception with more steps is a way of its own, and stays in the lanes.

One that leads back to where the case was may have more.
"""
_FEW_IN, _FEW_OUT = 2, 3
"""A choice with more ways than this stays a box: its arrows would multiply."""
_STRENGTH = (MoveKind.HANDOFF, MoveKind.STEP, MoveKind.CLOCK, MoveKind.RETURN)


class Exceptional(Struct, frozen=True):
    """What may happen at many steps: from which, what is done, where it leads.

    ``steps`` are those that only this leads to, in their order, or the one step of the
    lanes that it leads to; ``passes`` how long the receiver has to acknowledge where
    the case is handed over to one of them, by its id; ``is_back``: after them the case
    goes on where it was.
    """

    whence: tuple[str, ...]
    said: tuple[Label, ...]
    steps: tuple[StoryStep, ...]
    passes: Mapping[str, Label]
    is_back: bool = False


class StoryOverview(Struct, frozen=True):
    """A story of steps and handoffs, and the exceptions that were folded."""

    story: Story
    exceptions: tuple[Exceptional, ...]


def overviewed(
    story: Story, *, keeping: AbstractSet[str] = frozenset()
) -> StoryOverview:
    """Return the overview of a story; no step of ``keeping`` is folded away.

    Left out is what the sheets of phases say: conditions, who takes part, documents,
    duties that move nothing. A choice becomes its exits. Of an arrow only the time to
    acknowledge a handoff is told, or that nobody has to.
    """
    folded = tuple(
        each
        for each in _exceptions(story)
        if keeping.isdisjoint(step.id for step in each.steps)
    )
    aside = {step.id for each in folded for step in each.steps}
    usual = _usual(story)
    marks = {
        step.id
        for step in story.steps
        if step.look is StepLook.ANYWHERE and _told(step, story, folded)
    }
    gone = {name for name in aside if name not in usual} | marks
    steps = {step.id: step for step in story.steps if step.id not in gone}
    moves = [m for m in story.moves if m.source in steps and m.target in steps]
    for choice in [s.id for s in story.steps if s.look is StepLook.CHOICE]:
        found = _exits(choice, moves, steps) if choice in steps else None
        if found is not None:
            moves = found
            del steps[choice]
    ends = {end for move in moves for end in (move.source, move.target)}
    steps = {n: s for n, s in steps.items() if n in ends or not s.look.is_mark}
    lanes = {step.lane for step in steps.values()}
    phases = {step.phase for step in steps.values()}
    kept = tuple(replace(step, letter=None) for step in steps.values())
    shown = {*lanes, *(step.lane for each in folded for step in each.steps)}
    reduced = replace(
        story,
        lanes=tuple(
            replace(lane, title=lane.short, homes=())
            for lane in story.lanes
            if lane.id in lanes
        ),
        phases=tuple(phase for phase in story.phases if phase.id in phases),
        steps=kept,
        moves=tuple(_merged(moves, steps, story.languages)),
        notes=(),
        hulls=(),
        strands=(),
        families=families_of_lanes(story, shown),
    )
    return StoryOverview(reduced, folded)


def _onward(story: Story) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {step.id: [] for step in story.steps}
    for move in story.moves:
        found[move.source].append(move.target)
    return found


def _from(names: Iterable[str], onward: Mapping[str, Sequence[str]]) -> dict[str, None]:
    """Return what can be reached, in the order of the walk, with where it starts."""
    found = dict.fromkeys(names)
    left = [*found]
    while left:
        tick()
        for following in onward[left.pop(0)]:
            if following not in found:
                found[following] = None
                left.append(following)
    return found


def _usual(story: Story) -> dict[str, None]:
    """Return the steps that a case reaches from its start without an exception."""
    starts = [step.id for step in story.steps if not step.look.is_mark][:1]
    return _from(starts, _onward(story))


def _exceptions(story: Story) -> Iterator[Exceptional]:
    """Yield each exception that is short, those of one target together."""
    usual, onward = _usual(story), _onward(story)
    told: dict[str, list[StoryMove]] = {}
    for move in story.moves:
        if story.step[move.source].look is StepLook.ANYWHERE:
            told.setdefault(move.target, []).append(move)
    for target, moves in told.items():
        whence = dict.fromkeys(m for move in moves for m in _members(move, story))
        said = _once(duty.text for move in moves for duty in move.duties)
        if target in usual:
            inside = [story.step[target]]
            if inside[0].look is StepLook.BACK:
                continue
            is_back = False
        else:
            own = [n for n in _from([target], onward) if n not in usual]
            inside = [story.step[name] for name in own]
            is_back = any(step.look is StepLook.BACK for step in inside)
        shown = tuple(step for step in inside if not step.look.is_mark)
        if len(shown) <= (_FEW_TO_RETURN if is_back else _FEW_STEPS):
            passes = dict(_passes({step.id for step in shown}, story))
            yield Exceptional(tuple(whence), said, shown, passes, is_back)


def _passes(names: AbstractSet[str], story: Story) -> Iterator[tuple[str, Label]]:
    """Yield the time to acknowledge of each step that others hand over to."""
    for move in story.moves:
        if move.kind is MoveKind.HANDOFF and {move.source, move.target} <= names:
            for duty in move.duties:
                if duty.confirm is not None:
                    yield move.target, duty.confirm


def _once(labels: Iterable[Label]) -> tuple[Label, ...]:
    """Return labels in their order, each once; a label is no key of a mapping."""
    found: list[Label] = []
    for label in labels:
        if label not in found:
            found.append(label)
    return tuple(found)


def _members(move: StoryMove, story: Story) -> tuple[str, ...]:
    return story.step[move.source].members


def _told(mark: StoryStep, story: Story, folded: Sequence[Exceptional]) -> bool:
    """Whether every arrow of a mark leads to what is folded."""
    targets = {move.target for move in story.moves if move.source == mark.id}
    first = {each.steps[0].id for each in folded if each.steps}
    return targets <= first


def _exits(
    choice: str, moves: Sequence[StoryMove], steps: Mapping[str, StoryStep]
) -> list[StoryMove] | None:
    """Return the moves with the exits of a choice in its place; none if too many."""
    into = [move for move in moves if move.target == choice]
    out = [move for move in moves if move.source == choice]
    few = len(into) <= _FEW_IN and len(out) <= _FEW_OUT
    if not (into and out and (few or 1 in {len(into), len(out)})):
        return None
    found = [move for move in moves if choice not in {move.source, move.target}]
    found += (
        _through(one, other, steps[other.target])
        for one in into
        for other in out
        if one.source != other.target
    )
    return found


def _through(one: StoryMove, other: StoryMove, target: StoryStep) -> StoryMove:
    kind = MoveKind.STEP
    if MoveKind.RETURN in {one.kind, other.kind}:
        kind = MoveKind.RETURN
    elif target.is_held and {*one.senders} - {target.lane}:
        kind = MoveKind.HANDOFF
    return replace(
        one, id=f"{one.source} {kind} {target.id}", target=target.id, kind=kind
    )


def _merged(
    moves: Sequence[StoryMove],
    steps: Mapping[str, StoryStep],
    languages: Sequence[str],
) -> Iterator[StoryMove]:
    """Yield one arrow from step to step: the strongest kind of those between them."""
    found: dict[tuple[str, str], list[StoryMove]] = {}
    for move in moves:
        found.setdefault((move.source, move.target), []).append(move)
    for group in found.values():
        best = min(group, key=lambda move: _STRENGTH.index(move.kind))
        alike = [move for move in group if move.kind is best.kind]
        behind = _behind(best.source, moves, steps)
        said = tuple(_confirms((*alike, *behind), languages))
        is_handoff = best.kind is MoveKind.HANDOFF and steps[best.target].is_held
        happens = any(duty.is_signal for move in alike for duty in move.duties)
        told = said if is_handoff else ()
        yield replace(best, duties=told, happens=happens)


def _behind(
    name: str, moves: Sequence[StoryMove], steps: Mapping[str, StoryStep]
) -> list[StoryMove]:
    """Return the moves that end in a bar: what leads on from it is done by them.

    An answer of one of several receivers has no duty of its own there: what they answer
    led to where they are waited for.
    """
    found: list[StoryMove] = []
    bars = [name] if steps[name].look.is_bar else []
    for bar in bars:
        into = [move for move in moves if move.target == bar]
        found += into
        further = dict.fromkeys(
            move.source
            for move in into
            if steps[move.source].look.is_bar or not move.duties
        )
        bars += [each for each in further if each not in bars]
    return found


def _confirms(
    moves: Sequence[StoryMove], languages: Sequence[str]
) -> Iterator[ArrowDuty]:
    """Yield how long the receiver has to acknowledge, or that it need not; each once.

    What opens no handover, such as the exit of a protocol that is run, says nothing.
    """
    duties = [d for move in moves for d in move.duties if d.activity is not None]
    told = (d.confirm for d in duties if d.confirm is not None and not d.is_silent)
    for text in _once(told):
        yield ArrowDuty(text, is_confirm=True)
    if any(duty.is_silent for duty in duties):
        yield ArrowDuty(word("not-confirmed", languages))
