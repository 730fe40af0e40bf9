"""Names written in another way: behind a protocol, in a place, folded, torn."""

import pytest

from katch_protocols.editors.names import renamed_texts, renaming
from katch_protocols.editors.offers import offering
from tests.editors.small import PROTOCOL, TEXTS, at, desk_in, marked

HANDBOOK = (
    TEXTS["handbook.yaml"]
    + """\
path:
  - {at: found_alone, picture: find}
  - {at: found_alone.look_around, picture: find}
pictures:
  - {at: found_alone.guarded, picture: safety}
injects:
  - at: found_alone.acknowledge_end_danger
    text: It is late.
"""
)

REGISTER = """\
register:
  unbound:
    finding: role-unbound
    at: regions.east.roles.case_worker
    owner: police_post
    due: 2027-01-01
"""

HANDED = (
    TEXTS[PROTOCOL]
    .replace("Child guarded", "Child is not alone")
    .replace(
        "by: [duty_officer, case_worker]\n",
        "by: duty_officer\n"
        "        handover: {to: case_worker, within: 1 hour, basis: guidance, "
        "source: practice_note}\n",
    )
    + """\
  asked_first:
    rule: close_case requires awaiting_end_danger where danger is present
"""
)


@pytest.fixture
def desk(tmp_path):
    found = desk_in(tmp_path)
    found.write("handbook.yaml", HANDBOOK.encode())
    found.write("register.yaml", REGISTER.encode())
    found.write(PROTOCOL, HANDED.encode())
    return found


def renamed(desk, file, text, new):
    """Return every text after what stands somewhere was renamed, and what breaks."""
    page, offset = at(desk, file, text)
    meanings = desk.now().meanings
    change = renaming(meanings, meanings.at(page, offset), new)
    assert change.refused == ""
    texts = renamed_texts(meanings, change)
    return texts, desk.breaks(texts)


@pytest.mark.parametrize(
    ("file", "text", "old", "new"),
    [
        (PROTOCOL, "look_around:", "look_around", "search"),
        (PROTOCOL, "guarded:", "guarded", "watched"),
        (PROTOCOL, "end_danger:", "end_danger", "stop_danger"),
        (PROTOCOL, "found_alone", "found_alone", "alone"),
        ("roles.yaml", "case_worker:", "case_worker", "child_worker"),
    ],
)
def test_a_name_is_renamed_wherever_it_is_written(desk, file, text, old, new):
    before = {page.file: page.text for page in desk.now().pages}
    after, breaks = renamed(desk, file, text, new)
    assert breaks == ()
    files = {f"{old}.yaml": f"{new}.yaml"}
    assert after == {
        files.get(file, file): text.replace(old, new) for file, text in before.items()
    }


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("found_alone, picture", ("protocols", "found_alone")),
        ("look_around, picture", ("activities", "look_around")),
        ("guarded, picture", ("states", "guarded")),
        ("end_danger\n", ("activities", "end_danger")),
    ],
)
def test_a_moment_of_a_protocol_leads_to_where_it_is_declared(desk, text, path):
    use = desk.now().meanings.at(*at(desk, "handbook.yaml", text))
    assert [target[-2:] for target in use.targets] == [path]


@pytest.mark.parametrize(
    ("written", "wanted", "unwanted"),
    [
        (
            "path:\n  - {at: |}\n",
            {"found_alone", "found_alone.guarded", "found_alone.look_around"},
            {"guarded"},
        ),
        (
            "pictures:\n  - {at: found_alone.|, picture: find}\n",
            {"found_alone.guarded", "found_alone.acknowledge_end_danger"},
            {"found_alone", "guarded"},
        ),
    ],
)
def test_moments_are_offered_behind_their_protocol(desk, written, wanted, unwanted):
    text, offset = marked(TEXTS["handbook.yaml"] + written)
    desk.write("handbook.yaml", text.encode())
    look = desk.now()
    page = look.pages.get("handbook.yaml")
    found = offering(look.meanings.scopes, page, offset, "en")
    names = {each.text for each in found.offers}
    assert wanted <= names
    assert not unwanted & names


@pytest.mark.parametrize(
    "written",
    [
        ">-\n      {}",
        "|-\n      {}",
        "!!str {}",
        '!!str "{}"',
        "&who {}",
        "&who >-  # {}\n      {}",
    ],
)
def test_a_name_is_found_in_whatever_way_it_is_written(tmp_path, written):
    desk = desk_in(tmp_path)
    name = "duty_officer"
    text = TEXTS[PROTOCOL].replace(
        f"held_by: {name}", f"held_by: {written.format(*[name] * 2)}", 1
    )
    desk.write(PROTOCOL, text.encode())
    place = text.rindex(name, 0, text.index("function:"))
    use = desk.now().meanings.at(desk.now().pages.get(PROTOCOL), place)
    assert (use.start, use.end) == (place, place + len(name))
    assert use.targets == (("roles", name),)


@pytest.mark.parametrize(
    "torn",
    [
        ("records: [danger]", "records: [danger"),
        ("records: [danger]", 'records: "[danger]'),
        ("        records", "\trecords"),
        ("title: Child safe", "title: Child\u2028safe"),
        ("  safe:", "---\n  safe:"),
    ],
)
def test_nothing_is_renamed_while_a_file_cannot_be_read_to_its_end(tmp_path, torn):
    desk = desk_in(tmp_path)
    desk.write(PROTOCOL, TEXTS[PROTOCOL].replace(*torn, 1).encode())
    meanings = desk.now().meanings
    use = meanings.at(*at(desk, "roles.yaml", "case_worker"))
    change = renaming(meanings, use, "child_worker")
    assert (change.refused, change.about) == ("torn-file", {"file": PROTOCOL})
