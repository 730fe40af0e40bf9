"""What is mended is the sign that is missing or too many, not what stands beside it."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from katch_protocols.cli.starts import handbook_start
from katch_protocols.files.read import read_texts
from tests.files.test_fixes import FILE, SOUND, mended

PANEL = (
    "  board:\n    title: Board\n    members: [duty_officer, line_manager]\n"
    "    chair: duty_officer\n"
)


@pytest.mark.parametrize(
    ("old", "wrong"),
    [
        ("members: [duty_officer,", "members: [duty_officr,"),
        ("chair: duty_officer", "chair: duty_officr"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", " "])
def test_a_seat_and_its_chair_are_mended_by_what_is_declared(old, wrong, line_end):
    panel = PANEL
    if line_end == " ":
        keys = [each.strip() for each in PANEL.splitlines()[1:]]
        panel = "  board: {" + ", ".join(keys) + "}\n"
    roles = SOUND["roles.yaml"] + panel.encode()
    slip = roles.replace(old.encode(), wrong.encode())
    assert mended({**SOUND, "roles.yaml": slip}) == {**SOUND, "roles.yaml": roles}


def test_a_colon_too_many_gets_no_other():
    slip = SOUND["handbook.yaml"].replace(b"languages: [en]", b"languages: [en, ru:]")
    assert slip != SOUND["handbook.yaml"]
    texts = {**SOUND, "handbook.yaml": slip}
    assert mended(texts) == texts


THREE = {
    name: text.encode()
    for name, text in handbook_start(
        "saltmarsh", ["en", "ru", "kk"], example=True
    ).items()
}
SAFE = "{en: Child safe, ru: Ребёнок в безопасности, kk: Бала қауіпсіз жерде}"


@pytest.mark.parametrize(
    ("old", "wrong"),
    [
        (", ru: Ребёнок в", ", ru Ребёнок в"),
        (", ru: Ребёнок в", ", ru; Ребёнок в"),
        (", ru: Ребёнок в", "; ru: Ребёнок в"),
        ("{en: Child safe", "{en Child safe"),
        (", kk: Бала қ", ", kk;Бала қ"),
        (", ru: Ребёнок в", "\N{ARABIC COMMA} ru: Ребёнок в"),
        (", ru: Ребёнок в", "\N{FULLWIDTH COMMA} ru: Ребёнок в"),
    ],
)
def test_a_sign_behind_a_text_is_mended_and_parts_two_languages_again(old, wrong):
    good = THREE[FILE].decode()
    slip = good.replace(SAFE, SAFE.replace(old, wrong))
    assert slip != good
    assert mended({**THREE, FILE: slip.encode()}) == THREE


def test_a_semicolon_behind_a_key_takes_no_value_into_the_text_before():
    slip = SOUND[FILE].replace(b"1 day, basis: g", b"1 day, basis; g", 1)
    assert slip != SOUND[FILE]
    assert mended({**SOUND, FILE: slip}) == SOUND


def test_a_word_that_is_also_a_language_stays_in_the_text_that_has_it():
    title = SAFE.replace("Child safe", "Child safe, en route")
    good = title.replace("Child safe, en route", '"Child safe, en route"')
    slip, right = (THREE[FILE].decode().replace(SAFE, each) for each in (title, good))
    found = mended({**THREE, FILE: slip.encode()})
    assert found[FILE].decode() == right


DECIDE = "    decide:\n      - {when: found is known, to: safe}\n      - to: closed\n"


@pytest.mark.parametrize("item", ["- {when", "- to"])
def test_a_dash_too_many_makes_no_remark_of_an_item(item):
    good = SOUND[FILE].decode().replace("states:\n", f"states:\n  asked:\n{DECIDE}", 1)
    good = good.replace("initial: reported", FOUND + "initial: reported")
    slip = good.replace(item, f"-{item}", 1)
    assert slip != good
    found = mended({**SOUND, FILE: slip.encode()})
    assert found[FILE].decode() == good


FOUND = "facts:\n  found: {title: Found, values: [here, there]}\n"


@pytest.mark.parametrize("sign", [" ", "; ", ":"])
def test_a_colon_that_is_missing_behind_a_name_is_put_in(sign):
    good = SOUND["agencies.yaml"].replace(b"[harbour_act]", b"harbour_act", 1)
    slip = good.replace(b"{protect: h", f"{{protect{sign}h".encode(), 1)
    assert slip != good
    found = mended({**SOUND, "agencies.yaml": slip})
    assert found == {**SOUND, "agencies.yaml": good}


@pytest.mark.parametrize(
    "wrong",
    [f"“{SAFE}”", f"«{SAFE}»", f'"{SAFE}', f"'{SAFE}", f"){SAFE[1:]}", f"({SAFE[1:]}"],
)
def test_texts_in_braces_that_are_spoilt_become_no_text_with_braces(wrong):
    slip = {**THREE, FILE: THREE[FILE].decode().replace(SAFE, wrong).encode()}
    assert mended(slip) == slip


@pytest.mark.parametrize(
    ("file", "old", "wrong"),
    [
        ("roles.yaml", "  caseworker:\n", "  caseworker:,\n"),
        ("roles.yaml", "  caseworker:\n", "  caseworker:”\n"),
        ("sources.yaml", "kind: law", "kind:> law"),
        ("agencies.yaml", "[identity]", "“[identity]”"),
        ("agencies.yaml", "[identity]", '"[identity]'),
        ("referral.yaml", "by: duty_officer  # who", "by: “duty_officer  # who”"),
    ],
)
def test_what_is_no_text_gets_no_marks_and_a_sign_is_no_value(file, old, wrong):
    slip = {**SOUND, file: SOUND[file].decode().replace(old, wrong, 1).encode()}
    assert slip != SOUND
    assert mended(slip) == slip


@pytest.mark.parametrize("key", ["to: closed", "handover:", "title: Child safe"])
def test_an_unusual_space_before_a_key_moves_it_to_no_other_place(key):
    good = SOUND[FILE].decode()
    assert f"  {key}" in good
    slip = good.replace(f"  {key}", f"\N{NO-BREAK SPACE} {key}", 1)
    assert mended({**SOUND, FILE: slip.encode()}) == SOUND


@pytest.mark.parametrize("sign", [".", ",", ";", " .", ":", "’", "-"])
def test_a_sign_behind_an_id_is_no_part_of_it(sign):
    good = SOUND["handbook.yaml"]
    slip = good.replace(b"handbook: saltmarsh", f'handbook: "saltmarsh{sign}"'.encode())
    found = mended({**SOUND, "handbook.yaml": slip})["handbook.yaml"]
    assert found.replace(b'"', b"") == good


@pytest.mark.parametrize(
    ("file", "old", "wrong", "right"),
    [
        # A text that must be there is meant rather than one that may be.
        ("sources.yaml", "    title: Harbour", "    tite: Harbour", None),
        ("sources.yaml", "    title: Harbour", "    cite: 1\n    tite: Harbour", None),
        ("sources.yaml", "    title: H", "    title: A\n    tite: H", "cite: H"),
        # What is written besides was not meant: a key stands once.
        ("sources.yaml", "    title: H", "    titel: A\n    title: H", "titel: A"),
        ("sources.yaml", "    title: H", "    note: A\n    notes: B\n    title: H",
         "notes:"),
        ("referral.yaml", "initial:", "state: {}\ninitial:", "\nstate: {}"),
    ],
)  # fmt: skip
def test_a_key_is_meant_that_is_not_there_yet(file, old, wrong, right):
    good = SOUND[file].decode()
    assert good.count(old) >= 1
    slip = good.replace(old, wrong, 1)
    found = mended({**SOUND, file: slip.encode()})[file].decode()
    assert (right or old) in found


@pytest.mark.parametrize(
    ("file", "old", "wrong"),
    [
        ("agencies.yaml", "  welfare_office:\n", "  welfare-office: {}\n"),
        ("roles.yaml", "  caseworker:\n", "  Caseworker: {title: A}\n"),
        ("roles.yaml", "  caseworker:\n", "  саseworker: {title: A}\n"),
        ("referral.yaml", "  helped:\n", "  Helped: {title: A}\n"),
        ("handbook.yaml", "  protect:\n", "  protect.: {title: A}\n"),
    ],
)
def test_what_is_declared_besides_under_the_right_id_is_not_declared_twice(
    file, old, wrong
):
    slip = SOUND[file].replace(old.encode(), f"{wrong}{old}".encode())
    texts = {**SOUND, file: slip}
    assert slip != SOUND[file]
    assert mended(texts) == texts


NORTH = "region: north\ntitle: North\nroles:\n  caseworker: {agency: welfare_office}\n"


@pytest.mark.parametrize(
    ("file", "right", "wrong"),
    [
        ("agencies.yaml", "{protect:", "{Protection of a child:"),
        ("agencies.yaml", "{protect:", "{Protect:"),
        ("regions/north.yaml", "  caseworker:", "  Caseworker:"),
        ("regions/north.yaml", "  caseworker:", "  case-worker:"),
    ],
)
def test_a_title_before_a_colon_becomes_the_id_that_is_declared(file, right, wrong):
    sound = {**SOUND, "regions/north.yaml": NORTH.encode()}
    slip = sound[file].replace(right.encode(), wrong.encode(), 1)
    assert slip != sound[file]
    assert mended({**sound, file: slip}) == sound


@st.composite
def slipped(draw: st.DrawFn) -> dict[str, bytes]:
    """Spoil one name before a colon; perhaps the right one stays in front of it."""
    file = draw(st.sampled_from(sorted(SOUND)))
    lines = SOUND[file].decode().split("\n")
    heads = [at for at, line in enumerate(lines) if NAMED.match(line)]
    at = draw(st.sampled_from(heads))
    indent, name, rest = NAMED.match(lines[at]).groups()
    end = next(
        (n for n in range(at + 1, len(lines)) if not lines[n].startswith(indent + " ")),
        len(lines),
    )
    letter = draw(st.integers(0, len(name) - 1))
    wrong = draw(
        st.sampled_from(
            [
                name[:letter] + name[letter + 1 :],
                name[:letter] + name[letter] + name[letter:],
                name.capitalize(),
                name.replace("_", "-"),
                f"{name}.",
            ]
        )
    )
    entry = [f"{indent}{wrong}:{rest}", *lines[at + 1 : end]]
    kept = lines[at:end] if draw(st.booleans()) else []
    text = "\n".join([*lines[:at], *kept, *entry, *lines[end:]])
    return {**SOUND, file: text.encode()}


NAMED = re.compile("( *)([a-z_]{2,}):(.*)")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(slipped())
def test_no_mending_writes_a_name_twice_and_none_has_to_be_made_again(slip):
    told = {each.rule for each in read_texts(slip).findings}
    found = mended(slip)
    after = {each.rule for each in read_texts(found).findings}
    assert "repeated-key" not in after - told
    assert mended(found) == found
