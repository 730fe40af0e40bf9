"""Every finding is said in every language: short, and with the same gaps."""

import re
from string import Formatter

import pytest

from katch_protocols.findings import Finding, Severity, Wording
from katch_protocols.model.durations import Duration, Unit
from katch_protocols.rules.registry import RULES
from katch_protocols.rules.rule import Rule
from katch_protocols.rules.spans import told
from katch_protocols.words.finding_words import LANGUAGES, Said, say

MOST_WORDS = 22
KAZAKH_ONLY = set("әғқңөұүһі")


def _gaps(wording: Wording) -> set[str]:
    text = wording.saw + wording.why + wording.fix
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _facts(rule: Rule) -> dict[str, str]:
    return dict.fromkeys(_gaps(rule.wording), "x")


def _finding(rule: Rule, **more: object) -> Finding:
    return Finding(rule.name, rule.severity, rule.wording, (), _facts(rule), **more)


def _templates(rule: Rule) -> dict[str, Said]:
    """Say a rule with each gap filled by its own name."""
    facts = {gap: f"<{gap}>" for gap in _gaps(rule.wording)}
    finding = Finding(rule.name, rule.severity, rule.wording, (), facts)
    return {language: say(finding, language) for language in LANGUAGES}


def _sentences(said: Said) -> list[str]:
    return re.split(r"(?<=[.!?])\s+", str(said))


each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


@each_rule
def test_a_rule_says_the_same_facts_in_every_language(rule: Rule) -> None:
    said = _templates(rule)
    for part in ("saw", "why", "fix"):
        gaps = {
            language: set(re.findall(r"<[a-z]+>", getattr(each, part)))
            for language, each in said.items()
        }
        assert gaps["en"] == gaps["ru"] == gaps["kk"]


@each_rule
def test_a_rule_speaks_three_different_languages(rule: Rule) -> None:
    said = _templates(rule)
    assert len({each.saw for each in said.values()}) == len(LANGUAGES)
    assert KAZAKH_ONLY & set(str(said["kk"]).lower())
    assert not KAZAKH_ONLY & set(str(said["ru"]).lower())
    assert not re.search("[а-я]", str(said["en"]))


@each_rule
def test_no_sentence_is_longer_than_a_breath(rule: Rule) -> None:
    for said in _templates(rule).values():
        for sentence in _sentences(said):
            assert len(re.findall(r"\w+(?:[-'’]\w+)*", sentence)) <= MOST_WORDS


@each_rule
def test_every_sentence_ends(rule: Rule) -> None:
    for said in _templates(rule).values():
        assert all(part.endswith(".") for part in (said.saw, said.why, said.fix))


def test_one_near_name_is_offered_in_the_language_of_the_reader() -> None:
    finding = _finding(RULES[0], near=("guardianship",))
    assert say(finding, "en").nearest == "The nearest is 'guardianship'."
    assert say(finding, "ru").nearest == "Ближайшее имя: 'guardianship'."
    assert say(finding, "kk").nearest == "Ең жақын ат: 'guardianship'."


def test_several_near_names_are_offered_best_first() -> None:
    finding = _finding(RULES[0], near=("b", "a"))
    assert say(finding, "en").nearest == "The nearest are 'b', 'a'."


def test_a_finding_without_near_names_offers_none() -> None:
    assert say(_finding(RULES[0]), "kk").nearest == ""


def test_a_rule_from_outside_is_said_in_its_own_words() -> None:
    wording = Wording("Saw {it}.", "Why.", "Fix.")
    finding = Finding("outside", Severity.NOTE, wording, (), {"it": "x"}, ("y",))
    for language in LANGUAGES:
        assert str(say(finding, language)) == "Saw x. The nearest is 'y'. Why. Fix."


def test_a_language_that_nobody_speaks_here_falls_back_to_english() -> None:
    finding = _finding(RULES[0])
    assert say(finding, "uz") == say(finding, "en")


def test_a_text_of_the_handbook_is_said_in_the_language_of_the_reader() -> None:
    rule = next(rule for rule in RULES if rule.name == "role-unbound")
    facts = {
        "role": "nurse",
        "region": "north",
        "reason": "Not open yet",
        "reason.kk": "Әлі ашылған жоқ",
    }
    finding = Finding(rule.name, rule.severity, rule.wording, (), facts)
    assert say(finding, "en").saw == "Nobody plays 'nurse' in 'north': Not open yet."
    assert "Not open yet" in say(finding, "ru").saw
    assert "Әлі ашылған жоқ" in say(finding, "kk").saw


def test_a_span_of_time_is_said_in_the_language_of_the_reader() -> None:
    rule = next(rule for rule in RULES if rule.name == "deadline-proposed")
    duration = Duration(amount=2, unit=Unit.HOURS)
    facts = {"id": "reported", **told("limit", duration)}
    finding = Finding(rule.name, rule.severity, rule.wording, (), facts)
    assert "2 hours" in say(finding, "en").saw
    assert "2 часа" in say(finding, "ru").saw
    assert "2 сағат" in say(finding, "kk").saw
