"""``A and B by the same person``."""

from collections.abc import Sequence

from katch_protocols.charts.holders import Place
from katch_protocols.model.safeguards import SamePerson
from katch_protocols.proofs.kinds.by_whom import Standing, prove_by_whom
from katch_protocols.proofs.people import Duty, common_doers, doers
from katch_protocols.proofs.study import Study
from katch_protocols.proofs.verdicts import Answer

__all__ = ["prove_same_person"]


def prove_same_person(rule: SamePerson, study: Study) -> Answer:
    """Prove that whoever does A also does B in that case.

    *Broken* where, in some region, nobody can do both; it *holds* where one person
    alone can do either; else it is *enforced*.
    """

    def judge(firsts: Sequence[Duty], others: Sequence[Duty], place: Place) -> Standing:
        duties = (*firsts, *others)
        found = [doers(one, place, study.holders) for one in duties]
        if not common_doers(found):
            return Standing.BROKEN
        # Which people of a post hold which of several trainings is not known.
        clear = len({one.qualified for one in duties} - {()}) <= 1
        alone = len(found[0].people) == 1 and not found[0].crowds
        same = all(each == found[0] for each in found)
        return Standing.SURE if clear and alone and same else Standing.DEPENDS

    return prove_by_whom(rule, study, judge, one_step=False)
