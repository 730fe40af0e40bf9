"""Keys and values: each slip has its finding, at its place, and the rest is read."""

import pytest

from katch_protocols.files.read import read_texts
from tests.files.small import HANDBOOK, facts, found, reading_of

HEAD = "protocol: p\ntitle: P\n"
STATE = HEAD + "states:\n  s:\n"
BOOK = "handbook: x\ntitle: X\n"
MIA = "{title: M, level: region}}\n"
LAW = "title: L, kind: law}}\n"
NORTH = "region: n\ntitle: N\n"
DESK = "title: D, roles: a}}\n"
ACT = STATE + "    activities:\n      a:\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD + "stats: {}\n", "p.yaml:3:1 unknown-key"),
        (STATE + "    heldby: x\n", "p.yaml:5:5 unknown-key"),
        ("protocol: p\n", "p.yaml:1:1 missing-key"),
        (HEAD + "facts: {danger: {title: D}}\n", "p.yaml:3:9 missing-key"),
        (HEAD + "facts: {danger: {values: [a]}}\n", "p.yaml:3:9 missing-key"),
        (HEAD + "note: 5\n", "p.yaml:3:7 not-text"),
        (HEAD + "note: [a]\n", "p.yaml:3:7 not-text"),
        (HEAD + "note: {en: true}\n", "p.yaml:3:12 not-text"),
        (HEAD + "note: ' '\n", "p.yaml:3:7 empty-text"),
        (HEAD + "note: {}\n", "p.yaml:3:7 empty-text"),
        (HEAD + "note: {en: a, fr: b}\n", "p.yaml:3:15 unknown-language"),
        (HEAD + "note: {en: one, two three}\n", "p.yaml:3:17 comma-in-text"),
        (STATE + "    {title: one, two three}\n", "p.yaml:5:18 comma-in-text"),
        (STATE + "    {title: one, two}\n", "p.yaml:5:18 comma-in-text"),
        (STATE + "    two:\n", "p.yaml:5:5 unknown-key"),
        (HEAD + "states: [a]\n", "p.yaml:3:9 not-a-mapping"),
        (HEAD + "states: {a: b}\n", "p.yaml:3:13 not-a-mapping"),
        (STATE + "    decide: x\n", "p.yaml:5:13 not-a-list"),
        (STATE + "    decide: [x]\n", "p.yaml:5:14 not-a-mapping"),
        (STATE + "    after: x\n", "p.yaml:5:12 not-a-mapping"),
        (STATE + "    then: x\n", "p.yaml:5:11 not-a-mapping"),
        (STATE + "    final: yes\n", "p.yaml:5:12 not-true-or-false"),
        (STATE + "    final: 1\n", "p.yaml:5:12 not-true-or-false"),
        (STATE + "    outcome: good\n", "p.yaml:5:14 not-one-of"),
        (STATE + "    outcome: 5\n", "p.yaml:5:14 not-one-of"),
        (STATE + "    on_pause: keep\n", "p.yaml:5:15 not-one-of"),
        (HEAD + "valid_from: 5 May 2024\n", "p.yaml:3:13 not-a-date"),
        (HEAD + "valid_from: 2024-02-30\n", "p.yaml:3:13 not-a-date"),
        (HEAD + "valid_from: 20240905\n", "p.yaml:3:13 not-a-date"),
        (HEAD + "valid_from: 2024-W01-1\n", "p.yaml:3:13 not-a-date"),
        (HEAD + "states: {Triage: {}}\n", "p.yaml:3:10 bad-id"),
        (HEAD + "states: {оценка: {}}\n", "p.yaml:3:10 bad-id"),
        (HEAD + f"states: {{a{'b' * 64}: {{}}}}\n", "p.yaml:3:10 bad-id"),
        (HEAD + "states: {in: {}}\n", "p.yaml:3:10 reserved-word"),
        (
            HEAD + "facts: {d: {title: D, values: [unknown]}}\n",
            "p.yaml:3:32 reserved-word",
        ),
        ("protocol: never\ntitle: P\n", "p.yaml:1:11 reserved-word"),
        (STATE + "    held_by: The police\n", "p.yaml:5:14 bad-id"),
        (STATE + "    held_by: 5\n", "p.yaml:5:14 not-text"),
        (HEAD + "use: [a, B]\n", "p.yaml:3:10 bad-id"),
        (HEAD + "use: [a, a]\n", "p.yaml:3:10 listed-twice"),
        (HEAD + "use: [a, ]\n", None),
        (HEAD + "use: [a, null]\n", "p.yaml:3:10 empty-item"),
        (HEAD + "use: {a: b}\n", "p.yaml:3:6 not-text"),
        (ACT + "        sets: {d: }\n", "p.yaml:7:16 empty-item"),
        (ACT + "        sets: {D: x}\n", "p.yaml:7:16 bad-id"),
        (ACT + "        to: a..b\n", "p.yaml:7:13 malformed-name"),
        (ACT + "        to: closed state\n", "p.yaml:7:13 bad-id"),
        (ACT + "        to: [a]\n", "p.yaml:7:13 several-targets"),
        (ACT + "        reasons: 5\n", "p.yaml:7:18 not-a-list"),
        (ACT + "        reasons: [a, 5]\n", "p.yaml:7:22 not-text"),
        (ACT + "        reasons: [a, a]\n", "p.yaml:7:22 listed-twice"),
        (ACT + "        handover: {within: 3 hours}\n", "p.yaml:7:9 missing-key"),
        (ACT + "        from: [s]\n", "p.yaml:7:9 unknown-key"),
        (HEAD + "activities: {a: {from: [s.T]}}\n", "p.yaml:3:25 bad-path"),
        (
            HEAD + "safeguards: {a: {rule: never b, binds: [p]}}\n",
            "p.yaml:3:33 unknown-key",
        ),
        (
            HEAD + "waivers: {a: {by: x, until: 2026-01-01}}\n",
            "p.yaml:3:11 missing-key",
        ),
        (HEAD + "states: {s: }\n", None),
        (HEAD + "facts: {d: {title: D, values: in}}\n", "p.yaml:3:23 reserved-word"),
        (HEAD + "facts: {d: {title: D, values: {a: }}}\n", None),
        (HEAD + "facts: {d: {title: D, values: {a: 5}}}\n", "p.yaml:3:35 not-text"),
        (HEAD + "version: []\n", "p.yaml:3:10 not-text"),
        (HEAD + "version: spring draft\n", "p.yaml:3:10 bad-version"),
        (HEAD + "version: 1.0.\n", "p.yaml:3:10 bad-version"),
        (HEAD + "version: 1.2.3.4\n", "p.yaml:3:10 bad-version"),
        (HEAD + "version: '<b>1</b>'\n", "p.yaml:3:10 bad-version"),
        (HEAD + "version: '2'\n", None),
        (HEAD + "version: 1.2.0-draft.3\n", None),
        (STATE + "    within: {basis: statutory}\n", "p.yaml:5:5 missing-key"),
        (STATE + "    after: {72 hours: }\n", "p.yaml:5:13 empty-item"),
        (STATE + "    after: {1 day: a, 1 days: b}\n", "p.yaml:5:23 listed-twice"),
    ],
)
def test_a_slip_in_a_protocol_is_found_where_it_is(
    text: str, expected: str | None
) -> None:
    assert found(reading_of(text)) == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("handbook", BOOK + "timezone: Asia/Nowhere\n", "3:11 unknown-timezone"),
        ("handbook", BOOK + "timezone: ../../etc/hosts\n", "3:11 unknown-timezone"),
        ("handbook", BOOK + "languages: [en, russian]\n", "3:17 not-a-language"),
        ("handbook", BOOK + "escalation: [{tell: a}]\n", "3:14 missing-key"),
        ("agencies", "agencies: {none: {kind: ngo, " + MIA[1:], "1:12 reserved-word"),
        ("agencies", "agencies: {mia: {kind: minstry, " + MIA[1:], "1:24 not-one-of"),
        ("agencies", "agencies: {mia: " + MIA, "1:12 missing-key"),
        ("roles", "roles: {actor: {title: A, agency: none}}\n", "1:9 reserved-word"),
        ("roles", "roles: {nurse: {title: A}}\n", "1:9 missing-key"),
        ("roles", "{}\n", "1:1 missing-key"),
        (
            "sources",
            "sources: {a: {url: 'javascript:x', " + LAW,
            "1:20 not-a-web-address",
        ),
        ("safeguards", "safeguards: {a: {title: A}}\n", "1:14 missing-key"),
        ("regions/n", NORTH + "roles: {nurse: {}}\n", "3:9 agency-or-unbound"),
        (
            "regions/n",
            NORTH + "roles: {a: {agency: b, unbound: C}}\n",
            "3:9 agency-or-unbound",
        ),
        ("regions/n", NORTH + "posts: {a: {people: many, " + DESK, "3:21 not-a-count"),
        ("regions/n", NORTH + "posts: {a: {people: -1, " + DESK, "3:21 not-a-count"),
        ("regions/n", NORTH + "posts: {a: {people: true, " + DESK, "3:21 not-a-count"),
        ("fragments/lost", "fragment: lost\nwaivers: {}\n", "2:1 unknown-key"),
    ],
)
def test_a_slip_in_another_file_is_found_where_it_is(
    file: str, text: str, expected: str
) -> None:
    reading = read_texts({"handbook.yaml": HANDBOOK, f"{file}.yaml": text})
    assert found(reading) == [f"{file}.yaml:{expected}"]


