"""``katch indicators``: what may be told of a period, and what keeps it in the room."""

import csv
import io
import json
import re
from errno import ENOSPC
from itertools import combinations
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from katch_protocols.cli import kept_releases
from katch_protocols.evidence.indicators.release_files import read_release
from katch_protocols.sheets.workbook import read_workbook
from tests.cases.harbour import FILES
from tests.evidence.indicators.harbours import INDICATORS
from tests.golden import assert_golden

SCHEMA = Path(__file__).parents[2] / "docs/reference/answers/indicators.schema.json"
GOLDEN = Path(__file__).parent / "golden"
HEAD = "period,region,indicator,cases,of_these\n"
MANY = "".join(
    f"2026-0{month},{region},{name},40,{part}\n"
    for month in (1, 2, 3)
    for region in ("east", "west")
    for name, part in (("all", ""), ("in_time", "36"))
)


@pytest.fixture(autouse=True)
def harbour(tmp_path, monkeypatch):
    """Stand beside the handbook, with a sheet of three months."""
    for name, text in {**FILES, "indicators.yaml": INDICATORS}.items():
        path = tmp_path / "protocols" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "first.csv").write_text(HEAD + MANY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_quarter_is_told(katch) -> None:
    ran = katch("indicators", "first.csv", "--period", "2026-Q1")
    assert ran.code == 0, ran.err
    assert "In time (target: 90 % by the end of 2027" in ran.out
    assert "Quarter 1 of 2026  90 % of 240 cases; target reached" in ran.out
    assert "not reported" in ran.out


def test_the_answer_keeps_to_its_schema_and_tells_no_range(katch) -> None:
    words = ("--period", "2026-Q1", "--format", "json")
    ran = katch("indicators", "first.csv", *words)
    answer = json.loads(ran.out)
    Draft202012Validator(json.loads(SCHEMA.read_text())).validate(answer)
    assert "least" not in ran.out


def test_rows_for_other_programs(katch) -> None:
    ran = katch("indicators", "first.csv", "--period", "2026-Q1", "--format", "csv")
    head, *rows = ran.out.splitlines()
    assert head.startswith("indicator,region,agency,period,hidden,cases,share")
    assert "all,east,,2026-Q1,false,120,,,false,unknown,unknown,false,," in rows


def test_rows_for_other_programs_call_nothing_0_that_nobody_reported(
    katch, harbour
) -> None:
    told = "".join(
        line for line in MANY.splitlines(keepends=True) if ",west," not in line
    )
    path = harbour / "first.csv"
    path.write_text(HEAD + told.replace("2026-03,east,all,40", "2026-03,east,all,0"))
    words = "--audience", "commission", "--scorecard"
    ask = "indicators", "first.csv", "--period", "2026-03", "--format", "csv"
    rows = {
        region: [
            row
            for row in csv.DictReader(io.StringIO(katch(*ask, *words, region).out))
            if row["indicator"] == "all" and row["region"] == region
        ]
        for region in ("east", "west")
    }
    ((east,), (west,)) = rows["east"], rows["west"]
    assert (east["cases"], east["reported"], east["of_regions"]) == ("0", "", "")
    assert (west["cases"], west["reported"], west["of_regions"]) == ("", "0", "1")
    assert west["hidden"] == "false"


def test_json_calls_nothing_0_that_nobody_reported(katch, harbour) -> None:
    """A 0 is told where a region has told of none; what it has told of nothing is null.

    A release that was read from its file says the same again.
    """
    told = "".join(
        line for line in MANY.splitlines(keepends=True) if ",west," not in line
    )
    path = harbour / "first.csv"
    path.write_text(HEAD + told.replace("2026-03,east,all,40", "2026-03,east,all,0"))
    words = "--audience", "commission", "--scorecard"
    for region, cases, reported in (("east", 0, None), ("west", None, [0, 1])):
        ask = "indicators", "first.csv", "--period", "2026-03", "--format", "json"
        plain = json.loads(katch(*ask, *words, region).out)
        (own,) = (
            cell
            for table in plain["tables"]
            for cell in table["cells"]
            if (table["indicator"], cell["region"]) == ("all", region)
        )
        assert (own["cases"], own["reported"], own["hidden"]) == (
            cases,
            reported,
            False,
        )
        assert read_release(json.dumps(plain).encode(), "r").to_json() == plain


def test_rows_for_other_programs_say_what_is_only_so_much_at_least(
    katch, harbour
) -> None:
    told = "".join(
        line for line in MANY.splitlines(keepends=True) if "2026-03,west" not in line
    )
    (harbour / "first.csv").write_text(HEAD + told)
    ran = katch("indicators", "first.csv", "--period", "2026-Q1", "--format", "csv")
    rows = csv.DictReader(io.StringIO(ran.out))
    (every,) = (r for r in rows if (r["indicator"], r["region"]) == ("all", ""))
    assert (every["reported"], every["of_regions"], every["weak"]) == (
        "1",
        "2",
        "false",
    )


def test_a_wrong_row_is_said_with_its_line_and_ends_with_1(katch, harbour) -> None:
    path = harbour / "first.csv"
    path.write_text(HEAD + MANY + "2026-01,est,all,4,\n", encoding="utf-8")
    ran = katch("indicators", "first.csv", "--period", "2026-Q1")
    assert ran.code == 1
    assert (
        "first.csv:14  Nobody knows the region 'est'; the nearest is 'east'." in ran.err
    )


def test_a_target_that_is_missed_ends_with_1(katch, harbour) -> None:
    path = harbour / "first.csv"
    path.write_text(HEAD + MANY.replace(",36", ",20"), encoding="utf-8")
    ran = katch("indicators", "first.csv", "--period", "2026-Q1")
    assert ran.code == 1
    assert "behind the target" in ran.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "'katch indicators' needs --period PERIOD."),
        (("--period", "soon"), "'soon' is no period."),
        (("--period", "2999"), "'2999' is no period."),
        (("--period", "2099"), "The period 2099 is not over yet"),
        (("--period", "2026-Q1", "--by", "colour"), "dimension"),
        (("--period", "2026-Q1", "--audience", "commission"), "say which"),
    ],
)
def test_what_may_not_be_told_is_refused(katch, words, said) -> None:
    ran = katch("indicators", "first.csv", *words)
    assert ran.code == 2
    assert said in ran.err


