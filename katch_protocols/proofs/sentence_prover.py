"""Prove a sentence over every case, or find a shortest case that breaks it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.errors import BoundError, UnknownNameError
from katch_protocols.model.safeguards import (
    AfterThen,
    AlwaysPossible,
    AtLeastAfter,
    AtLeastEvery,
    Different,
    Independent,
    Informs,
    Never,
    OnlyDoes,
    OnlyTo,
    SafeguardRule,
    SamePerson,
    TakesPart,
)
from katch_protocols.proofs.automata.product_automaton import (
    Product,
    Watcher,
    binding_ends,
    broken,
    is_read,
    owing_ends,
)
from katch_protocols.proofs.kept.slices import (
    SliceKey,
    keep_verdict,
    kept_verdict,
    slice_key,
)
from katch_protocols.proofs.kinds.always_possible import (
    prove_always_possible,
    prove_always_possible_widely,
)
from katch_protocols.proofs.kinds.by_whom import prove_different, prove_same_person
from katch_protocols.proofs.kinds.independent import (
    prove_independent,
    prove_independent_widely,
)
from katch_protocols.proofs.kinds.informing import informs_by_values
from katch_protocols.proofs.kinds.pattern import Pattern
from katch_protocols.proofs.kinds.patterns import PATTERNS, made_pattern, pattern
from katch_protocols.proofs.kinds.taking_part import sits_always
from katch_protocols.proofs.product_search import Search, Seen, seen_product
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.slice_proofs import prove_by_slice
from katch_protocols.proofs.verdicts import Answer, Counterexample, Reason, Verdict
from katch_protocols.proofs.wide_proofs import prove_wide
from katch_protocols.semantics.case_step import end_cubes
from katch_protocols.semantics.cubes import Cube

__all__ = [
    "PROVERS",
    "prove_pattern",
    "prove_sentence",
    "prove_watchable",
    "sees_people",
]


_TOO_WIDE = Reason("too-wide")
_BY_VALUES = Reason("told-by-values")


class _Prover(Struct, frozen=True):
    """How a kind is proved; ``widely`` where there are too many cases to look at.

    ``sees_little``: where there are, ``prove`` itself sees less of the protocol.
    ``sees_people``: it asks who holds what; all others are proved with nobody there.
    """

    prove: Callable[[Any, ProofSession], Answer]
    widely: Callable[[Any, ProofSession], Answer] | None = None
    sees_little: bool = False
    sees_people: bool = False


_PROVED = frozenset({Verdict.HOLDS, Verdict.VACUOUS})


def sees_people(rule: SafeguardRule) -> bool:
    """Tell whether the proof of a sentence asks who holds what in the handbook."""
    return PROVERS[type(rule)].sees_people


def prove_sentence(rule: SafeguardRule, study: ProofSession) -> Answer:
    """Prove a sentence of any kind.

    Raises:
        UndefinedError: A name of the sentence means nothing in the protocol.
    """
    if study.is_vast and not study.is_wide:
        # Most sentences see little of a protocol; few need all that may be looked at.
        answer = _prove(rule, study.brief)
        if answer.verdict is not Verdict.NOT_EXHAUSTED:
            return answer
    return _prove(rule, study)


def _prove(rule: SafeguardRule, study: ProofSession) -> Answer:
    """Prove a sentence by looking at its slice, else by seeing less of it."""
    prover = PROVERS[type(rule)]
    if prover.sees_little or not study.is_wide:
        answer = prover.prove(rule, study)
        if answer.verdict is not Verdict.NOT_EXHAUSTED or prover.widely is None:
            return answer
    if prover.widely is None:
        return Answer(Verdict.NOT_EXHAUSTED, reason=_TOO_WIDE)
    return prover.widely(rule, study)


def prove_watchable(rule: SafeguardRule, study: ProofSession) -> Answer:
    """Prove a sentence whose breach is seen in one case; shortest breach first.

    Explores the product of the sentence's slice and its automaton, breadth first.

    Raises:
        UndefinedError: A name of the sentence means nothing in the protocol.
    """
    return prove_pattern(rule, study, pattern(rule, study))


def prove_pattern(rule: SafeguardRule, study: ProofSession, found: Pattern) -> Answer:
    """Prove a sentence by a pattern that is not the one of its kind; as the above."""
    if study.is_wide:
        return prove_wide(rule, study, found)
    outcomes = end_cubes(study.table, found.outcomes)
    judged_at_ends = bool(found.automaton.owing) or found.trigger is None

    def goals(product: Product) -> list[Cube]:
        return [*broken(product), *owing_ends(product, found.automaton.owing, outcomes)]

    seen = seen_product(
        study,
        Watcher(found.automaton, found.slots),
        seeds=[mask for mask, _ in outcomes] if judged_at_ends else (),
        keep=found.trigger,
        goals=goals,
    )
    key = _key(rule, study, found, seen)
    told = kept_verdict(key)
    if told is not None:
        return told
    if found.trigger is not None and not found.automaton.owing:
        at_once = prove_by_slice(seen, found.trigger)
        if at_once is not None:
            return keep_verdict(key, at_once)
    return _prove_explored(rule, study, found, seen, key)


def _key(
    rule: SafeguardRule, study: ProofSession, found: Pattern, seen: Seen
) -> SliceKey:
    """Return under what the verdict is kept; of a vast protocol nothing is."""
    if study.is_vast:
        return ""
    return slice_key(
        seen.product,
        seen.until,
        found.trigger,
        end_cubes(study.table, found.outcomes),
        tuple(sorted(found.automaton.owing)),
        *(isinstance(rule, Never), study.limit, study.sliced, study.shared),
    )


def _prove_explored(
    rule: SafeguardRule,
    study: ProofSession,
    found: Pattern,
    seen: Seen,
    key: SliceKey,
) -> Answer:
    """Prove a pattern by exploring its product; what holds is kept under a key."""
    loose: Answer | None = None
    if study.is_vast and seen.is_vast:
        # To see less costs less, and what seems never to happen never does.
        loose = prove_wide(rule, study, found)
        if loose.verdict in _PROVED:
            return loose
    search = seen.search()
    size = len(search.explored)
    index = search.explored.goal
    if index is not None:
        return Answer(Verdict.BROKEN, size, _story(search, found, index))
    if not search.explored.exhausted:
        loose = loose or prove_wide(rule, study, found)
        decided = loose.verdict is not Verdict.NOT_EXHAUSTED
        return loose if decided else Answer(Verdict.NOT_EXHAUSTED, size)
    vacuous = _is_vacuous(rule, found, search, end_cubes(study.table, found.outcomes))
    verdict = Verdict.VACUOUS if vacuous else Verdict.HOLDS
    return keep_verdict(key, Answer(verdict, size))


def _story(search: Search, found: Pattern, index: int) -> Counterexample:
    if search.first(broken(search.product)) != index:
        return search.case(index, Reason("never-came"), after=True)
    story = search.case(index, Reason("happened"))
    entry = story.rows[-1].entry if story.rows else None
    if found.explain is None or entry is None:
        return story
    return replace(story, reason=found.explain(entry))


def _is_vacuous(
    rule: SafeguardRule, found: Pattern, search: Search, outcomes: Sequence[Cube]
) -> bool:
    """Whether nothing puts the sentence to the test in any case, or only excepted."""
    if isinstance(rule, Never):
        return False
    if found.trigger is None:
        return search.first(binding_ends(search.product, outcomes)) is None
    return not is_read(search.product, search.explored, found.trigger)


def _prove_after_then(rule: AfterThen, study: ProofSession) -> Answer:
    """Prove that B comes at all, and in time; of two breaches tell the shorter."""
    untimed = prove_watchable(rule, study)
    if rule.within is None or untimed.verdict is Verdict.VACUOUS:
        return untimed
    if untimed.verdict is Verdict.BROKEN:
        return _or_sooner(untimed, rule, study)
    if study.is_wide:
        return replace(untimed, verdict=Verdict.NOT_EXHAUSTED, reason=_TOO_WIDE)
    return _prove_kept(rule, study)


def _prove_kept(rule: AfterThen, study: ProofSession) -> Answer:
    # Lazy, as below: few sentences are about time, and what proves them is much.
    from katch_protocols.proofs.timing.timed_sentences import (  # noqa: PLC0415
        prove_kept,
    )

    return prove_kept(rule, study)


def _prove_recurring(rule: AtLeastEvery, study: ProofSession) -> Answer:
    from katch_protocols.proofs.timing.timed_sentences import (  # noqa: PLC0415
        prove_recurring,
    )

    return prove_recurring(rule, study)


def _prove_at_least_after(rule: AtLeastAfter, study: ProofSession) -> Answer:
    from katch_protocols.proofs.timing.at_least_after import (  # noqa: PLC0415
        prove_at_least_after,
    )

    return prove_at_least_after(rule, study)


def _or_sooner(untimed: Answer, rule: AfterThen, study: ProofSession) -> Answer:
    """Return a breach in which B never comes, or a shorter one that is late."""
    never = untimed.counterexample
    if never is None or study.is_wide:
        return untimed
    try:
        timed = _prove_kept(rule, study)
    except (BoundError, UnknownNameError):
        timed = Answer(Verdict.NOT_EXHAUSTED)
    late = timed.counterexample
    if late is not None and len(late.rows) < len(never.rows):
        return timed
    if late.shortest if late else timed.verdict is not Verdict.NOT_EXHAUSTED:
        return untimed
    return replace(untimed, counterexample=replace(never, shortest=False))


def _prove_takes_part(rule: TakesPart, study: ProofSession) -> Answer:
    """Prove that a role takes part; *enforced* where it only has a seat in a panel.

    A panel may sit without that seat, so a live case sees to it that it is filled.
    """
    answer = prove_watchable(rule, study)
    roles = study.holders.handbook.roles.values()
    has_seat = any(rule.role in role.members for role in roles)
    if answer.verdict is not Verdict.HOLDS or not has_seat:
        return answer
    found = made_pattern(sits_always, rule, study)
    strict = prove_pattern(rule, study, found)
    story = strict.counterexample
    if strict.verdict is not Verdict.BROKEN or story is None:
        kept = strict.verdict in _PROVED
        return answer if kept else replace(answer, verdict=strict.verdict)
    reason = Reason("depends-on-who-sits", story.reason.facts)
    story = replace(story, reason=reason)
    return Answer(Verdict.ENFORCED, answer.configurations, story, reason)


def _prove_informs(rule: Informs, study: ProofSession) -> Answer:
    """Prove that X learns of A; not decided where the values of a new case tell it."""
    answer = prove_watchable(rule, study)
    if answer.verdict is Verdict.BROKEN:
        answer = prove_pattern(
            rule, study, made_pattern(informs_by_values, rule, study)
        )
        if answer.verdict in _PROVED:
            return replace(answer, verdict=Verdict.NOT_EXHAUSTED, reason=_BY_VALUES)
    return answer


_WITH_PEOPLE = _Prover(prove_watchable, sees_little=True, sees_people=True)

PROVERS: Mapping[type[SafeguardRule], _Prover] = {
    **dict.fromkeys(PATTERNS, _Prover(prove_watchable, sees_little=True)),
    AfterThen: _Prover(_prove_after_then, sees_little=True),
    AlwaysPossible: _Prover(prove_always_possible, prove_always_possible_widely),
    AtLeastAfter: _Prover(_prove_at_least_after, sees_little=True),
    AtLeastEvery: _Prover(_prove_recurring),
    Different: _Prover(prove_different, sees_people=True),
    Independent: _Prover(prove_independent, prove_independent_widely),
    Informs: replace(_WITH_PEOPLE, prove=_prove_informs),
    OnlyDoes: _WITH_PEOPLE,
    OnlyTo: _WITH_PEOPLE,
    SamePerson: _Prover(prove_same_person, sees_people=True),
    TakesPart: replace(_WITH_PEOPLE, prove=_prove_takes_part),
}
"""How each kind is proved: most by one automaton, some in a way of their own."""
