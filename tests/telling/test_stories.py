"""Every way to break a sentence is told in full, in three languages."""

from pathlib import Path

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.model.names import NameKind
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.proofs.time_sums import TimePart, print_sum
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.sentences.text import parse_duration, parse_safeguard
from katch_protocols.telling.formatter import (
    Each,
    ProtocolWording,
    Saying,
    Sum,
    TitleGap,
)
from katch_protocols.telling.proof_report import story_of
from tests.making import make_handbook, make_protocol
from tests.proofs.pier import tell, why
from tests.proofs.timing.handbooks import make_timed

LANGUAGES = ("en", "ru", "kk")
DAY = 24 * 60
EXPECTED = Path(__file__).with_name("pier_stories.txt")
"""Blocks: a sentence (and how the pier is changed), then the last line of its story."""


def test_a_story_tells_who_what_what_was_recorded_and_where_the_case_is() -> None:
    told = tell("after look never care")
    assert told.lines("en") == (
        "A case begins in «Child seen».",
        (
            "1. «Guard» or «Nurse»: «Look». Recorded: «Danger» is «Present». "
            "The case is now in «Talk»."
        ),
        "2. «Nurse»: «Care». The case is now in «Safe». The case is complete.",
        "Broken at step 2: «Care» happened after «Look».",
    )
    assert told.lines("ru") == (
        "Дело начинается здесь: «Ребёнок замечен».",
        (
            "1. «Дежурный» или «Медсестра»: «Осмотреть». Записано: «Опасность» — "
            "«Есть». Теперь дело здесь: «Беседа»."
        ),
        (
            "2. «Медсестра»: «Помочь». Теперь дело здесь: «В безопасности». "
            "Дело завершено."
        ),
        "Нарушено на шаге 2: действие «Помочь» происходит после действия «Осмотреть».",
    )
    assert told.lines("kk") == (
        "Іс осы күйден басталады: «Бала байқалды».",
        (
            "1. «Кезекші» немесе «Мейірбике»: «Қарау». Жазылды: «Қауіп» — «Бар». "
            "Іс енді осы күйде: «Әңгіме»."
        ),
        "2. «Мейірбике»: «Көмектесу». Іс енді осы күйде: «Қауіпсіз». Іс аяқталды.",
        "2-қадамда бұзылды: «Қарау» әрекетінен кейін «Көмектесу» әрекеті болды.",
    )


def test_a_story_tells_what_the_clock_did_and_that_the_case_stays() -> None:
    told = tell("lost requires look")
    assert told.lines("en") == (
        "A case begins in «Child seen».",
        "1. «Guard»: «Hurry». The case is now in «Talk».",
        (
            "2. The time in «Talk» is over: 30 days. The case is now in «Lost». "
            "The case is complete."
        ),
        "Broken at step 2: «Lost» happened, and «Look» had not happened before.",
    )
    assert told.lines("ru")[2] == (
        "2. Время в состоянии «Беседа» истекло: 30 дней. Теперь дело здесь: «Потерян». "
        "Дело завершено."
    )
    assert told.lines("kk")[2] == (
        "2. «Әңгіме» күйіндегі уақыт бітті: 30 күн. Іс енді осы күйде: «Жоғалды». "
        "Іс аяқталды."
    )
    stays = tell("never ask")
    assert [stays.lines(language)[2] for language in LANGUAGES] == [
        "2. «Guard»: «Ask». The case stays where it is.",
        "2. «Дежурный»: «Спросить». Дело остаётся на месте.",
        "2. «Кезекші»: «Сұрау». Іс орнында қалады.",
    ]


def _expected() -> list[list[str]]:
    text = EXPECTED.read_text(encoding="utf-8")
    return [block.splitlines() for block in text.split("\n\n")]


@pytest.mark.parametrize("block", _expected(), ids=lambda block: block[0])
def test_the_last_line_says_why(block: list[str]) -> None:
    assert list(why(block[0])) == block[1:]


def test_an_adverse_end_may_be_declared() -> None:
    assert tell().proof.verdict is Verdict.HOLDS


def test_a_story_is_a_value_that_knows_no_language() -> None:
    told = tell("after look never care")
    case = told.proof.counterexample
    assert case is not None
    rule = told.chart.safeguards["promise"].rule
    story = story_of(case, compile_chart(told.chart), rule)
    assert story.start == Saying("begins", {"states": Each(NameKind.STATE, ("seen",))})
    assert story.steps[1].number == 2
    assert story.steps[1].sayings[0] == Saying(
        "does",
        {
            "who": Each(NameKind.ROLE, ("nurse",), either=True),
            "what": TitleGap(NameKind.ACTIVITY, "care"),
        },
    )
    assert story.verdict == Saying("broken-at", {"number": 2})
    assert story.why == (
        Saying(
            "breaks-after-never",
            {
                "event": TitleGap(NameKind.EVENT, "look"),
                "forbidden": TitleGap(NameKind.EVENT, "care"),
            },
        ),
    )


def test_a_sum_is_printed_for_programs_and_said_for_people() -> None:
    parts = (
        TimePart(parse_duration("3 hours"), 180, "noticed"),
        TimePart(parse_duration("5 working days"), 11 * DAY, "reported"),
        TimePart(parse_duration("2 days"), -2 * DAY, "waiting", timer=True),
    )
    text = "3 hours + 5 working days (at most 11 days) - 2 days"
    assert print_sum(parts) == text
    assert parse_duration("11 days") == parts[1].most
    assert parts[0].most is None
    handbook = make_handbook(make_protocol({"states": {"a": {"final": True}}}))
    meant = chart(handbook.protocols["case"], handbook)
    said = {
        language: ProtocolWording(meant, handbook, language).gap(Sum(parts))
        for language in ("en", "ru", "kk")
    }
    assert said == {
        "en": "3 hours + 5 working days (at most 11 days) − 2 days",
        "ru": "3 часа + 5 рабочих дней (самое большее 11 дней) − 2 дня",
        "kk": "3 сағат + 5 жұмыс күні (ең көбі 11 күн) − 2 күн",
    }


def test_a_limit_that_is_a_duty_s_own_is_told_of_the_duty() -> None:
    states = {
        "care": {"activities": {"plan": {"to": "rest", "within": "3 hours"}}},
        "rest": {"activities": {"close": {"to": "over"}}},
        "over": {"final": True},
    }
    handbook = make_timed(states, {"rest": "2 hours"})
    rule = parse_safeguard("after care then over within 4 hours")
    drawn = chart(handbook.protocols["case"], handbook)
    study = ProofSession(drawn, Holders(handbook))
    case = prove_sentence(rule, study).counterexample
    assert case is not None
    spent = case.reason.spent
    assert spent is not None
    assert [(part.activity, part.state) for part in spent.parts] == [
        ("plan", "care"),
        (None, "rest"),
    ]
    wording = ProtocolWording(drawn, handbook, "en")
    said = [wording.say(each) for each in story_of(case, study.table, rule).why]
    assert said[-2:] == [
        "The deadlines of these states add up: «Rest».",
        "These duties have a limit of their own: «Plan».",
    ]