def test_releases_are_kept_heeded_and_frozen(katch) -> None:
    words = ("indicators", "first.csv", "--release", "told", "--period")
    katch(*words, "2026-Q1")
    katch(*words, "2026-Q1")
    first = json.loads(Path("told/2026-Q1.json").read_text())
    assert first["earlier"] == []
    katch(*words, "2026-01")
    second = json.loads(Path("told/2026-01.json").read_text())
    assert second["earlier"][0] == first["hash"]
    proof = json.loads(Path("told/2026-Q1.proof.restricted.json").read_text())
    assert proof["restricted"] is True
    Path("told/2026-Q1.json").write_text(
        json.dumps({**first, "round": 1}), encoding="utf-8"
    )
    ran = katch(*words, "2026-02")
    assert ran.code == 2
    assert "2026-Q1.json is no release of ours, or was changed." in ran.err


RELEASE = ("indicators", "first.csv", "--release", "told", "--period")


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        ("2026-Q1.json", "2026-01.json heeds an earlier release"),
        ("2026-01.json", "2026-01.json is no longer in the folder"),
    ],
)
def test_without_an_earlier_release_none_is_made(katch, gone, said) -> None:
    katch(*RELEASE, "2026-Q1")
    katch(*RELEASE, "2026-01")
    Path("told", gone).unlink()
    before = sorted(each.name for each in Path("told").glob("*.json"))
    ran = katch(*RELEASE, "2026-02")
    assert ran.code == 2
    assert said in ran.err
    assert sorted(each.name for each in Path("told").glob("*.json")) == before


def test_two_that_are_made_at_once_heed_one_another(katch, monkeypatch) -> None:
    begun = []

    def first_another(folder):
        found = lock(folder)
        if not begun:
            begun.append(folder)
            katch(*RELEASE, "2026-01")
        return found

    lock = kept_releases._locked
    monkeypatch.setattr(kept_releases, "_locked", first_another)
    assert katch(*RELEASE, "2026-Q1").code == 0
    first = json.loads(Path("told/2026-01.json").read_text())
    second = json.loads(Path("told/2026-Q1.json").read_text())
    assert second["earlier"] == [first["hash"]]


