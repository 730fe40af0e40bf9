"""``katch audit``: exit codes, one case, a first mapping, a row a case, languages."""

import csv
import json
from errno import ENOSPC

import pytest

from katch_protocols.evidence.automaton import following
from katch_protocols.evidence.logs import coded_reading, run_file
from tests.cases.harbour import FILES
from tests.cli.conftest import katch, typed  # noqa: F401 - fixtures
from tests.evidence.logs import case_rows
from tests.evidence.test_readers import MAPPING, NAMES


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Harbour's handbook in a folder, with a log in which one step is dropped."""
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        path = tmp_path / "protocols" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with (tmp_path / "desk.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, NAMES)
        table.writeheader()
        table.writerows([*case_rows()[:1], *case_rows()[2:], *case_rows("b-2")])
    (tmp_path / "log.yaml").write_text(
        MAPPING.format(file="desk.csv"), encoding="utf-8"
    )
    return tmp_path


@pytest.mark.usefixtures("desk")
def test_what_was_found_is_counted_and_the_exit_code_is_one(katch):  # noqa: F811 - see above
    ran = katch("audit", "log.yaml", "--language", "en")
    assert ran.code == 1
    assert "1 × missing: Send to care." in ran.out
    assert "referral.yaml:" in ran.out
    assert "a-1" not in ran.out


@pytest.mark.usefixtures("desk")
def test_one_case_is_told_in_turn(katch):  # noqa: F811 - see above
    ran = katch("audit", "log.yaml", "--case", "a-1", "--language", "en")
    assert (ran.code, ran.out.splitlines()[0]) == (
        1,
        "Case a-1 departs from the protocol in 1 place. It has ended.",
    )
    kept = katch("audit", "log.yaml", "--case", "b-2", "--language", "en")
    assert kept.code == 0
    assert "does not depart" in kept.out
    assert katch("audit", "log.yaml", "--case", "none").code == 2


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_it_answers_in_every_language(katch, language):  # noqa: F811 - see above
    ran = katch("audit", "log.yaml", "--language", language)
    assert (ran.code, ran.err) == (1, "")
    assert katch("audit", "log.yaml", "--case", "a-1", "--language", language).code == 1


@pytest.mark.usefixtures("desk")
def test_programs_get_counts_and_a_row_a_case(katch, desk):  # noqa: F811 - see above
    ran = katch("audit", "log.yaml", "--format", "json", "--verdicts", "rows.csv")
    assert json.loads(ran.out)["cases"] == 2
    with (desk / "rows.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert sorted(row["edits"] for row in rows) == ["0", "1"]
    assert {row["case"] for row in rows}.isdisjoint({"a-1", "b-2"})
    assert katch("audit", "log.yaml", "--verdicts", "rows.odt").code == 2


@pytest.mark.usefixtures("desk")
def test_it_is_audited_as_of_a_day_with_a_key_and_kept(katch, desk):  # noqa: F811 - see above
    (desk / "key").write_bytes(b"a key of sixteen")
    given = ("audit", "log.yaml", "--key", "key", "--on", "2026-03-17")
    ran = katch(*given, "--keep", "kept", "--format", "json")
    assert (ran.code, json.loads(ran.out)["cases"]) == (0, 0)
    assert json.loads(ran.out)["left_out"]["outside"] == 11
    again = katch("audit", "log.yaml", "--key", "key", "--keep", "kept")
    assert (again.code, again.err) == (1, "")
    assert katch("audit", "log.yaml", "--keep", "kept").code == 2
    assert katch("audit", "log.yaml", "--key", "none", "--keep", "kept").code == 2
    assert katch("audit", "log.yaml", "--key", "key", "--keep", "none/kept").code == 2
    assert katch("audit", "log.yaml", "--key", "key", "--keep", "log.yaml").code == 2


@pytest.mark.usefixtures("desk")
def test_a_first_mapping_can_be_used_as_it_stands(katch, desk):  # noqa: F811 - see above
    proposed = katch("audit", "desk.csv", "--propose")
    assert proposed.code == 0
    assert "a-1" not in proposed.out
    text = proposed.out.replace("protocol: hearing", "protocol: referral")
    (desk / "first.yaml").write_text(text, encoding="utf-8")
    assert katch("audit", "first.yaml").code == 1


@pytest.mark.usefixtures("desk")
def test_a_mapping_that_is_wrong_is_refused_with_its_line(katch, desk):  # noqa: F811 - see above
    (desk / "log.yaml").write_text("log: desk\nprotokol: referral\n", encoding="utf-8")
    ran = katch("audit", "log.yaml", "--language", "en")
    assert ran.code == 2
    assert "log.yaml:2" in ran.err
    assert "protocol" in ran.err
    assert katch("audit", "none.yaml").code == 2


@pytest.mark.usefixtures("desk")
def test_a_disk_without_room_could_not_run(katch, monkeypatch):  # noqa: F811 - see above
    def full(**_):
        raise OSError(ENOSPC, "full")

    monkeypatch.setattr(following, "SOME", 0)
    monkeypatch.setattr(coded_reading, "PART", 5)
    monkeypatch.setattr(run_file, "TemporaryFile", full)
    ran = katch("audit", "log.yaml", "--language", "en")
    assert ran.code == 3
    assert "has no room for what the audit of a large log holds there" in ran.err
