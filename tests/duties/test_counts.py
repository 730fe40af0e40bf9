"""How many ways a case comes to a body and is handed on: as many as are drawn."""

from katch_protocols.duties.phrases import count
from katch_protocols.duties.responsibility import responsibility
from katch_protocols.files.read import read_texts
from tests.drawings.test_strands_beside import FILES

SOUTH = """\
region: south
title: South
roles: {nurse: {unbound: No nurse}}
"""
REGIONS = {
    "regions/north.yaml": "region: north\ntitle: North\n",
    "regions/south.yaml": SOUTH,
}


def test_a_role_that_one_region_leaves_to_nobody_is_no_further_way():
    handbook = read_texts({**FILES, **REGIONS}).sound()
    answer = responsibility(handbook)
    hands = answer.agencies["police"].hands
    assert {each.receiver for each in hands} == {"clinic", "nurse", "school"}
    assert count(answer, "police", handbook).goes == 2
    assert count(answer, "welfare", handbook).comes == 2
