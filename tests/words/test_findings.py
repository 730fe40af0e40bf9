"""Every finding is said in every language: short, and with the same gaps."""

import re

import pytest

from katch_protocols.findings import Finding, Severity, Wording
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.rules.rule import rules
from katch_protocols.rules.spans import told as told_span
from katch_protocols.words.languages import SPOKEN
from tests.words.told import PARTS, gaps, told

MOST_WORDS = 22
KAZAKH_ONLY = set("әғқңөұүһі")
RULES = {rule.name: rule for rule in rules()}


def _finding(rule: str, **more: object) -> Finding:
    facts = {gap: "x" for part in PARTS for gap in gaps(rule, part)}
    return Finding(rule, Severity.ERROR, (), facts, **more)


def test_what_is_said_is_what_rules_and_the_reader_can_find() -> None:
    assert set(RULES) < set(told("en"))
    for language in SPOKEN:
        assert all(
            tuple(sorted(each)) == ("fix", "saw", "why")
            for each in told(language).values()
        )


def test_a_rule_says_the_same_facts_in_every_language() -> None:
    for rule in told("en"):
        for part in PARTS:
            found = {gaps(rule, part, language) for language in SPOKEN}
            assert len(found) == 1, rule


def test_a_rule_speaks_three_different_languages() -> None:
    for rule in told("en"):
        said = {
            language: " ".join(
                text for part in PARTS for text in told(language)[rule][part]
            )
            for language in SPOKEN
        }
        for part in PARTS:
            found = {told(language)[rule][part] for language in SPOKEN}
            assert len(found) == len(SPOKEN), rule
        assert KAZAKH_ONLY & set(said["kk"].lower()), rule
        assert not KAZAKH_ONLY & set(said["ru"].lower()), rule
        assert not re.search("[а-я]", said["en"]), rule


@pytest.mark.parametrize("language", SPOKEN)
def test_every_sentence_ends_and_none_is_longer_than_a_breath(language: str) -> None:
    for rule, parts in told(language).items():
        for text in (each for part in PARTS for each in parts[part]):
            assert text.endswith("."), rule
            for sentence in re.split(r"(?<=[.!?])\s+", text):
                words = re.findall(r"\w+(?:[-'’]\w+)*", sentence)
                assert len(words) <= MOST_WORDS, rule


def test_one_near_name_is_offered_in_the_language_of_the_reader() -> None:
    finding = _finding("unknown-role", near=("guardianship",))
    assert finding.said("en").nearest == "The nearest is 'guardianship'."
    assert finding.said("ru").nearest == "Ближайшее: «guardianship»."
    assert finding.said("kk").nearest == "Ең жақын ат: «guardianship»."


def test_several_near_names_are_offered_best_first() -> None:
    finding = _finding("unknown-role", near=("b", "a"))
    assert finding.said("en").nearest == "The nearest are 'b' and 'a'."


def test_a_finding_without_near_names_offers_none() -> None:
    assert _finding("unknown-role").said("kk").nearest == ""


def test_a_rule_from_outside_is_said_in_its_own_words() -> None:
    finding = Finding(
        "outside",
        Severity.NOTE,
        facts={"it": "x"},
        near=("y",),
        wording=Wording("Saw {it}.", "Why.", "Fix."),
    )
    assert str(finding) == "note outside: Saw x. Why. Fix."
    for language in SPOKEN:
        assert str(finding.said(language)) == "Saw x. The nearest is 'y'. Why. Fix."


def test_a_language_that_nobody_speaks_here_falls_back_to_english() -> None:
    finding = _finding("unknown-role")
    assert finding.said("uz") == finding.said("en")


def test_a_text_of_the_handbook_is_said_in_the_language_of_the_reader() -> None:
    facts = {
        "role": "nurse",
        "region": "north",
        "reason": "Not open yet",
        "reason.kk": "Әлі ашылған жоқ",
    }
    finding = Finding("role-unbound", Severity.GAP, (), facts)
    assert finding.said("en").saw == "Nobody plays 'nurse' in 'north': Not open yet."
    assert "Not open yet" in finding.said("ru").saw
    assert "Әлі ашылған жоқ" in finding.said("kk").saw


def test_a_span_of_time_is_said_in_the_language_of_the_reader() -> None:
    duration = Duration(amount=2, unit=Unit.HOURS)
    facts = {"id": "reported", **told_span("limit", duration)}
    finding = Finding("deadline-proposed", Severity.NOTE, (), facts)
    assert "2 hours" in finding.said("en").saw
    assert "2 часа" in finding.said("ru").saw
    assert "2 сағат" in finding.said("kk").saw


@pytest.mark.parametrize(
    ("language", "last", "day"),
    [
        ("en", "31 December 2025", "2 March 2026"),
        ("ru", "31 декабря 2025 года", "2 марта 2026 года"),
        ("kk", "2025 жылғы 31 желтоқсан", "2026 жылғы 2 наурыз"),
    ],
)
def test_a_day_is_said_as_people_write_it(language: str, last: str, day: str) -> None:
    facts = {"source": "act", "protocol": "p", "last": "2025-12-31"}
    finding = Finding(
        "source-repealed", Severity.WARNING, (), {**facts, "day": "2026-03-02"}
    )
    said = finding.said(language).saw
    assert last in said
    assert day in said
    assert "2025-12" not in str(finding)


def test_a_list_is_said_as_a_sentence_and_typed_as_a_file_has_it() -> None:
    facts = {"activity": "hide", "names": "police, clinic"}
    finding = Finding("two-accountable", Severity.ERROR, (), facts)
    assert finding.said("en").saw == "Several answer for 'hide': police and clinic."
    assert finding.said("ru").saw.endswith("police и clinic.")
    assert finding.facts["names"] == "police, clinic"


def test_a_title_is_said_with_its_id_and_what_is_typed_keeps_the_id() -> None:
    titles = {"ru": {"region": "город Алматы (almaty)", "roles": "Судья (judge)"}}
    facts = {"region": "almaty", "count": "2", "roles": "judge"}
    finding = Finding("duty-without-cover", Severity.GAP, (), facts, titles=titles)
    said = finding.said("ru")
    assert "«город Алматы (almaty)»" in said.saw
    assert "«Судья (judge)»" in said.saw
    assert "`katch staff almaty`" in said.fix
    assert "'almaty'" in str(finding)
    assert "«almaty»" in finding.said("kk").saw


def test_several_near_names_stand_in_the_quotation_marks_of_the_language() -> None:
    finding = _finding("unknown-role", near=("guardian", "guard"))
    assert finding.said("en").nearest == "The nearest are 'guardian' and 'guard'."
    assert finding.said("ru").nearest == "Ближайшие имена: «guardian» и «guard»."


def test_of_a_handbook_without_regions_no_region_is_named() -> None:
    facts = {"state": "seen", "agency": "police", "regions": "", "regions.number": "0"}
    found = Finding("answers-to-itself", Severity.GAP, (), facts)
    said = {language: found.said(language).saw for language in SPOKEN}
    assert said == {
        "en": "When 'seen' is overdue, only 'police' is told, which holds it.",
        "ru": "Если срок «seen» нарушен, об этом узнаёт только тот, кто его и держит:"
        " «police».",
        "kk": "«seen» мерзімі бұзылса, оны ұстап тұрған «police» қана біледі.",
    }
