"""label-too-long: a text that is longer than its place in the drawings."""

from collections.abc import Iterator

from katch_protocols.findings import Path, Severity, Wording
from katch_protocols.model.activities import Activity
from katch_protocols.model.agencies import Agency
from katch_protocols.model.labels import Label
from katch_protocols.model.states import State
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]

STATE = 40
ACTIVITY = 60
SHORT = 24


def _spots(context: Context) -> Iterator[Spot]:
    for path, state in context.every(State):
        yield from _too_long((*path, "title"), state.title, STATE)
    for path, act in context.every(Activity):
        yield from _too_long((*path, "title"), act.title, ACTIVITY)
    for path, agency in context.every(Agency):
        yield from _too_long((*path, "short"), agency.short, SHORT)


def _too_long(path: Path, label: Label | None, limit: int) -> Iterator[Spot]:
    for language, text in label.texts.items() if label else ():
        if len(text) > limit:
            facts = {
                "language": language,
                "length": str(len(text)),
                "limit": str(limit),
            }
            yield Spot((*path, language), facts)


RULE = Rule(
    name="label-too-long",
    family=Family.LABELS,
    severity=Severity.WARNING,
    wording=Wording(
        saw="This text in '{language}' has {length} characters; {limit} fit.",
        why="A text that is cut off in a drawing is read wrongly.",
        fix="Shorten it to {limit} characters; put the rest into `note`.",
    ),
    spots=_spots,
)
