"""Scenarios: what is read, and what is refused with its place and the nearest name."""

from pathlib import Path

import pytest

from katch_protocols.files.read import read_handbook
from katch_protocols.files.read_scenario import read_scenario
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.model.scenarios import NumberBasis, SpreadKind
from tests.evidence.simulations.queues import handbook, scenario

ROOT = Path(__file__).parents[3]

GOOD = """\
scenario: s
protocols: tandem
region: harbour
basis: reported
arrivals: {rate: 2.5 cases a month, basis: measured}
work:
  default: 2 hours
  serve: {from: 1 hour, usually: 2 hours, to: 1 day}
  finish: {median: 1 hour, nine_in_ten: 5 hours, basis: assumed}
waits: {serve: {mean: 3 days}}
choices: {waiting: {serve: 100%}}
posts:
  desk: {people: 3, for_this: 12.5%}
  second: {roles: second_clerk, people: 1}
run: {years: 2, warm_up: 1 year, until: {served: 1 hour}}
compare: {more: {posts: {desk: {people: 4}}}}
"""


def test_everything_is_read_as_it_is_written() -> None:
    read = scenario(GOOD)
    assert (read.arrivals.thousandths, read.arrivals.period) == (2500, "month")
    assert (read.basis, read.arrivals.basis) == (
        NumberBasis.REPORTED,
        NumberBasis.MEASURED,
    )
    assert read.work["serve"].kind is SpreadKind.TRIANGULAR
    assert read.work["finish"].points[1] == Duration(amount=5, unit=Unit.HOURS)
    assert read.choices["waiting"].weights == {"serve": 10_000}
    assert read.posts["desk"].for_this == 1250
    assert read.run.warm_up == Duration(amount=12, unit=Unit.MONTHS)
    more = read.varied(read.compare["more"])
    assert (more.posts["desk"].people, more.posts["desk"].for_this) == (4, 1250)


def test_a_state_may_be_named_with_its_protocol() -> None:
    text = GOOD.replace("{waiting: {serve", "{tandem.waiting: {serve")
    assert scenario(text).choices["tandem.waiting"].weights == {"serve": 10_000}


def test_the_shipped_scenario_is_read_and_every_number_of_it_is_assumed() -> None:
    book = read_handbook(ROOT / "protocols")
    for file in sorted((ROOT / "scenarios").glob("*.yaml")):
        found = read_scenario(file.read_bytes(), file.name, book)
        assert found.scenario is not None, list(map(str, found.findings))
        assert found.scenario.basis is NumberBasis.ASSUMED


BROKEN = [
    ("protocols: tandem", "protocols: tandm", "2:12", "unknown-protocol", "tandem"),
    ("protocols: tandem", "protocols: []", "2:1", "missing-key", None),
    ("region: harbour", "region: harbor", "3:9", "not-one-of", "harbour"),
    ("basis: reported", "basis: guessed", "4:8", "not-one-of", None),
    ("2.5 cases a month", "many", "5:18", "written-otherwise", None),
    ("for_this: 12.5%", "for_this: all", "13:31", "written-otherwise", None),
    ("{mean: 3 days}", "{about: 3 days}", "10:16", "written-otherwise", None),
    ("serve: {from", "serv: {from", "8:3", "unknown-activity", "serve"),
    ("usually: 2 hours", "usually: 2 days", "8:46", "lengths-out-of-order", None),
    ("to: 1 day", "to: 1 working day", "8:10", "written-otherwise", None),
    ("waiting: {serve", "waitng: {serve", "11:11", "unknown-state", "waiting"),
    ("{serve: 100%}", "{serve: 90%}", "11:20", "shares-not-whole", None),
    ("{serve: 100%}", "{serve: 0}", "11:20", "weights-all-zero", None),
    ("{serve: 100%}", "{}", "11:20", "weights-all-zero", None),
    ("{serve: 100%}", "{finish: 100%}", "11:21", "unknown-activity", None),
    ("second_clerk", "second_clrk", "14:19", "unknown-role", "second_clerk"),
    (", people: 1}", "}", "14:3", "missing-key", None),
    ("served: 1 hour", "servd: 1 hour", "15:42", "unknown-measured", "served"),
    ("run: {", "runs: {", "15:1", "unknown-key", "run"),
]


@pytest.mark.parametrize(("old", "new", "place", "rule", "near"), BROKEN)
def test_what_is_wrong_is_told_with_its_place(
    old: str, new: str, place: str, rule: str, near: str | None
) -> None:
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    found = read_scenario(text.encode(), "s.yaml", handbook())
    assert found.scenario is None
    told = [
        (f"{each.place.line}:{each.place.column}", each.rule, each.near)
        for each in found.findings
        if each.place is not None
    ]
    assert (place, rule, () if near is None else (near,)) in told


