"""Compiled runs of a plan, one after another, in the same memory."""

from functools import cached_property

from msgspec import Struct

from katch_protocols.evidence.simulations.compiled.layout import (
    PARTS,
    SEQ_BITS,
    H,
    Longs,
    plan_array,
    run_array,
)
from katch_protocols.evidence.simulations.compiled.loop import run
from katch_protocols.evidence.simulations.draws import mix
from katch_protocols.evidence.simulations.engine.store import (
    LOG_WIDTH,
    MONTH_WIDTH,
    RECORD_WIDTH,
    STATUS,
)
from katch_protocols.evidence.simulations.plan import Plan
from katch_protocols.evidence.simulations.working_time import DAY

__all__ = ["CompiledRun", "CompiledRuns", "fits"]

_FEW = 256
"""With room for so many rows of each part the first run begins."""

_BITS = 62
_LONG, _WIDE = 1 << 43, 1 << 31


class CompiledRun(Struct, frozen=True, dict=True):
    """What a compiled run tells, as a store of the definition has it."""

    n: list[int]
    records: Longs
    months: Longs
    steps: Longs

    @cached_property
    def record(self) -> list[int]:
        """What is told of cases."""
        found: list[int] = self.records.tolist()
        return found

    @cached_property
    def monthly(self) -> list[int]:
        """What is told of posts."""
        found: list[int] = self.months.tolist()
        return found

    @cached_property
    def log(self) -> list[int]:
        """The steps, if they were to be told."""
        found: list[int] = self.steps.tolist()
        return found


class CompiledRuns:
    """Makes runs of a plan; of equal numbers the same as ``engine.loop.run`` does."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.numbers = plan, plan_array(plan)
        self.room = dict.fromkeys(PARTS, _FEW)
        self._make_room()

    def _make_room(self) -> None:
        self.memory = run_array(self.plan, self.room)
        self.blank = self.memory[: self.memory[H.heap_at]].copy()

    def once(self, seed: int, number: int, logs: int) -> CompiledRun:
        """Make one run: of a seed, its number, and whether steps are told (0 or 1)."""
        base = mix(mix(0, seed), number)
        while True:
            m = self.memory
            m[: len(self.blank)] = self.blank
            m[H.logs] = logs
            run(m, self.numbers, base)
            if not m[H.full]:
                return CompiledRun(
                    m[: STATUS + 1].tolist(),
                    self._told("record", RECORD_WIDTH),
                    self._told("monthly", MONTH_WIDTH),
                    self._told("log", LOG_WIDTH),
                )
            self.room[PARTS[m[H.full] - H.heap_n]] *= 2
            self._make_room()

    def _told(self, part: str, width: int) -> Longs:
        m = self.memory
        at = m[getattr(H, f"{part}_at")]
        return m[at : at + width * m[getattr(H, f"{part}_n")]].copy()


def fits(plan: Plan) -> bool:
    """Tell whether every number that comes about in a run has 63 bits at most.

    So it is in whatever people mean; else the definition makes the runs, whose numbers
    have no end.
    """
    bits = max(len(plan.post_people), len(plan.re_kind), *map(abs, (0, *plan.cd_once)))
    sets = max(
        0, *plan.sides, *plan.holds, *plan.ef_arg, *plan.ck_around, *plan.du_around
    )
    longest = max(plan.tables) * 10_000 // min((10_000, *plan.ac_share))
    weight = max(sum(plan.ac_weight), sum(plan.fa_weight))
    # Where deadlines are kept an instant is drawn from as many as there are until then.
    days = (day * DAY for day in plan.due_days if day < 1 << 40)
    last = plan.horizon + max((plan.horizon, *plan.li_plain, *days))
    return (
        max(bits, sets.bit_length()) < _BITS
        and longest < _LONG
        and plan.horizon.bit_length() + SEQ_BITS <= _BITS
        and weight < _WIDE
        and (not plan.if_kept or last < _WIDE)
    )
