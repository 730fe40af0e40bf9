"""Which safeguards bind a protocol, and which measures count its cases."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from katch_protocols.charts.chart import Chart
from katch_protocols.in_use import InUse
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.measures import OPENED, MeasureRule, ShareThatKeep
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.sentences.mentions import Mention, names_in
from katch_protocols.words.lists import with_id

__all__ = [
    "binding_safeguards",
    "in_words",
    "missing_names",
    "safeguard_called",
    "safeguard_title",
]


def binding_safeguards(chart: Chart, handbook: Handbook) -> Mapping[Id, Safeguard]:
    """Return the protocol's own safeguards (fragments included), then the shared ones.

    A safeguard of the handbook binds the protocols that it lists, else every protocol
    that has all its names. A wrong value of a known fact, or a name that several states
    bear, is a slip in the sentence and leaves it binding. Each has the words of its
    principle, where it has none of its own.
    """
    return _bound.of((chart, handbook), lambda: _binding(chart, handbook))


_bound = InUse[Mapping[Id, Safeguard]](64)


def _binding(chart: Chart, handbook: Handbook) -> Mapping[Id, Safeguard]:
    shared = (
        (name, safeguard)
        for name, safeguard in handbook.safeguards.items()
        if _binds(safeguard, chart, handbook)
    )
    return in_words({**chart.safeguards, **dict(shared)}, handbook)


def in_words(
    safeguards: Mapping[Id, Safeguard], handbook: Handbook
) -> Mapping[Id, Safeguard]:
    """Return safeguards with the words of their principles, where they have none."""
    principles = handbook.principles
    return {
        name: each.under(principles.get(each.principle or ""))
        for name, each in safeguards.items()
    }


def safeguard_called(chart: Chart, handbook: Handbook, name: Id, language: str) -> str:
    """Return the title of a safeguard that binds a protocol, with its id behind it.

    One without a title is called as the principle that it keeps; without one, its id.
    """
    title = safeguard_title(chart, handbook, name)
    return with_id(None if title is None else title.say(language), name)


def safeguard_title(chart: Chart, handbook: Handbook, name: Id) -> Label | None:
    """Return the title of a safeguard that binds a protocol, else its principle's."""
    known = binding_safeguards(chart, handbook).get(name)
    return None if known is None else known.title


def _binds(safeguard: Safeguard, chart: Chart, handbook: Handbook) -> bool:
    if safeguard.binds:
        return chart.protocol.id in safeguard.binds
    return all(_has(chart, handbook, name) for name in names_in(safeguard.rule))


def missing_names(
    measure: MeasureRule, chart: Chart, handbook: Handbook
) -> tuple[str, ...]:
    """Return the names of a measure that a protocol lacks; without any it counts there.

    As a safeguard of the handbook binds, so a measure counts the cases of every
    protocol that has all its names.
    """
    names = (name for name in names_in(measure) if name.name != OPENED)
    missing = [name.name for name in names if not _has(chart, handbook, name)]
    kept = measure.safeguard if isinstance(measure, ShareThatKeep) else None
    if kept is not None and kept not in binding_safeguards(chart, handbook):
        missing.append(kept)
    return tuple(missing)


def _has(chart: Chart, handbook: Handbook, mention: Mention) -> bool:
    known = _names.of((chart, handbook), lambda: _known(chart, handbook))
    # Roles and agencies belong to the handbook, values to their fact.
    return mention.kind not in known or mention.name in known[mention.kind]


_Names = Mapping[NameKind, AbstractSet[str]]

_names = InUse[_Names](64)


def _known(chart: Chart, handbook: Handbook) -> _Names:
    """Return the names that a protocol has, by kind."""
    states = {*chart.by_name, *_bare(chart.named_states)}
    activities = {*chart.activities, *_bare(chart.activities)}
    return {
        NameKind.FACT: {*chart.facts},
        NameKind.DOCUMENT: {*chart.documents},
        NameKind.ITEM: {*chart.documents, *handbook.data},
        NameKind.STATE: states,
        NameKind.ACTIVITY: activities,
        NameKind.EVENT: {*states, *activities, *chart.counted},
    }


def _bare(full: Iterable[str]) -> set[str]:
    return {name.rpartition(".")[2] for name in full}
