"""The words for verdicts, in the form that follows each number."""

from datetime import date

import pytest

from katch_protocols.proofs.verdicts import Proof, Verdict
from katch_protocols.telling.proof_report import Standing, StandingKind, tally


def proof(verdict: Verdict, until: date | None = None) -> Proof:
    return Proof("p", "s", "never a", verdict, waived_until=until)


SPRING, WINTER = date(2026, 3, 31), date(2026, 12, 1)

SAID = {
    "en": "2 hold, 1 waived until 31 March 2026, 2 waived until 1 December 2026, "
    "1 enforced by live cases, 1 empty, 1 broken, 2 not decided",
    "ru": "2 соблюдаются, 1 отступление до 31 марта 2026 года, "
    "2 отступления до 1 декабря 2026 года, "
    "1 обеспечивается при ведении дел, 1 не проверялась ни одним делом, "
    "1 нарушена, 2 не решены",
    "kk": "2 орындалады, 1 ауытқу (2026 жылғы 31 наурызға дейін), "
    "2 ауытқу (2026 жылғы 1 желтоқсанға дейін), "
    "1 істі жүргізу кезінде қамтамасыз етіледі, 1 бірде-бір іспен тексерілмеген, "
    "1 бұзылған, 2 шешілмеген",
}


@pytest.mark.parametrize("language", SAID)
def test_a_tally_names_each_verdict_and_adds_none_up(language: str) -> None:
    proofs = [
        proof(Verdict.UNDEFINED),
        proof(Verdict.BROKEN, WINTER),
        proof(Verdict.HOLDS),
        proof(Verdict.NOT_EXHAUSTED),
        proof(Verdict.BROKEN, SPRING),
        proof(Verdict.BROKEN),
        proof(Verdict.VACUOUS),
        proof(Verdict.BROKEN, WINTER),
        proof(Verdict.ENFORCED),
        proof(Verdict.HOLDS),
    ]
    assert tally(proofs).say(language) == SAID[language]


@pytest.mark.parametrize(
    ("number", "form"),
    [
        (1, "не проверялась ни одним делом"),
        (2, "не проверялись ни одним делом"),
        (5, "не проверялись ни одним делом"),
        (11, "не проверялись ни одним делом"),
        (21, "не проверялась ни одним делом"),
    ],
)
def test_russian_has_three_forms(number: int, form: str) -> None:
    assert Standing(StandingKind.EMPTY).count(number, "ru") == form


def test_one_is_said_in_the_singular_and_what_has_no_words_in_english() -> None:
    assert tally([proof(Verdict.HOLDS)]).say("en") == "1 holds"
    assert (
        Standing(StandingKind.WAIVED, SPRING).say("de") == "waived until 31 March 2026"
    )


def test_nothing_proved_has_an_empty_tally() -> None:
    assert tally([]).say("en") == ""
