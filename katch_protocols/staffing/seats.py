"""Whether a panel can sit with the people of a region, and who is asked instead."""

from msgspec import Struct

from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.parties import Role
from katch_protocols.staffing.pattern_solver import Matching
from katch_protocols.staffing.workforce import People

__all__ = ["Filled", "alternative", "filled"]


class Filled(Struct, frozen=True):
    """How many seats of a panel can be filled at once, and which stay empty.

    ``has_chair`` tells whether the chair's is among them.
    """

    count: int
    empty: tuple[Id, ...]
    has_chair: bool


def filled(panel: Role, people: People) -> Filled:
    """Return how many seats the people of a region can fill, the chair's first."""
    order = (*(each for each in (panel.chair,) if each), *panel.others)
    able = [people.able((seat,)) for seat in order]
    matching = Matching()
    taken = [matching.match(seat, able) for seat in range(len(order))]
    empty = (seat for seat, is_taken in zip(order, taken, strict=True) if not is_taken)
    return Filled(sum(taken), tuple(empty), bool(panel.chair) and taken[0])


def alternative(by: tuple[Id, ...], book: Handbook, people: People) -> tuple[Id, ...]:
    """Return which of several who may act is asked here: roles, else a panel.

    A panel needs more people than a role; so it is asked only where nobody holds one.
    """
    panels = [name for name in by if name in book.roles and book.roles[name].is_panel]
    plain = tuple(name for name in by if name not in panels)
    if not panels or (plain and people.able(plain)):
        return plain
    for name in panels:
        found = filled(book.roles[name], people)
        if found.has_chair and found.count >= book.roles[name].sitting:
            return (name,)
    return plain or (panels[0],)
