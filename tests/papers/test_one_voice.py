"""Every output says verdicts in the words of one table, and counts them alike."""

import io
import json
from collections import Counter
from datetime import date
from functools import cache

import pytest
from pptx import Presentation

from katch_protocols.charts.build import chart
from katch_protocols.cli.main import main
from katch_protocols.files.read import read_texts
from katch_protocols.model.handbook import Handbook
from katch_protocols.papers.content.contents import Gathered
from katch_protocols.papers.page.sheet_nouns import PageSheet
from katch_protocols.papers.page.sheets import Sheets
from katch_protocols.papers.proof import proof_page
from katch_protocols.papers.slides.slides import slides
from katch_protocols.proofs.prove import prove
from katch_protocols.telling.proof_report import ProofReport, Standing, StandingKind
from katch_protocols.words.say import say
from tests.rules.saltmarsh import FILES

LANGUAGES = ("en", "ru", "kk")

ROUNDS = [
    "duty_officer",
    "caseworker",
    "line_manager",
    "[duty_officer, caseworker]",
    "[duty_officer, line_manager]",
]
"""By whom each round is done: too many different duties for one sentence."""

STATES = "".join(
    f"""  round_{n}:
    title: Round {n}
    held_by: duty_officer
    activities:
      sign: {{title: Sign, by: {by}, to: {f"round_{n + 1}" if n < 4 else "closed"}}}
      review: {{title: Review, by: {by}}}
      open_file: {{title: Open the file, by: duty_officer}}
      seal_file: {{title: Seal the file, by: duty_officer}}
"""
    for n, by in enumerate(ROUNDS)
)

PROTOCOL = f"""
protocol: referral
title: Referral
valid_from: 2026-01-01
initial: round_0
states:
{STATES}  closed: {{title: Closed, final: true, outcome: protected}}
safeguards:
  kept: {{rule: closed requires sign, source: [harbour_act]}}
  by_live_cases:
    rule: open_file and seal_file by different people
    source: [harbour_act]
  hollow: {{rule: after review then sign unless round_0, source: [harbour_act]}}
  hurt:
    rule: never sign
    source: [harbour_act]
    promise: You are asked first
    never: Never ask afterwards
  unclear:
    rule: sign and review by different people
    source: [harbour_act]
    promise: You are asked first
    never: Never ask afterwards
  set_aside: {{rule: never review, source: [harbour_act], never: Never look back}}
  set_aside_longer: {{rule: never open_file, source: [harbour_act]}}
waivers:
  set_aside: {{reason: Rebuilding, by: welfare_office, until: 2027-03-31}}
  set_aside_longer: {{reason: Rebuilding, by: welfare_office, until: 2027-12-31}}
"""

STANDS = {
    "soundness": Standing(StandingKind.HOLDS),
    "kept": Standing(StandingKind.HOLDS),
    "set_aside": Standing(StandingKind.WAIVED, date(2027, 3, 31)),
    "set_aside_longer": Standing(StandingKind.WAIVED, date(2027, 12, 31)),
    "by_live_cases": Standing(StandingKind.ENFORCED),
    "hollow": Standing(StandingKind.EMPTY),
    "hurt": Standing(StandingKind.BROKEN),
    "unclear": Standing(StandingKind.OPEN),
}

TALLY = (
    "2 hold, 1 waived until 31 March 2027, 1 waived until 31 December 2027, "
    "1 enforced by live cases, 1 empty, 1 broken, 1 not decided"
)

TEXTS = {
    **FILES,
    "handbook.yaml": FILES["handbook.yaml"].replace("[en]", "[en, ru, kk]"),
    "referral.yaml": PROTOCOL,
}


@cache
def handbook() -> Handbook:
    found = read_texts(TEXTS).handbook
    assert found is not None
    return found


@cache
def gathered() -> Gathered:
    return Gathered(handbook().protocols["referral"], handbook())


@cache
def sheet() -> PageSheet:
    return Sheets(gathered().chart, handbook(), {}).sheet()


def said(language: str) -> dict[str, str]:
    return {name: each.say(language) for name, each in STANDS.items()}


def summary(language: str) -> str:
    made = chart(handbook().protocols["referral"], handbook())
    proofs = tuple(prove(made, handbook()).values())
    return ProofReport(made, handbook(), language).summary(proofs)


def test_the_tally_in_words() -> None:
    assert summary("en") == f"{TALLY}."


@pytest.fixture
def district(tmp_path):
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return ["prove", "referral", "--handbook", str(tmp_path), "--on", "2026-07-01"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_says_each_verdict_in_these_words(
    district, capsys, language: str
) -> None:
    assert main([*district, "--language", language]) == 1
    lines = capsys.readouterr().out.splitlines()
    titles = [line for line in lines if line and not line.startswith(" ")]
    assert titles.pop() == summary(language)
    found = dict(reversed(line.rsplit("  ", 1)) for line in titles)
    assert found == said(language)


def test_the_answer_for_programs_has_the_same_counts(district, capsys) -> None:
    assert main([*district, "--format", "json"]) == 1
    proofs = json.loads(capsys.readouterr().out)["proofs"]
    kinds = [
        StandingKind.WAIVED if one["waived"] else StandingKind(one["verdict"])
        for one in proofs
    ]
    assert Counter(kinds) == Counter(each.kind for each in STANDS.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_each_verdict_and_the_tally_in_these_words(language: str) -> None:
    at = LANGUAGES.index(language)
    promises = {each.id: each.said[at] for each in sheet().promises}
    assert promises == said(language)
    assert sheet().tally[at] == summary(language)


def test_the_page_promises_once_what_several_safeguards_promise_alike() -> None:
    told = {
        each.id: (each.promise[0], each.never[0])
        for each in sheet().promises
        if each.promise and each.never
    }
    assert told == {"hurt": ("You are asked first", "Never ask afterwards")}
    never = {each.id for each in sheet().promises if each.never}
    assert never == {"hurt", "set_aside"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_proofs_and_the_slides_say_the_same(language: str) -> None:
    page = gathered().proofs[language]
    every = (page.soundness, *page.safeguards)
    assert {each.safeguard: each.verdict for each in every} == said(language)
    assert page.summary == summary(language)
    assert summary(language) in proof_page(page)
    deck = Presentation(io.BytesIO(slides(gathered(), language)))
    texts = [
        shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame
    ]
    assert any(summary(language).removesuffix(".") in text for text in texts)


@pytest.mark.parametrize(
    ("language", "fall", "hold"),
    [
        ("en", "promises", "sentences"),
        ("ru", "обещани", "предложени"),
        ("kk", "уәде", "сөйлем"),
    ],
)
def test_beside_the_promises_that_fall_stands_what_else_is_counted(
    language, fall, hold
):
    """Several sentences keep one promise, so both numbers stand on one page."""
    assert fall in say("changes.what-if-fall", language, number=26, every=30)
    assert hold in say("page.with-duty", language)
