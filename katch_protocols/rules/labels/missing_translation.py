"""missing-translation: a text that is not said in every language of the handbook."""

from collections.abc import Iterator

from katch_protocols.findings import Path, Severity, Wording
from katch_protocols.model.activities import Activity
from katch_protocols.model.documents import Fact
from katch_protocols.model.labels import Label
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    languages = context.handbook.languages
    for path, label in context.every(Label):
        missing = [name for name in languages if not label.texts.get(name)]
        if missing:
            yield Spot(path, {"languages": ", ".join(missing)})
    if len(languages) == 1:
        return
    facts = {"languages": ", ".join(languages)}
    for path in _unlabelled(context):
        yield Spot(path, facts)


def _unlabelled(context: Context) -> Iterator[Path]:
    """Yield the values and reasons that are ids alone."""
    for path, fact in context.every(Fact):
        for value, label in fact.values.items():
            if label is None:
                yield (*path, "values", value)
    for path, act in context.every(Activity):
        for reason, label in act.reasons.items():
            if label is None:
                yield (*path, "reasons", reason)


RULE = Rule(
    name="missing-translation",
    family=Family.LABELS,
    severity=Severity.WARNING,
    wording=Wording(
        saw="This text is missing in: {languages}.",
        why="People who read only that language are left out.",
        fix="Add the text in each language of the handbook.",
    ),
    spots=_spots,
    needs_whole=True,
)
