"""A log says the same in one file or several, whatever their order, in parts, kept."""

import csv
import os
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

import katch_protocols as kp
from katch_protocols.evidence.automaton import following
from katch_protocols.evidence.logs import coded_reading
from tests.cases.harbour import book
from tests.evidence.logs import case_rows

SEEDS = range(200 if os.environ.get("KATCH_HEAVY") else 12)
NOW = datetime(2026, 5, 1, tzinfo=UTC)
NEVER = 10**9
MAPPING = """log: desk
protocol: referral
region: {region}
read: {read}
timezone: Asia/Almaty
complete: {complete}
columns: {{case: case, activity: event, at: at, role: role, agency: agency,
           person: person, together_with: with, opened: opened, qualified: trained,
           opener: opener{number}}}
records: {{danger: danger}}
not_logged: {silent}
"""
SPANS = ("{}", "{from: 2026-03-18}", "{from: 2026-03-20}", "{until: 2026-03-20}")
SILENT = ("[]", "[]", "[send]", "[hearing.hear]", "[assess]")


def later(text, hours):
    return (datetime.fromisoformat(text) + timedelta(hours=hours)).isoformat()


def spoil(rows, random):
    """Put one fault into the rows of a case."""
    row = random.choice(rows)
    match random.randrange(6):
        case 0:
            rows.remove(row)
        case 1:
            row["at"] = later(row["at"], random.choice((-3, 0.5, 5, 60)))
        case 2:
            row["event"] = random.choice(("what is this", "review", "end_danger"))
        case 3:
            row["role"] = random.choice(("officer", "judge", "", "nobody"))
        case 4:
            row["at"] = random.choice(rows)["at"]
        case _:
            row["person"] = random.choice(("", "w9", "w1"))


def some_rows(random):
    names = [f"c{number}" for number in range(random.randint(3, 9))]
    found = []
    for name in names:
        hours = random.choice((0, 0, 1, 30, 400, 700))
        opener = random.choice(["", "", "", *names])
        place = random.choice(("east", "west"))
        own = [
            {
                **row,
                "at": later(row["at"], hours),
                "opened": later(row["opened"], hours),
                "opener": "" if opener == name else opener,
                "region": place,
            }
            for row in case_rows(name)
        ]
        for _ in range(random.choice((0, 0, 1, 2, 3))):
            spoil(own, random)
        if random.random() < 0.3:  # the same again; of two that differ the first counts
            own.append(dict(random.choice(own)))
        found += [{**row, "seq": str(n)} for n, row in enumerate(own)]
    return found


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        mark = "\t" if path.suffix == ".tsv" else ","
        table = csv.DictWriter(file, list(rows[0]), delimiter=mark)
        table.writeheader()
        table.writerows(rows)


def told(folder, names, how, **more):
    """Return what an audit of some files says, but for where in them it stands."""
    text = MAPPING.format(read=f"[{', '.join(names)}]", **how)
    (folder / "log.yaml").write_text(text, encoding="utf-8")
    found = kp.audit(folder / "log.yaml", book(), now=NOW, key=b"synthetic", **more)
    plain = found.to_json()
    for each in ("files", "first_left_out"):
        del plain[each]
    return plain, sorted(map(str, found.verdicts()))


def cut(folder, rows, random):
    """Write rows into several files, in any order, and return their names."""
    pieces = [[] for _ in range(random.randint(2, 4))]
    for row in rows:
        random.choice(pieces).append(row)
    names = []
    for number, piece in enumerate(filter(None, pieces)):
        names.append(f"p{number}{random.choice(('.csv', '.tsv'))}")
        write(folder / names[-1], piece)
    random.shuffle(names)
    return names


def bounds(monkeypatch, *, some, part):
    """Set from how many events on a log is large, and how many are in a part."""
    monkeypatch.setattr(following, "SOME", some)
    monkeypatch.setattr(coded_reading, "PART", part)
    monkeypatch.setattr(coded_reading, "_ROWS", part)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_log_says_the_same_however_it_is_cut(tmp_path, monkeypatch, seed) -> None:
    random = Random(seed)  # noqa: S311 - drawn again from its seed
    rows = some_rows(random)
    how = {
        "region": random.choice(("east", "{column: region}")),
        "complete": random.choice(SPANS),
        "number": random.choice(("", ", number: seq")),
        "silent": random.choice(SILENT),
    }
    write(tmp_path / "a.csv", rows[: len(rows) // 2])
    bounds(monkeypatch, some=NEVER, part=NEVER)
    told(tmp_path, ["a.csv"], how, keep=tmp_path / "kept")
    write(tmp_path / "a.csv", rows)  # more was appended
    expected = told(tmp_path, ["a.csv"], how)
    names = cut(tmp_path, rows, random)
    assert expected[1] or expected[0]["left_out"]
    for some, part in ((NEVER, NEVER), (0, NEVER), (0, random.choice((3, 10)))):
        bounds(monkeypatch, some=some, part=part)
        assert told(tmp_path, names, how) == expected
        assert told(tmp_path, ["a.csv"], how) == expected
    assert told(tmp_path, ["a.csv"], how, keep=tmp_path / "kept") == expected
    for _ in range(2):  # kept, then read again
        assert told(tmp_path, names, how, keep=tmp_path / "more") == expected
