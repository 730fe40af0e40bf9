"""How a body's duties stand, and that cards say so from the one place that knows."""

from datetime import date

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.duties.agreed import agreed, fingerprint
from katch_protocols.duties.agreement_status import AgreementStatus, agreement_status
from katch_protocols.duties.responsibility import responsibility
from katch_protocols.files.read import read_texts
from katch_protocols.model.agreements import Agreement
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import FrozenDict
from katch_protocols.papers.content.cards import cards
from katch_protocols.papers.content.speaker import PaperTexts
from katch_protocols.rules.check import check_context
from katch_protocols.rules.context import Context
from tests.rules.saltmarsh import FILES, referral

BODY = "harbour_police"
EDITED = "agreement-edited"


def book(limit: str, on: date | None, *, said: Handbook | None = None) -> Handbook:
    """A district whose police agreed to what another text of it says, or to this."""
    acts = (
        f"visit: {{title: Visit, by: duty_officer, within: {limit}}}, "
        "finish: {title: Finish, by: duty_officer, to: closed}"
    )
    head = "title: Reported, held_by: duty_officer"
    state = f"  reported: {{{head}, activities: {{{acts}}}}}\n"
    made = read_texts({**FILES, "referral.yaml": referral(state)}).handbook
    assert made is not None
    then = said or made
    duties = agreed(chart(then.protocols["referral"], then), then)[BODY]
    text = fingerprint(duties, on)
    one = Agreement(on=on, text=text, duties=duties)
    kept = FrozenDict({BODY: FrozenDict({"referral": one})})
    return made.model_copy(update={"agreed": kept})


DAY = date(2026, 4, 1)


def test_what_was_agreed_on_a_day_stands_until_it_changes() -> None:
    same = book("2 days", DAY)
    assert agreement_status(BODY, "referral", same) == AgreementStatus(DAY)
    other = book("3 days", DAY, said=same)
    assert agreement_status(BODY, "referral", other) == AgreementStatus(
        DAY, frozenset({"visit"})
    )


def test_what_is_proposed_is_proposed_whatever_it_says() -> None:
    other = book("3 days", None, said=book("2 days", None))
    assert agreement_status(BODY, "referral", other) == AgreementStatus(None)


def test_of_a_body_that_nobody_asked_nothing_is_said() -> None:
    assert agreement_status("welfare_office", "referral", book("2 days", DAY)) is None


@pytest.mark.parametrize(
    ("made", "foot", "notes"),
    [
        (book("2 days", DAY), "agreed on 1 April 2026", ((), ())),
        (book("2 days", None), "proposed", ((), ())),
        (
            book("3 days", DAY, said=book("2 days", DAY)),
            "agreed on 1 April 2026",
            (("changed since it was agreed",), ()),
        ),
    ],
)
def test_a_card_says_since_when_and_which_duty_is_not_as_agreed(
    made: Handbook, foot: str, notes: tuple[tuple[str, ...], ...]
) -> None:
    protocol = made.protocols["referral"]
    answer = responsibility(made, only="referral")
    colours = dict.fromkeys(made.agencies, "")
    (card,) = (
        each
        for each in cards(answer, PaperTexts(made, "en"), colours, protocol)
        if each.id == BODY
    )
    assert card.foot.endswith(f" · {foot}")
    assert tuple(line.notes for line in card.sections[0].lines) == notes


def test_a_day_that_was_put_in_by_hand_is_found() -> None:
    proposed = book("2 days", None)
    one = proposed.agreed[BODY]["referral"]
    by_hand = one.model_copy(update={"on": DAY})
    kept = FrozenDict({BODY: FrozenDict({"referral": by_hand})})
    agreed_by_hand = proposed.model_copy(update={"agreed": kept})
    edited = [
        [each.rule for each in check_context(Context(one)) if each.rule == EDITED]
        for one in (proposed, agreed_by_hand, book("2 days", DAY))
    ]
    assert edited == [[], [EDITED], []]