WRONG = [
    (
        "{from: 1 hour, usually: 2 hours, to: 1 day}",
        "{from: 6 hours, usually: 90 minutes, to: 30 minutes}",
        "8:35 lengths-out-of-order",
        {
            "longer": "from: 6 hours",
            "shorter": "usually: 90 minutes",
            "example": "{from: 30 minutes, usually: 90 minutes, to: 6 hours}",
        },
    ),
    (
        "{median: 1 hour, nine_in_ten: 5 hours",
        "{median: 3 days, nine_in_ten: 1 day",
        "9:41 lengths-out-of-order",
        {
            "longer": "median: 3 days",
            "shorter": "nine_in_ten: 1 day",
            "example": "{median: 1 day, nine_in_ten: 3 days}",
        },
    ),
    (
        "{mean: 3 days}",
        "{quantiles: [0 minutes, 90 minutes, 1 hour, 1 day]}",
        "10:52 lengths-out-of-order",
        {
            "longer": "90 minutes",
            "shorter": "1 hour",
            "example": "[0 minutes, 1 hour, 90 minutes, 1 day]",
        },
    ),
    (
        "{mean: 3 days}",
        f"{{quantiles: [{', '.join(['1 hour'] * 12)}]}}",
        "10:28 number-of-quantiles",
        {"count": "12", "most": "11"},
    ),
    (
        "{mean: 3 days}",
        "{quantiles: []}",
        "10:28 number-of-quantiles",
        {"count": "0", "most": "11"},
    ),
    ("{serve: 100%}", "{serve: 99.5%}", "11:20 shares-not-whole", {"share": "99.5%"}),
    (
        "{serve: 100%}",
        "{serve: 100%, finish: 4}",
        "11:42 percent-beside-weight",
        {"share": "serve: 100%", "plain": "finish: 4"},
    ),
]


@pytest.mark.parametrize(("old", "new", "place", "facts"), WRONG)
def test_numbers_that_do_not_go_together_are_told_with_what_is_wrong(
    old: str, new: str, place: str, facts: dict[str, str]
) -> None:
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    found = read_scenario(text.encode(), "s.yaml", handbook())
    told = {
        f"{each.place.line}:{each.place.column} {each.rule}": each.facts
        for each in found.findings
        if each.place is not None and each.rule != "unknown-activity"
    }
    assert told == {place: facts}


@pytest.mark.parametrize(("count", "said"), [(10, []), (11, ["16:1 not-one-of"])])
def test_a_scenario_has_at_most_ten_variants(count: int, said: list[str]) -> None:
    more = "\n".join(
        f"  v{n}: {{posts: {{desk: {{people: 4}}}}}}" for n in range(count)
    )
    old = "compare: {more: {posts: {desk: {people: 4}}}}"
    text = GOOD.replace(old, f"compare:\n{more}")
    found = read_scenario(text.encode(), "s.yaml", handbook())
    told = [
        f"{each.place.line}:{each.place.column} {each.rule}" for each in found.findings
    ]
    assert told == said
    assert all("1–10" in str(each) for each in found.findings)
    assert (found.scenario is None) is bool(said)


@pytest.mark.parametrize(("runs", "is_read"), [(10_000, True), (10_001, False)])
def test_a_scenario_has_at_most_ten_thousand_runs(runs: int, is_read: bool) -> None:
    text = GOOD.replace("run: {", f"run: {{runs: {runs}, ", 1)
    found = read_scenario(text.encode(), "s.yaml", handbook())
    assert (found.scenario is not None) is is_read
    if not is_read:
        assert [each.place.line for each in found.findings if each.place] == [15]


def test_a_region_of_a_handbook_that_has_none_is_told_as_that() -> None:
    bare = handbook().model_copy(update={"regions": {}})
    for name in ("harbour", "гавань"):
        text = GOOD.replace("region: harbour", f"region: {name}", 1)
        found = read_scenario(text.encode(), "s.yaml", bare)
        told = [each for each in found.findings if each.path[-1] == "region"]
        (finding,) = told
        assert finding.place is not None
        assert (finding.place.line, finding.place.column) == (3, 9)
        assert finding.rule == ("region-of-none" if name == "harbour" else "bad-id")


def test_a_region_that_is_no_id_is_told_once() -> None:
    text = GOOD.replace("region: harbour", "region: гавань", 1)
    found = read_scenario(text.encode(), "s.yaml", handbook())
    assert [each.rule for each in found.findings] == ["bad-id"]


def test_what_is_no_yaml_is_a_finding() -> None:
    found = read_scenario(b"scenario: [", "s.yaml", handbook())
    assert found.scenario is None
    assert found.findings
