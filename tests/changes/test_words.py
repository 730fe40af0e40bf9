"""Whatever a file can say, a comparison can say that it changed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from katch_protocols.changes.compare import compare_versions
from katch_protocols.changes.comparison_report import ComparisonReport
from katch_protocols.changes.nouns import Written
from katch_protocols.changes.place_phrases import PathKey, keys_of
from katch_protocols.changes.written_changes import _OPENED, written
from katch_protocols.files.file_kinds import written_as
from katch_protocols.model.handbook import Handbook
from katch_protocols.words.say import entries
from tests.duties.small import harbour
from tests.files.strategies import drafted, shared

FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
BOOKS = st.one_of(drafted(), shared())
"""Handbooks that use every key of every file."""


def test_a_path_is_read_key_by_key():
    path = "protocols", "lost", "states", "handbook", "within", "limit"
    assert keys_of(path) == (
        PathKey("protocols", "lost"),
        PathKey("states", "handbook"),
        PathKey("within"),
        PathKey("limit"),
    )
    assert keys_of(("handbook", "facts", "consent", "values", "given")) == (
        PathKey("facts", "consent"),
        PathKey("values", "given"),
    )


@FEW
@given(BOOKS, BOOKS)
def test_any_two_handbooks_can_be_compared_and_told(one: Handbook, other: Handbook):
    found = compare_versions(one, other, limit=200)
    assert found.is_same == (one == other)
    for language in ("en", "ru", "kk"):
        telling = ComparisonReport.of(found, one, other, language)
        for each in (*telling.by_agency(), *telling.as_written()):
            assert each.text


def test_a_change_of_every_part_of_the_handbook_is_told_once():
    before = harbour()
    changes = written(before, before.model_copy(update={"languages": ("en", "ru")}))
    assert changes == (Written(("handbook", "languages"), ("en",), ("en", "ru")),)


INSIDE = {
    "Deadline": ("within",),
    "Handover": ("handover",),
    "Indicator": ("indicators",),
    "Progress": ("progress",),
}
"""The keys under which a noun stands, where a part is only named with it."""


@pytest.mark.parametrize("kind", _OPENED, ids=lambda kind: kind.__name__)
def test_every_part_of_a_noun_has_a_name_in_every_language(kind):
    for field in kind.model_fields:
        for key in written_as().get((kind, field), (field,)):
            above = INSIDE.get(kind.__name__, ())
            names = [f"field-{key}", *(f"field-{each}-{key}" for each in above)]
            for language in ("en", "ru", "kk"):
                said = entries("changes", language)
                assert any(name in said for name in names), (kind.__name__, key)
