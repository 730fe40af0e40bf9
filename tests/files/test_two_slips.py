"""Of several slips in one sentence each is told with what was meant, and is mended."""

import pytest

from katch_protocols.files.read import read_texts
from tests.files.test_fixes import FILE, SOUND, mended
from tests.rules.saltmarsh import SALTMARSH


def written(key: str, sentence: str) -> str:
    """Return the protocol with one sentence more."""
    text = SALTMARSH[FILE]
    if key == "rule":
        return text.replace(
            "states:", f"safeguards:\n  s1: {{rule: {sentence}}}\nstates:", 1
        )
    return text.replace(
        "        to: closed\n", f"        when: {sentence}\n        to: closed\n", 1
    )


@pytest.mark.parametrize(
    ("key", "sentence", "meant"),
    [
        (
            "rule",
            "ater refer thn close_case within 30 dasy",
            {"ater": "after", "thn": "then", "dasy": "days"},
        ),
        (
            "rule",
            "make_safe reqires taht done refer",
            {"reqires": "requires", "taht": "that"},
        ),
        ("rule", "evry case haz close_case", {"evry": "every", "haz": "has"}),
        ("rule", "refer at mots 1 tiem", {"mots": "most", "tiem": "time"}),
        ("when", "done make_safe annd nott in safe", {"annd": "and", "nott": "not"}),
    ],
)
def test_each_misspelt_word_of_a_sentence_is_told_with_what_was_meant(
    key, sentence, meant
):
    wrong = written(key, sentence)
    found = read_texts({**SALTMARSH, FILE: wrong}).findings
    told = {each.facts["word"]: each.near for each in found}
    assert told == {word: (near,) for word, near in meant.items()}
    line, start = _place(wrong, sentence)
    places = {(each.place.line, each.place.column) for each in found}
    assert places == {(line, start + sentence.index(word)) for word in meant}


@pytest.mark.parametrize(
    ("key", "wrong", "right"),
    [
        (
            "rule",
            "ater refr thn close_cas within 30 dasy",
            "after refer then close_case within 30 days",
        ),
        (
            "rule",
            "make_saef reqires taht done refr",
            "make_safe requires that done refer",
        ),
        ("when", "don make_saef annd nott in saef", "done make_safe and not in safe"),
    ],
)
def test_slips_of_words_and_of_names_are_mended_together(key, wrong, right):
    texts = {**SOUND, FILE: written(key, wrong).encode()}
    meant = written(key, right)
    assert mended(texts)[FILE].decode() == meant


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("consent is knonw", "consent is known"),
        ("consent is unknwon", "consent is unknown"),
        ("consent is not knonw", "consent is not knonw"),
        ("consent is one of knonw / refused", "consent is one of knonw / refused"),
    ],
)
def test_known_is_offered_for_a_value_where_it_can_stand(wrong, right):
    handbook = SOUND["handbook.yaml"] + (
        b"facts: {consent: {title: Consent, values: [given, refused]}}\n"
    )
    for key, before in (("when", ""), ("rule", "make_safe requires that ")):
        sound = {**SOUND, "handbook.yaml": handbook}
        texts = {**sound, FILE: written(key, before + wrong).encode()}
        assert mended(texts)[FILE].decode() == written(key, before + right)


@pytest.mark.parametrize(
    "sentence",
    [
        # Four misspelt words: what was meant is anybody's guess.
        "ater refer thn close_case withn 30 dasy unles safe",
        # Either of two readings is as near.
        "refer iz hos has plan",
    ],
)
def test_where_nobody_knows_what_was_meant_the_first_slip_is_told(sentence):
    found = read_texts({**SALTMARSH, FILE: written("rule", sentence)}).findings
    assert len(found) == 1


@pytest.mark.parametrize("word", ["thn", "annd", "x"])
def test_a_sentence_of_a_thousand_slips_is_told_once(word):
    sentence = " ".join([word] * 1_000)
    found = read_texts({**SALTMARSH, FILE: written("rule", sentence)}).findings
    assert len(found) == 1


def _place(text: str, part: str) -> tuple[int, int]:
    before = text[: text.index(part)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")
