"""Titles: missing, or longer than their place."""

from collections.abc import Iterator

from katch_protocols.findings import Path, Severity
from katch_protocols.model.activities import Activity
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.parties import Agency
from katch_protocols.model.states import State, StateKind
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Spot, rule

STATE = 40


ACTIVITY = 60


SHORT = 24


@rule("label-too-long", Severity.WARNING)
def _label_too_long(context: Context) -> Iterator[Spot]:
    """A text that is longer than its place in the drawings."""
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


_UNTITLED = frozenset({StateKind.CHOICE, StateKind.RUNNING})


@rule("title-missing", Severity.ERROR, needs_whole=True)
def _title_missing(context: Context) -> Iterator[Spot]:
    """A state or an activity without a title."""
    for path, state in context.every(State):
        is_strand = path[-2] == "parallel"
        if state.title is None and not is_strand and state.kind not in _UNTITLED:
            yield Spot(path, {"id": state.id})
    first: dict[tuple[Id, Id], Path] = {}
    titled: set[tuple[Id, Id]] = set()
    for path, act in context.every(Activity):
        for user in context.users(path):
            first.setdefault((user, act.id), path)
            if act.title is not None:
                titled.add((user, act.id))
    for key, path in first.items():
        if key not in titled:
            yield Spot(path, {"id": key[1]})