def test_on_a_full_disk_a_release_is_kept_whole_or_not_at_all(
    katch, monkeypatch
) -> None:
    write = Path.write_bytes

    def full(path, data):
        if path.parent.name != "told":
            return write(path, data)
        write(path, data[: len(data) // 2])
        raise OSError(ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        ran = katch(*RELEASE, "2026-Q1")
    assert ran.code == 3
    proof = "told/2026-Q1.proof.restricted.json"
    assert f"{proof}: No space left on device" in ran.err
    assert [*Path("told").glob("*.json*")] == [*Path("told").glob(".*.part")] == []
    assert katch(*RELEASE, "2026-Q1").code == 0


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_a_scorecard_and_a_sheet_in_each_language(katch, language) -> None:
    words = ("--scorecard", "east", "--theme", "grey", "-o", "card.svg")
    more = ("--period", "2026-Q1", "--language", language)
    katch("indicators", "first.csv", *more, *words)
    titles = {"en": "In time", "ru": "Вовремя", "kk": "Уақтылы"}
    assert titles[language] in Path("card.svg").read_text(encoding="utf-8")
    katch("indicators", "--sheet", "2026-07", "--language", language, "-o", "july.xlsx")
    (sheet,) = read_workbook(Path("july.xlsx").read_bytes())
    rows = [tuple(row) for _, row in sheet.rows]
    assert rows[0][:3] == ("period", "region", "indicator")
    assert rows[2][:3] == ("2026-07", "east", "all")
    assert_golden(GOLDEN / f"sheet.{language}.csv", as_text(Path("july.xlsx")))


def as_text(file: Path) -> str:
    """Return a workbook as CSV: each cell that can be written in is ``[ ]``."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    for row in load_workbook(file).active.iter_rows():
        lines.writerow(c.value if c.protection.locked else "[ ]" for c in row)
    return out.getvalue()


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "not reported"), ("ru", "не сообщено"), ("kk", "хабарланбаған")],
)
def test_a_chart_says_where_nobody_reported(katch, harbour, language, said) -> None:
    (harbour / "first.csv").write_text(
        HEAD
        + "".join(row for row in MANY.splitlines(keepends=True) if ",east," in row),
        encoding="utf-8",
    )
    more = ("--period", "2026-Q1", "--language", language)
    ran = katch("indicators", "first.csv", *more, "--charts", "-o", "charts.svg")
    assert ran.code == 0
    assert said in Path("charts.svg").read_text(encoding="utf-8")


WRITTEN = ("card.svg", "charts.svg", "told/2026-H1.json")
EXACT = {("east", 1): 1237, ("east", 5): 7, ("west", 1): 2483, ("west", 5): 1361}


def test_no_output_has_an_exact_number_or_a_hidden_one(katch, harbour) -> None:
    # Each is no multiple of 5; with the seven children hidden, so is one of the others.
    rows = "".join(
        f"2026-0{month},{region},all,{count},\n"
        for (region, month), count in EXACT.items()
    )
    (harbour / "first.csv").write_text(HEAD + rows, encoding="utf-8")
    said = []
    for words in (
        (
            "--format",
            "csv",
            "--release",
            "told",
            "--scorecard",
            "east",
            "-o",
            WRITTEN[0],
        ),
        ("--language", "kk", "--charts", "-o", WRITTEN[1]),
    ):
        ran = katch("indicators", "first.csv", "--period", "2026-H1", *words)
        said += [ran.out, ran.err]
    said += [Path(name).read_text(encoding="utf-8") for name in WRITTEN]
    told = set(re.findall(r"(?<![0-9.a-f])[0-9]+(?![0-9.a-f])", " ".join(said)))
    exact = {
        sum(each) for n in (1, 2, 3, 4) for each in combinations(EXACT.values(), n)
    }
    assert not {str(each) for each in exact if each % 5} & (told - {"7"})
    release = json.loads(Path("told/2026-H1.json").read_text(encoding="utf-8"))
    hidden = [each for each in release["tables"][0]["cells"] if each["hidden"]]
    assert len(hidden) > 1
    assert all(each["cases"] is None for each in hidden)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("--period", "2026-Q1"), "needs SOURCE"),
        (("first.csv", "./first.csv", "--period", "2026-Q1"), "given twice"),
        (
            ("first.csv", "--period", "2026-Q1", "--charts", "--scorecard", "east"),
            "--scorecard and --charts cannot be given together",
        ),
        (("--sheet", "2026-07", "-o", "july.csv"), "does not end in .xlsx"),
    ],
)
def test_what_would_be_left_undone_is_refused(katch, given, told) -> None:
    ran = katch("indicators", *given, "--language", "en")
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


def test_what_is_left_out_of_a_log_is_said_in_the_language_of_the_reader(
    katch, harbour
) -> None:
    (harbour / "log.csv").write_text("case,event,at\na-1,assess,\na-1\n")
    (harbour / "log.yaml").write_text(
        "log: log\nprotocol: referral\nregion: east\nread: log.csv\n"
        "columns: {case: case, activity: event, at: at}\n"
    )
    ran = katch("indicators", "log.yaml", "--period", "2026-Q1", "--language", "ru")
    assert ran.code == 1
    assert "Из журнала не учтено: строк, время которых не читается: 1." in ran.err
    assert "log.csv:3  Дальше журнал прочитать не удалось: в строке меньше" in ran.err


def test_what_was_before_a_log_begins_is_not_reported_and_no_nought(
    katch, harbour
) -> None:
    (harbour / "log.csv").write_text("case,event,at\na-1,assess,2026-05-05 09:00\n")
    (harbour / "log.yaml").write_text(
        "log: log\nprotocol: referral\nregion: east\nread: log.csv\n"
        "complete: {from: 2026-04-01, until: 2026-06-30}\n"
        "columns: {case: case, activity: event, at: at}\n"
    )
    before = katch("indicators", "log.yaml", "--period", "2026-Q1")
    told = [line for line in before.out.splitlines() if line.startswith("  ")]
    # Nor of the other region, of which there is no log.
    assert set(told) == {"  not reported"}
    with_sheet = katch("indicators", "log.yaml", "first.csv", "--period", "2026-Q1")
    assert re.search(r"East, Quarter 1 of 2026 +120\n", with_sheet.out)


def test_an_erased_case_is_told_and_is_no_mistake_of_its_source(katch, harbour) -> None:
    left = {"erased": "a-1", "protocol": "referral", "erased_at": 1, "hashes": []}
    (harbour / "cases.jsonl").write_text(json.dumps(left) + "\n", encoding="utf-8")
    ran = katch("indicators", "cases.jsonl", "--period", "2026-Q1")
    assert (ran.code, "cases that were erased: 1" in ran.err) == (0, True)
