"""The moments of the path, of pictograms and of injects that mean nothing."""

from collections.abc import Iterator

from katch_protocols.findings import Severity
from katch_protocols.model.path import AtMoment, Depicted, Inject, StoryMoment
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Spot, rule
from katch_protocols.semantics.events import UndefinedError, find_event
from katch_protocols.sentences.nearness import nearest_names


@rule("unknown-moment", Severity.ERROR)
def _unknown_moment(context: Context) -> Iterator[Spot]:
    """A moment of a protocol, a state or an activity that does not exist."""
    for path, moment in context.every(StoryMoment):
        near = _meant(context, moment)
        if near is not None:
            yield Spot((*path, "at"), {"name": moment.at}, near)
    yield from _at_none(context, Depicted)


@rule("unknown-inject", Severity.ERROR)
def _unknown_inject(context: Context) -> Iterator[Spot]:
    """An inject of an exercise at a moment that no protocol has."""
    yield from _at_none(context, Inject)


def _at_none(context: Context, kind: type[AtMoment]) -> Iterator[Spot]:
    """Yield where something stands at no state or activity of any protocol."""
    for path, each in context.every(kind):
        near = _meant(context, each)
        if near is None and not each.name:
            near = ()
        if near is not None:
            yield Spot((*path, "at"), {"name": each.at}, near)


def _meant(context: Context, moment: AtMoment) -> tuple[str, ...] | None:
    """Return what a moment may mean that means nothing; ``None``: all is well."""
    book, home = context.handbook, moment.home
    beside = book.protocols if moment.name else {**book.protocols, **book.fragments}
    if home not in beside:
        if context.incomplete & {"protocols", "fragments"}:
            return None
        rest = moment.at[len(home) :]
        return tuple(f"{name}{rest}" for name in nearest_names(home, beside))
    chart = context.charts.get(home)
    if not moment.name or chart is None or home not in context.sound:
        return None
    try:
        find_event(chart, moment.name)
    except UndefinedError as error:
        return tuple(f"{home}.{name}" for name in error.candidates)
    return None
