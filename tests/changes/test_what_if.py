"""What is lost without a duty: quick answers are those of proofs made anew."""

import os
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from katch_protocols.changes.what_if import WhatIfs, duties, without
from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.build import chart
from katch_protocols.model.noun import Label
from katch_protocols.model.safeguards import Different, Safeguard, SamePerson
from katch_protocols.papers.page import losses
from katch_protocols.papers.page.texts import PageLanguages
from katch_protocols.proofs.bounds import SOUNDNESS
from katch_protocols.proofs.fewer_steps import AllSteps, FewerSteps
from katch_protocols.proofs.kept.answer_cache import keeping
from katch_protocols.proofs.kept.world import world_of
from katch_protocols.proofs.prove import Prover, prove
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.words.say import say
from tests.shipped import reading
from tests.strategies import small_handbooks


class Kept(dict):
    """Keeps answers as long as a test looks at them."""

    version = "any"
    find = dict.get

    def put(self, digest, answer):
        self[digest] = answer


HEAVY = bool(os.environ.get("KATCH_HEAVY"))
KEPT = {Verdict.HOLDS, Verdict.ENFORCED}
LOST = {Verdict.BROKEN, Verdict.VACUOUS}
OPEN = {Verdict.NOT_EXHAUSTED, Verdict.UNDEFINED}


def compared(made, handbook, every=1):
    """Compare the answers about some duties with proofs of the chart without each."""
    asked = WhatIfs(made, handbook)
    cache = Kept()
    before = prove(made, handbook)
    for duty in duties(made, handbook)[::every]:
        found = asked.of(duty)
        after = prove(without(made, duty), handbook)
        kept = [name for name, proof in before.items() if proof.verdict in KEPT]
        lost = {
            name: after[name].verdict
            for name in kept
            if name != SOUNDNESS and after[name].verdict in LOST
        }
        assert {each.safeguard: each.without for each in found.promises} == lost, duty
        assert set(found.undecided) == {
            name for name in kept if name != SOUNDNESS and after[name].verdict in OPEN
        }, duty
        check_case(duty, found)
        with keeping(cache):
            assert asked.of(duty) == WhatIfs(made, handbook).of(duty) == found
        assert cache


def check_case(duty, found):
    """The case is one that nobody needs the duty for, and it shows what is lost."""
    if found.case is None:
        assert not found.stays
        assert all(each.without is Verdict.VACUOUS for each in found.promises)
        return
    case, broken = found.case.case, found.case.safeguard
    assert len(case.rows) == len(case.words) == len(case.steps)
    assert duty not in {row.activity for row in case.rows}
    if broken is None:
        assert found.stays
    else:
        assert broken in {each.safeguard for each in found.promises}


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_handbooks())
def test_quick_answers_are_those_of_proofs_made_anew(handbook):
    made = chart(handbook.protocols["first"], handbook)
    compared(made, handbook, every=3)


PEOPLE = (
    lambda one, other: Different(event=one, other=other),
    lambda one, other: Different(event=one, other=other, agencies=True),
    lambda one, other: SamePerson(event=one, other=other),
)
"""Sentences about who does two things: they are kept by fewer cases too."""


def of_people(made):
    """Sentences of each kind about some pairs of activities."""
    pairs = list(combinations(sorted(made.activities), 2))[::3][:4]
    return {
        f"people_{at}_{kind}": Safeguard(
            id=f"people_{at}_{kind}",
            title=Label(texts={"en": "?"}),
            rule=sentence(*pair),
        )
        for at, pair in enumerate(pairs)
        for kind, sentence in enumerate(PEOPLE)
    }


def proved_of(prover, bound):
    return {name: prover.safeguard(each) for name, each in bound.items()}


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_handbooks())
def test_what_is_asked_of_people_is_spared_only_where_a_proof_says_the_same(handbook):
    made = chart(handbook.protocols["first"], handbook)
    bound, whole = of_people(made), Prover(world_of(made, handbook, None))
    known = AllSteps(proved_of(whole, bound), bound, whole)
    for duty in duties(made, handbook)[::3]:
        prover = Prover(world_of(without(made, duty), handbook, None))
        for name, (found, proof) in FewerSteps(duty, known, prover).verdicts().items():
            anew = prover.safeguard(bound[name]).verdict
            assert proof is None or found is anew, (duty, name)
            assert {found, anew} <= KEPT or found is anew, (duty, name)


def called(names):
    """The title of each state of a small protocol: those with a name are called so."""
    whole = reading().sound()
    protocol = whole.protocols["champion_outreach"]
    states = {
        name: each.model_copy(
            update={"title": Label(texts={**each.title.texts, **names})}
        )
        for name, each in protocol.states.items()
    }
    changed = {"states": type(protocol.states)(states)}
    kept = {protocol.id: protocol.model_copy(update=changed)}
    return whole.model_copy(update={"protocols": kept}), tuple(states)


@pytest.mark.parametrize(
    ("names", "all_alike"),
    [({"en": "One"}, False), ({"en": "One", "ru": "Один", "kk": "Бір"}, True)],
)
def test_things_are_one_line_if_every_language_calls_them_alike(
    names, all_alike, monkeypatch
):
    book, states = called(names)
    made = chart(book.protocols["champion_outreach"], book)
    asked = WhatIfs(made, book)
    found = replace(asked.of(duties(made, book)[0]), states=states)
    monkeypatch.setattr(losses.WhatIfs, "every", lambda _: iter([found]))
    known = dict.fromkeys(binding_safeguards(made, book))
    monkeypatch.setattr(losses, "proofs_of", lambda *_: known)
    languages = PageLanguages(book.languages)
    (loss,) = losses.Losses(made, book, languages, known).all()
    told = dict(loss.parts)
    lines = told[languages.each(lambda code: say("changes.what-if-states", code))]
    assert len(lines) == (1 if all_alike else len(states))
    assert all(line[0] == "One" for line in lines)


NAMES = sorted(reading().sound().protocols) if HEAVY else ["champion_outreach"]


@pytest.mark.parametrize("name", NAMES)
def test_quick_answers_about_shipped_protocols_are_those_of_proofs(name):
    handbook = reading().sound()
    made = chart(handbook.protocols[name], handbook)
    compared(made, handbook, every=1 if HEAVY else 4)
