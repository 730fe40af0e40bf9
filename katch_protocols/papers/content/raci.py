"""The table of responsibility of one protocol: a row a duty, a column a party."""

from collections.abc import Iterator, Mapping, Sequence

from katch_protocols.duties.nouns import Duty, Part
from katch_protocols.duties.raci import parties_of
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Protocol
from katch_protocols.papers.content.dues import due_of
from katch_protocols.papers.content.nouns import (
    Column,
    RaciGroup,
    RaciRow,
    RaciTable,
)
from katch_protocols.papers.content.phases import phase_titles
from katch_protocols.papers.content.tongue import Tongue

__all__ = ["by_phase", "raci_table"]


def raci_table(
    duties: Sequence[Duty],
    tongue: Tongue,
    colours: Mapping[Id, str],
    protocol: Protocol,
) -> RaciTable:
    """Return the table; a party is an agency, or a role that several may hold.

    Parties that do something stand first, in the order of the duties.
    """
    rows = [_parts(duty, tongue) for duty in duties]
    bound = [
        party
        for row in rows
        for party, parts in row.items()
        if any(Part(part).binds for part in parts)
    ]
    parties = tuple(dict.fromkeys((*bound, *(party for row in rows for party in row))))
    number, groups = 0, []
    for heading, group in by_phase(duties, tongue, protocol):
        lines = []
        for duty in group:
            number += 1
            lines.append(_row(number, duty, parties, tongue))
        groups.append(RaciGroup(heading, tuple(lines)))
    columns = (Column(tongue.short(each), colours[each]) for each in parties)
    return RaciTable(tuple(columns), tuple(groups))


def by_phase(
    duties: Sequence[Duty], tongue: Tongue, protocol: Protocol
) -> Iterator[tuple[str, tuple[Duty, ...]]]:
    """Yield the duties of each phase with its title, in the protocol's order.

    What has no phase comes last; it may come at any step.
    """
    titles = phase_titles(protocol, tongue.handbook)
    used = dict.fromkeys(duty.phase for duty in duties)
    order = [name for name in titles if name in used]
    order += [name for name in used if name is not None and name not in titles]
    for name in (*order, None):
        group = tuple(duty for duty in duties if duty.phase == name)
        if not group:
            continue
        if name is None:
            yield (tongue.say("any-step") if order else ""), group
        else:
            yield tongue.label(titles.get(name), name), group


def _parts(duty: Duty, tongue: Tongue) -> Mapping[Id, tuple[str, ...]]:
    found = parties_of(duty, tongue.handbook)
    return {party: tuple(map(str, parts)) for party, parts in found.items()}


def _row(number: int, duty: Duty, parties: Sequence[Id], tongue: Tongue) -> RaciRow:
    parts = _parts(duty, tongue)
    cells = tuple(parts.get(party, ()) for party in parties)
    due, beside = due_of(duty.limit, tongue), tongue.teller.beside(duty)
    return RaciRow(number, tongue.duty(duty), due, beside, cells)
