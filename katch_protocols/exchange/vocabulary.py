"""The names of a protocol as code wants them: what can be typed wrong, in groups.

Every name is as the table, a live case and JSON write it; a constant is its spelling in
capital letters.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from katch_protocols.exchange.duty_words import DutyWords
from katch_protocols.exchange.features import Feature
from katch_protocols.exchange.notation import Carried, ExportInput
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import EMPTY, Id
from katch_protocols.words.lists import enumerated

__all__ = ["CARRIES", "Constant", "NameGroup", "groups", "values"]

_MEANT = (Feature.STATES, Feature.ACTIVITIES, Feature.FACTS, Feature.DOCUMENTS)
_TOLD = (Feature.DUTY_CLOCKS, Feature.PANELS, Feature.CHECKLISTS)

CARRIES: Mapping[Feature, Carried] = {
    **dict.fromkeys(_MEANT, Carried.MEANT),
    **dict.fromkeys(_TOLD, Carried.TOLD),
}
"""How code carries what a protocol says: its names, and none of its rules."""


class Constant(Struct, frozen=True):
    """One name: how it is spelt in code, what it is, what people call it."""

    spelt: str
    name: str
    title: str


class NameGroup(Struct, frozen=True):
    """Names of one kind; ``kind`` is the name of their type, as ``State``.

    ``of`` is the fact whose values they are; else it is empty.
    """

    kind: str
    constants: tuple[Constant, ...]
    of: Id = ""


def groups(source: ExportInput) -> Iterator[NameGroup]:
    """Yield states, activities, facts, documents and roles, in document order."""
    chart = source.chart
    states = [node.name for node in chart.nodes[1:]]
    yield _group(source, "State", NameKind.STATE, states)
    words = DutyWords(chart, source.handbook, source.language)
    told: dict[str, dict[str, None]] = defaultdict(dict)
    for entry in chart.entries:
        said = (*words.clocks(entry), *words.panels(entry))
        told[entry.activity].update(dict.fromkeys(said))
    lists = {name: [words.whole_checklist(name)] for name in words.listed_facts}
    yield _group(source, "Activity", NameKind.ACTIVITY, chart.activities, told)
    yield _group(source, "Fact", NameKind.FACT, chart.facts, lists)
    yield _group(source, "Document", NameKind.DOCUMENT, chart.documents)
    yield _group(source, "Role", NameKind.ROLE, _roles(source))


def values(source: ExportInput) -> tuple[NameGroup, ...]:
    """Return the values of each fact; their type is named as ``AgeValue``."""
    facts = source.chart.facts
    kinds = _spelt("".join(map(str.capitalize, name.split("_"))) for name in facts)
    title = source.titles.title
    found = []
    for (name, fact), kind in zip(facts.items(), kinds, strict=True):
        titles = [title(NameKind.VALUE, f"{name}.{value}") for value in fact.values]
        constants = _constants(tuple(fact.values), titles)
        found.append(NameGroup(f"{kind}Value", constants, name))
    return tuple(found)


def _roles(source: ExportInput) -> tuple[Id, ...]:
    """Return the roles that the protocol names, in the order of the handbook."""
    named: set[Id] = set()
    for entry in source.chart.entries:
        raci = entry.act.raci
        named.update(raci.by, raci.together_with, raci.consult, entry.informed)
        named.update(entry.accountable)
        named.update(name for names in entry.act.sends.values() for name in names)
    named.update(node.held_by for node in source.chart.nodes if node.held_by)
    return tuple(role for role in source.handbook.roles if role in named)


def _group(
    source: ExportInput,
    kind: str,
    names: NameKind,
    found: Iterable[str],
    told: Mapping[str, Iterable[str]] = EMPTY,
) -> NameGroup:
    """Return a group; what is told of a name stands behind its title."""
    own = tuple(found)
    titles = [
        enumerated((source.titles.title(names, name), *told.get(name, ())))
        for name in own
    ]
    return NameGroup(kind, _constants(own, titles))


def _constants(names: Sequence[str], titles: Sequence[str]) -> tuple[Constant, ...]:
    spelt = _spelt(name.upper().replace(".", "__") for name in names)
    each = zip(spelt, names, titles, strict=True)
    return tuple(Constant(s, n, " ".join(t.split())) for s, n, t in each)


def _spelt(names: Iterable[str]) -> tuple[str, ...]:
    """Return names that differ: one that is taken gets a number."""
    found: dict[str, None] = {}
    for name in names:
        free, number = name, 2
        while free in found:
            free, number = f"{name}_{number}", number + 1
        found[free] = None
    return tuple(found)
