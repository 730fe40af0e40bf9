"""What every picture says of itself: its foot line and its description."""

from collections.abc import Mapping

from katch_protocols.drawings.story.nouns import MoveKind, Story
from katch_protocols.drawings.views.our import our
from katch_protocols.model.protocol import Protocol

__all__ = ["described", "foot_line"]


def foot_line(protocol: Protocol, language: str) -> str:
    """Return the line at the foot: which protocol, which version, since when."""
    said = [
        protocol.id,
        our("version", language, version=protocol.version),
        our(protocol.status.value, language),
    ]
    if protocol.valid_from is not None:
        said.append(our("valid-from", language, date=protocol.valid_from))
    return " · ".join(said)


def described(story: Story, numbers: Mapping[str, int], language: str) -> str:
    """Return the summary and every step, for readers who cannot see the picture."""
    handoffs = sum(move.kind is MoveKind.HANDOFF for move in story.moves)
    steps = {name: number for name, number in numbers.items() if name in story.step}
    counts = {"lanes": len(story.lanes), "steps": len(steps), "handoffs": handoffs}
    said = [our("summary", language, **counts)]
    for name, number in steps.items():
        step = story.step[name]
        title = step.title.say(language) if step.title is not None else name
        lane = story.lane[step.lane].short.say(language)
        due = f", {step.deadline.text.say(language)}" if step.deadline else ""
        said.append(f"{number}. {title} ({lane}{due}).")
    return " ".join(said)
