"""The part of an answer that concerns one agency."""

from katch_protocols.duties.nouns import Duty
from katch_protocols.duties.responsibility import Responsibility
from katch_protocols.model.noun import FrozenDict, Id

__all__ = ["of_agency"]


def of_agency(answer: Responsibility, agency: Id) -> Responsibility:
    """Return an answer without what does not concern ``agency``.

    Of the gaps those stay that touch a duty which it does, answers for or joins.
    """
    found = answer.agencies[agency]
    concerned = {_key(share.duty) for share in found.shares}
    bound = {_key(share.duty) for share in found.binding}
    cells = (
        cell
        for cell in answer.matrix
        if any(each.agency == agency for each in cell.answering)
    )
    update = {
        "raci": tuple(duty for duty in answer.raci if _key(duty) in concerned),
        "agencies": FrozenDict({agency: found}),
        "handoffs": tuple(
            each for each in answer.handoffs if agency in {each.sender, each.receiver}
        ),
        "deliveries": tuple(
            each for each in answer.deliveries if agency in {each.sender, each.receiver}
        ),
        "matrix": tuple(cells),
        "gaps": tuple(gap for gap in answer.gaps if bound & set(gap.activities)),
        "vacancies": tuple(
            each for each in answer.vacancies if bound & set(each.activities)
        ),
        "overlaps": tuple(each for each in answer.overlaps if agency in each.agencies),
    }
    return answer.model_copy(update=update)


def _key(duty: Duty) -> tuple[Id, str]:
    return duty.protocol, duty.activity
