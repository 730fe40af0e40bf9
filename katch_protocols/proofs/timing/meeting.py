"""Which agencies meet the child in one case: at most and at least how many."""

from collections import deque
from collections.abc import Callable, Iterator

from katch_protocols.budget import tick
from katch_protocols.model.noun import Id
from katch_protocols.proofs.study import Study
from katch_protocols.proofs.timing.counting import Counted, count
from katch_protocols.proofs.timing.measured import Range
from katch_protocols.semantics.table import Row

__all__ = ["MAX_AGENCIES", "MAX_SETS", "child_roles", "meetings"]

MAX_AGENCIES = 62
"""More agencies than this are not told apart."""

MAX_SETS = 500_000
"""How many sets of agencies are looked at before the count is given up."""


def child_roles(study: Study) -> frozenset[Id]:
    """Return the roles that take part and hold no office and no agency."""
    roles = study.holders.handbook.roles
    return frozenset(name for name, role in roles.items() if not role.agencies)


def meetings(study: Study, meets: Callable[[Row], bool]) -> Range | None:
    """Count the different agencies that meet the child in one case.

    Those of whoever does the activity or takes part in it. A role that several agencies
    may hold counts as one of its own. ``None``: too many to be counted.
    """
    bits: dict[tuple[Id, ...], int] = {}
    met: dict[int, int] = {}
    for row in study.table.rows:
        met[id(row)] = 0
        for who in _who(study, row) if meets(row) else ():
            met[id(row)] |= bits.setdefault(who, 1 << len(bits))
    if len(bits) > MAX_AGENCIES:
        return None

    def counting(row: Row, _before: int, _after: int) -> int:
        return met[id(row)]

    counted = count(study, counting, meets, ())
    if counted is None:
        return None
    most = _sets(counted, most=True)
    least = _sets(counted, most=False)
    if most is None or least is None:
        return None
    ends = counted.explored.ends().tolist()
    fewest = [one.bit_count() for end in ends for one in least.get(end, ())]
    return Range(
        max(one.bit_count() for sets in most.values() for one in sets),
        min(fewest, default=None),
    )


def _who(study: Study, row: Row) -> Iterator[tuple[Id, ...]]:
    """Yield the agencies of each role that acts; alternatives for ``by`` are one."""
    if row.entry is None:
        return
    roles = study.holders.handbook.roles
    raci = row.entry.act.raci
    for names in (raci.by, *((name,) for name in raci.together_with)):
        homes = (roles[name].agencies for name in names if name in roles)
        agencies = tuple(dict.fromkeys(home for each in homes for home in each))
        if agencies:
            yield agencies


def _sets(counted: Counted, *, most: bool) -> dict[int, list[int]] | None:
    """Return for each configuration the largest (or smallest) sets met on a way there.

    Sets are bits of an integer; those that lie inside another (or around one) of the
    same configuration are left out, for they lead to nothing more (or less).
    """
    known: dict[int, list[int]] = {0: [0]}
    queue = deque([(0, 0)])
    size = 0
    while queue:
        place, met = queue.popleft()
        tick(size * 100)
        if met not in known[place]:
            continue
        for target, weight in counted.steps[place]:
            new = met | weight
            others = known.setdefault(target, [])
            if new in others or any(_covers(one, new, most=most) for one in others):
                continue
            others[:] = [one for one in others if not _covers(new, one, most=most)]
            others.append(new)
            queue.append((target, new))
            size += 1
            if size > MAX_SETS:
                return None
    return known


def _covers(one: int, other: int, *, most: bool) -> bool:
    return one | other == (one if most else other)
