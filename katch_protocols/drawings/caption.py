"""What every picture says of itself: its foot line and its description."""

from collections.abc import Iterator, Mapping

from katch_protocols.drawings.story.nouns import MoveKind, Story
from katch_protocols.in_use import InUse
from katch_protocols.model.protocol import Protocol
from katch_protocols.words.dates import since
from katch_protocols.words.lists import enumerated, one_line
from katch_protocols.words.say import say

__all__ = ["described", "foot_line", "stepped"]


def foot_line(protocol: Protocol, language: str) -> str:
    """Return the line at the foot: which protocol, which version, since when."""
    return _foot_lines.of((protocol,), lambda: _foot_line(protocol, language), language)


_foot_lines = InUse[str](512)
"""Every sheet asks for it in every language, to hold each."""


def _foot_line(protocol: Protocol, language: str) -> str:
    said = [
        protocol.id,
        say("drawings.version", language, version=protocol.version),
        say(f"drawings.{protocol.status.value}", language),
    ]
    if protocol.valid_from is not None:
        first = since(protocol.valid_from, language)
        said.append(say("drawings.valid-from", language, since=first))
    return " · ".join(said)


def described(story: Story, numbers: Mapping[str, int], language: str) -> str:
    """Return the summary and every step, for readers who cannot see the picture.

    Its ways to another agency are arrows; a handoff may have several, or share one.
    """
    handoffs = sum(move.kind is MoveKind.HANDOFF for move in story.moves)
    steps = {name: number for name, number in numbers.items() if name in story.step}
    counts = {"lanes": len(story.lanes), "steps": len(steps), "handoffs": handoffs}
    said = [say("drawings.summary", language, **counts)]
    for name, number in steps.items():
        step = story.step[name]
        title = step.title.say(language) if step.title is not None else name
        lane = story.lane[step.lane].short.say(language)
        due = f", {step.deadline.text.say(language)}" if step.deadline else ""
        said.append(f"{number}. {title} ({lane}{due}).")
    return " ".join(said)


def stepped(
    story: Story, numbers: Mapping[str, int], language: str
) -> tuple[tuple[str, ...], ...]:
    """Return a row a step, the head first: number, step, who, by when, what next."""
    head = tuple(
        say(f"drawings.{key}", language)
        for key in ("number", "step", "who", "by-when", "next")
    )
    rows = [
        (
            str(number),
            _title(story, name, language),
            story.lane[story.step[name].lane].short.say(language),
            _due(story, name, language),
            enumerated(_onward(story, name, language)),
        )
        for name, number in numbers.items()
        if name in story.step
    ]
    return head, *rows


def _title(story: Story, name: str, language: str) -> str:
    title = story.step[name].title
    return name if title is None else title.say(language)


def _due(story: Story, name: str, language: str) -> str:
    deadline = story.step[name].deadline
    return "" if deadline is None else deadline.text.say(language)


def _onward(story: Story, name: str, language: str) -> Iterator[str]:
    """Yield each way on from a step: what is done, and where it leads."""
    for move in story.moves:
        source = story.step[move.source]
        if move.source != name and name not in source.members:
            continue
        said = one_line(duty.text.say(language) for duty in move.duties)
        target = story.step[move.target]
        end = target.title.say(language) if target.title is not None else ""
        yield " → ".join(part for part in (said, end) if part)