@pytest.mark.parametrize(
    ("text", "near"),
    [
        (HEAD + "stats: {}\n", "states"),
        (STATE + "    outcome: protectd\n", "protected"),
        (HEAD + "note: {enn: b}\n", "en"),
        (STATE + "    decide: [{when: danger si present, to: a}]\n", "is"),
    ],
)
def test_the_nearest_word_is_offered(text: str, near: str) -> None:
    (finding,) = reading_of(text).findings
    assert finding.near == (near,)


def test_every_slip_of_a_file_is_found_at_once() -> None:
    text = "protocol: p\ntitel: P\nstatus: old\nvalid_from: soon\nstates: {A: {}}\n"
    assert found(reading_of(text)) == [
        "p.yaml:2:1 unknown-key",
        "p.yaml:3:9 not-one-of",
        "p.yaml:4:13 not-a-date",
        "p.yaml:5:10 bad-id",
    ]


def test_every_key_that_is_missing_is_told() -> None:
    reading = reading_of(HEAD + "waivers: {a: {}}\n")
    missing = [each.facts["key"] for each in reading.findings]
    assert missing == ["reason", "by", "until"]


def test_a_message_shows_a_long_value_shortened() -> None:
    reading = reading_of(HEAD + f"use: {'X' * 200}\n")
    assert facts(reading, "bad-id") == {"value": "X" * 60 + "…"}
