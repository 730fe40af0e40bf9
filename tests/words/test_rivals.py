"""One idea has one word in each language, in the catalogues and in the protocols."""

from collections.abc import Iterator

import pytest

from katch_protocols.model.noun import Label, Noun
from katch_protocols.words.catalogues import domains
from katch_protocols.words.languages import SPOKEN
from katch_protocols.words.say import entries
from tests.shipped import reading
from tests.words.rivals import IDEAS, rivals_in

OWN_TITLES = "sources"
"""Titles of laws and of foreign texts are not ours to choose."""


def labels(noun: object, place: str) -> Iterator[tuple[str, Label]]:
    if isinstance(noun, Label):
        yield place, noun
    elif isinstance(noun, Noun):
        for field in type(noun).model_fields:
            yield from labels(getattr(noun, field), f"{place}.{field}")
    elif isinstance(noun, dict) or hasattr(noun, "items"):
        for key, each in noun.items():
            yield from labels(each, f"{place}.{key}")
    elif isinstance(noun, tuple):
        for each in noun:
            yield from labels(each, place)


@pytest.mark.parametrize("idea", IDEAS, ids=lambda idea: f"{idea.language}-{idea.key}")
def test_the_chosen_word_stands_in_the_glossary_and_is_no_rival(idea):
    chosen = entries("glossary", idea.language)[idea.key]
    assert list(rivals_in([(idea.key, chosen)], idea.language)) == []


@pytest.mark.parametrize("language", SPOKEN)
def test_no_catalogue_uses_a_word_that_another_replaced(language):
    texts = (
        (f"{domain}.{key}", text)
        for domain in domains()
        for key, text in entries(domain, language).items()
    )
    assert list(rivals_in(texts, language)) == []


@pytest.mark.parametrize("language", SPOKEN)
def test_no_title_of_a_shipped_protocol_uses_a_word_that_another_replaced(language):
    handbook = reading().sound()
    texts = [
        (place, label.texts.get(language, ""))
        for place, label in labels(handbook, "handbook")
        if not place.startswith(f"handbook.{OWN_TITLES}.")
    ]
    assert len(texts) > 1000
    assert list(rivals_in(texts, language)) == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", "Передать случай"),
        ("ru", "Какое ведомство отвечает"),
        ("ru", "Направление ребёнка"),
        ("kk", "Баланы бағыттау"),
        ("kk", "Қай мекеме жауап береді"),
        ("en", "The next action"),
    ],
)
def test_a_rival_is_found(language, said):
    assert len(list(rivals_in([("here", said)], language))) == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", "В лучшем случае, межведомственная комиссия"),
        ("kk", "Баланы қайта бағыттау"),
    ],
)
def test_what_only_looks_like_a_rival_is_not_found(language, said):
    assert list(rivals_in([("here", said)], language)) == []
