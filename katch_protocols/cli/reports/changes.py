"""A comparison for people: by agency, in what cases can do, place by place."""

from collections.abc import Iterator, Sequence

from rich.text import Text

from katch_protocols.changes.behaviour import Likeness
from katch_protocols.changes.comparison_report import ComparisonReport, Remark
from katch_protocols.changes.nouns import ChangeKind

__all__ = ["change_lines"]

_SIGNS = {
    ChangeKind.ADDED: ("+", "green"),
    ChangeKind.REMOVED: ("-", "red"),
    ChangeKind.CHANGED: ("~", "yellow"),
}
_MOVED = (">", "cyan")


def change_lines(telling: ComparisonReport) -> Iterator[Text]:
    """Yield the lines to print."""
    found, word = telling.comparison, telling.naming.word
    if found.is_same:
        yield Text(word("nothing"))
        return
    agencies = telling.by_agency()
    if agencies:
        yield Text(word("head-agencies"), style="bold")
        yield from _by_agency(agencies, telling)
        yield Text()
    behaviour = [*_behaviour(telling)]
    if behaviour:
        yield Text(word("head-behaviour"), style="bold")
        yield from behaviour
        yield Text()
    yield Text(word("head-written"), style="bold")
    yield from _written(telling)
    yield Text()
    if found.meaningless:
        names = (telling.protocol(each) for each in found.meaningless)
        yield Text(word("meaningless", protocols=", ".join(names)))
    concerned = len({each.agency for each in agencies})
    yield Text(word("counts", agencies=concerned, written=len(found.written)))


def _by_agency(
    sentences: Sequence[Remark], telling: ComparisonReport
) -> Iterator[Text]:
    agency = protocol = None
    for each in sentences:
        if each.agency != agency:
            agency, protocol = each.agency, None
            yield Text(f"  {telling.naming.party(agency or '')}")
        if each.protocol != protocol:
            protocol = each.protocol
            yield Text(f"    {telling.protocol(protocol)}", style="dim")
        yield _line(each)


def _behaviour(telling: ComparisonReport) -> Iterator[Text]:
    """Yield how cases compare, of the protocols in which anything is to be told."""
    for found in telling.comparison.behaviour:
        if found.likeness is Likeness.SAME and not telling.touches(found.protocol):
            continue
        yield Text(f"    {telling.protocol(found.protocol)}", style="dim")
        for each in telling.behaviour(found):
            if found.likeness is Likeness.DIFFERENT:
                yield _line(each)
            else:
                yield Text(f"      {each.text}")


def _written(telling: ComparisonReport) -> Iterator[Text]:
    place: object = ()
    for each in telling.as_written():
        if each.protocol != place:
            place = each.protocol
            yield Text(f"    {telling.protocol(each.protocol)}", style="dim")
        where = telling.place(each)
        yield Text.assemble(_line(each), (f"  {where}" if where else "", "dim"))


def _line(sentence: Remark) -> Text:
    moved = sentence.change is not None and sentence.change.moved
    sign, style = _MOVED if moved else _SIGNS[sentence.kind]
    return Text.assemble("      ", (sign, style), f" {sentence.text}")
