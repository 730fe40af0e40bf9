"""That nothing comes too early, kept under all that this depends on: no deadline.

How early a step can come depends on the steps that a question sees and on the waits
(``after``) among them, and on no limit by which something must be done. So another
deadline proves nothing again. What is not seen to hold at once is not kept here.
"""

from katch_protocols.model.deadlines import Duration
from katch_protocols.proofs.kept.slices import SliceKey, slice_key
from katch_protocols.proofs.timing.clocks import Clock, Clocks
from katch_protocols.proofs.timing.timed_exploration import StageProduct

__all__ = ["early_key"]


def early_key(seen: StageProduct, limit: Duration, most: int) -> SliceKey:
    """Return under what it is kept that a question's answer never comes early.

    ``most`` is the limit of the question at its longest, in minutes; of a vast protocol
    nothing is kept.
    """
    study, question, product = seen.study, seen.question, seen.told
    if study.is_vast:
        return ""
    rows = product.base
    waits = {id(row.timer) for row in rows if row.timer is not None}
    waited = tuple(each for each in seen.every.clocks if id(each.timer) in waits)
    starts = tuple(dict.fromkeys(clock.start for clock in waited))
    clocks = Clocks(seen.every.chart, seen.every.layout, waited, starts)
    number: dict[int, int] = {}
    for at, clock in enumerate(waited):
        number.setdefault(id(clock.timer), at)
    return slice_key(
        product,
        product.table.final,
        "early",
        # What the question makes of the letters.
        question.phases,
        tuple((*move, after) for move, after in sorted(question.moves.items())),
        tuple(sorted(question.renewing)),
        question.until_end,
        *(str(limit), most, seen.limit, study.limit, study.sliced, study.shared),
        # What each wait is, which of them each row is, and which it starts anew.
        tuple(_said(clock, starts.index(clock.start)) for clock in waited),
        tuple(number.get(id(row.timer), -1) for row in rows),
        tuple(tuple(sorted(clocks.restarted(row, frozenset()))) for row in rows),
        tuple(start.node in seen.table.entered for start in starts),
    )


def _said(clock: Clock, start: int) -> tuple[int | str, ...]:
    return clock.least, clock.most, str(clock.limit), start
