"""Whose absence stops some case: every smallest set of posts, or of agencies.

By implicit hitting sets: each plan that was found must lose somebody, so only sets that
hit every known plan are tried; a set that leaves a plan brings that plan. Static
resiliency is hard in general (Wang and Li 2007, Fong 2018), so sets are looked for up
to three; larger ones are left out.
"""

from collections.abc import Callable, Mapping, Sequence

from katch_protocols.model.noun import Id

__all__ = ["MOST_ABSENT", "Left", "Stop", "smallest", "stops"]

MOST_ABSENT = 3
"""Up to how many absent at once are looked at."""

Stop = frozenset[Id]
"""Those whose absence together stops some case."""

Left = Callable[[Stop], frozenset[Id] | None]
"""Whom a plan uses without some; ``None``: some case then stops."""


def stops(left: Left, *, most: int = MOST_ABSENT) -> tuple[Stop, ...]:
    """Return every smallest set of up to ``most`` whose absence stops a case.

    Args:
        left: whom a plan uses without some posts or agencies; more absent ones never
            help.
        most: how large a set may be.
    """
    found: dict[Stop, None] = {}
    tried: tuple[Stop, ...] = (frozenset(),)
    while True:
        for some in tried:
            if some in found:
                continue
            plan = left(some)
            if plan is not None:
                tried = _hitting(tried, plan, most)
                break
            found[some] = None
        else:
            return smallest(found)


def smallest(sets: Mapping[Stop, object] | Sequence[Stop]) -> tuple[Stop, ...]:
    """Return the sets that hold no other, the smallest first, then by their names."""
    kept: list[Stop] = []
    for each in sorted(set(sets), key=lambda one: (len(one), sorted(one))):
        if not any(other <= each for other in kept):
            kept.append(each)
    return tuple(kept)


def _hitting(sets: Sequence[Stop], plan: Stop, most: int) -> tuple[Stop, ...]:
    """Return the smallest sets that hit one plan more (Berge 1989)."""
    hit = [each for each in sets if each & plan]
    grown = {
        each | {name}: None
        for each in sets
        if not each & plan and len(each) < most
        for name in sorted(plan)
    }
    new = [each for each in grown if not any(other <= each for other in hit)]
    return (*hit, *smallest(new))
