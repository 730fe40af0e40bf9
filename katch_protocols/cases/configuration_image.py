"""The image of a configuration in another version of a protocol: by id, or none."""

from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct, field

from katch_protocols.charts.chart import NodeKind
from katch_protocols.model.documents import UNKNOWN
from katch_protocols.model.noun import Id
from katch_protocols.semantics.table import Table

__all__ = ["ImageGap", "SeenCase", "image_word"]

_RESTING = (NodeKind.ATOMIC, NodeKind.FINAL)


class ImageGap(Struct, frozen=True):
    """What has no image: a ``state``, ``fact``, ``region`` or ``protocol``.

    ``together`` is a state that is there, but not beside the others that are active;
    ``strand`` one of the other version, in which nothing says where the case stands.
    """

    kind: str
    name: str


class SeenCase(Struct):
    """What is known of a case at an instant, in the names of the other version.

    ``leaves`` are the innermost active states; ``happened`` every activity so far.
    """

    leaves: Collection[str] = ()
    facts: dict[Id, str] = field(default_factory=dict)
    documents: set[Id] = field(default_factory=set)
    happened: set[str] = field(default_factory=set)


def image_word(
    table: Table, seen: SeenCase, before: int
) -> tuple[int, tuple[ImageGap, ...]]:
    """Return the word of what is known, and what of it has no image.

    What was left and can be taken up again is as the word before it has it.
    """
    word, gaps = _states(table, seen.leaves)
    layout, chart = table.layout, table.chart
    active = {0, *table.active(word)}
    for region in layout.kept:
        if region not in active:
            word |= before & table.fields[layout.regions[region]].mask
    for name, place in layout.facts.items():
        part = table.fields[place]
        value = seen.facts.get(name, chart.facts[name].initially or UNKNOWN)
        if value in part.values:
            word |= part.values.index(value) << part.shift
        else:
            gaps.append(ImageGap("fact", name))
    for known, places in (
        (seen.documents, layout.documents),
        (seen.happened, layout.events),
    ):
        word |= _flags(table, known, places)
    return word, tuple(gaps)


def _flags(table: Table, known: Collection[str], places: Mapping[str, int]) -> int:
    parts = (table.fields[place] for name, place in places.items() if name in known)
    return sum(1 << part.shift for part in parts)


def _states(table: Table, leaves: Collection[str]) -> tuple[int, list[ImageGap]]:
    nodes, by_name = table.chart.nodes, table.chart.by_name
    word, gaps = 0, list[ImageGap]()
    for name in leaves:
        index = by_name.get(name)
        is_resting = index is not None and nodes[index].kind in _RESTING
        if index is None or not is_resting:
            gaps.append(ImageGap("state", name))
        elif (found := _at(table, word, index)) is None:
            gaps.append(ImageGap("together", name))
        else:
            word = found
    if not gaps:
        gaps += (ImageGap("strand", nodes[index].name) for index in _empty(table, word))
    return word, gaps


def _at(table: Table, word: int, index: int) -> int | None:
    """Return a word in which a node is active too; ``None`` where it cannot be."""
    layout, nodes = table.layout, table.chart.nodes
    above = table.chart.ancestors(index)
    for child, parent in zip((index, *above), above, strict=False):
        if nodes[parent].kind.is_region:
            part = table.fields[layout.regions[parent]]
            code = layout.codes[child]
            if part.code(word) not in {0, code}:
                return None
            word |= code << part.shift
    return word


def _empty(table: Table, word: int) -> Iterator[int]:
    """Yield the active regions in which nothing is active."""
    regions = table.layout.regions
    for index in (0, *table.active(word)):
        if index in regions and table.fields[regions[index]].code(word) == 0:
            yield index
