"""``A and B by different people``, or ``by different agencies``."""

from collections.abc import Sequence
from itertools import product

from katch_protocols.charts.holders import Holders, Place
from katch_protocols.model.safeguards import Different
from katch_protocols.proofs.kinds.by_whom import Judge, Standing, prove_by_whom
from katch_protocols.proofs.people import (
    Choices,
    Duty,
    can_be_apart,
    common_doers,
    doers,
)
from katch_protocols.proofs.study import Study
from katch_protocols.proofs.verdicts import Answer

__all__ = ["prove_different"]


def prove_different(rule: Different, study: Study) -> Answer:
    """Prove that nobody (no agency) does both A and B in one case.

    *Broken* where, in some region, nobody can be found who has not done the other;
    *enforced* where somebody could do both; else it *holds*.
    """
    judge = _agencies(study.holders) if rule.agencies else _people(study.holders)
    return prove_by_whom(rule, study, judge, one_step=True)


def _people(holders: Holders) -> Judge:
    def judge(firsts: Sequence[Duty], others: Sequence[Duty], place: Place) -> Standing:
        # Which people of a post hold which of several trainings is not known.
        trainings = {one.qualified for one in (*firsts, *others)} - {()}
        found = {one: doers(one, place, holders) for one in (*firsts, *others)}

        def choices(one: Duty) -> Choices:
            unclear = len(trainings) > 1 and one.qualified and found[one].people
            return None if unclear or found[one].crowds else found[one].people

        if not can_be_apart([*map(choices, firsts)], [*map(choices, others)]):
            return Standing.BROKEN
        shared = any(
            common_doers([found[one], found[other]])
            for one, other in product(firsts, others)
        )
        return Standing.DEPENDS if shared else Standing.SURE

    return judge


def _agencies(holders: Holders) -> Judge:
    def judge(firsts: Sequence[Duty], others: Sequence[Duty], place: Place) -> Standing:
        def bodies(one: Duty) -> frozenset[str | None]:
            held = (holders.bodies(role, place) for role in one.roles)
            return frozenset(body for each in held for body in each)

        def choices(one: Duty) -> Choices:
            # Somebody who holds no office acts for no agency.
            return None if None in bodies(one) else bodies(one)

        if not can_be_apart([*map(choices, firsts)], [*map(choices, others)]):
            return Standing.BROKEN
        shared = any(
            (bodies(one) & bodies(other)) - {None}
            for one, other in product(firsts, others)
        )
        return Standing.DEPENDS if shared else Standing.SURE

    return judge
