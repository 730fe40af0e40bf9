"""What a plan says in rows of numbers, as the lists that a run goes through."""

from itertools import pairwise
from typing import Any, TypeAlias

from katch_protocols.evidence.simulations.plan import Plan

__all__ = ["EffectCode", "SeatToFill", "plan_lists"]

SeatToFill: TypeAlias = tuple[int, list[tuple[int, range, int]]]
"""Whether who sits there acts; each post, its people, the last first, an agency."""

EffectCode: TypeAlias = tuple[int, int, int]
"""What happens, to what, and more of it: see ``Op``."""


def plan_lists(p: Plan) -> dict[str, Any]:
    """Return each activity's posts, with what it asks, its seats; effects' codes."""
    return {
        "posts": _posts(p),
        "seats": _seats(p),
        "effects": _effects(p),
    }


def _posts(p: Plan) -> list[list[tuple[int, int]]]:
    posts = range(len(p.post_people))
    return [
        list(
            zip([d for d in posts if bits >> d & 1], p.ac_ask[first:last], strict=True)
        )
        for bits, (first, last) in zip(p.ac_posts, pairwise(p.ac_ask_at), strict=True)
    ]


def _seats(p: Plan) -> list[list[SeatToFill]]:
    seats: list[SeatToFill] = []
    for (first, last), acts in zip(pairwise(p.seat_at), p.seat_acts, strict=False):
        places = []
        for i in range(first, last):
            start = p.post_at[p.seat_post[i]]
            people = range(start + p.seat_able[i] - 1, start - 1, -1)
            places.append((p.seat_post[i], people, p.seat_agency[i]))
        seats.append((acts, places))
    return [seats[first:last] for first, last in pairwise(p.ac_seat_at)]


def _effects(p: Plan) -> list[list[EffectCode]]:
    codes = [*zip(p.ef_code, p.ef_arg, p.ef_more, strict=True)]
    return [codes[first:last] for first, last in pairwise(p.ef_at)]
