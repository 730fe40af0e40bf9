"""A body, a role or a document of a new id: nobody loses and nobody gains anything."""

import pytest

from katch_protocols.changes.compare import Comparison, compare_versions
from katch_protocols.files.read import read_handbook
from katch_protocols.model.handbook import Handbook
from tests.changes.renaming import called
from tests.duties.small import FILES
from tests.shipped import reading


def _renamed(handbook: Handbook, old: str, new: str) -> Handbook:
    """Call a body otherwise, wherever it is named."""
    return called(handbook, old, new)


def _is_only_a_name(found: Comparison) -> bool:
    (one,) = found.written
    told = found.duties, found.deadlines, found.handoffs, found.deliveries, found.anew
    return one.renamed and not any(told)


@pytest.mark.parametrize(
    "name", ["police", "welfare", "friends", "officer", "host", "form"]
)
def test_what_only_got_another_id_changes_nothing_for_anybody(name: str) -> None:
    before = read_handbook(FILES)
    after = _renamed(before, name, "called_anew")
    assert after != before
    found = compare_versions(before, after)
    assert _is_only_a_name(found)
    assert _is_only_a_name(found.mirrored)
    assert found.mirrored == compare_versions(after, before)


@pytest.mark.parametrize("name", ["mia", "guardianship"])
def test_a_body_of_the_shipped_handbook_may_get_another_id(name: str) -> None:
    before = reading().sound()
    after = _renamed(before, name, "called_anew")
    found = compare_versions(before, after, only="champion_outreach", limit=1)
    told = found.duties, found.deadlines, found.handoffs, found.deliveries
    assert not any(told)


def test_what_a_body_of_another_id_gains_besides_is_told_by_its_id_now() -> None:
    """More differs than the id where it is declared; its duties are two bodies'."""
    before = read_handbook(FILES)
    after = _renamed(before, "police", "guard")
    roles = {
        **after.roles,
        "worker": after.roles["worker"].model_copy(update={"agencies": ("guard",)}),
    }
    found = compare_versions(before, after.model_copy(update={"roles": roles}))
    assert {each.agency for each in found.duties} <= {"guard", "welfare", "friends"}
    assert any(each.agency == "guard" for each in found.duties)
    back = compare_versions(after.model_copy(update={"roles": roles}), before)
    assert {each.agency for each in back.duties} <= {"police", "welfare", "friends"}
    assert sorted(map(repr, back.mirrored.duties)) == sorted(map(repr, found.duties))


def test_an_activity_that_names_the_answer_to_itself_is_renamed() -> None:
    """What a handover makes of an activity has its id inside."""
    text = FILES["lost.yaml"].replace(
        "title: Bring to a host",
        "title: Bring to a host\n        when: not done acknowledge_bring",
    )
    before = read_handbook({**FILES, "lost.yaml": text})
    found = compare_versions(before, _renamed(before, "bring", "fetch"))
    assert _is_only_a_name(found)
