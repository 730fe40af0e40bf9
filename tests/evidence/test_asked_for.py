"""What users of other tools asked for, and what the standards show by example.

The numbers are those of issues of pm4py.
"""

import csv
import json
from random import Random

import pytest

import katch_protocols as kp
from katch_protocols.errors import HandbookError, LogError
from katch_protocols.evidence.audits.audit import audit_log
from katch_protocols.files import bounds
from katch_protocols.files.mapping import read_mapping
from tests.cases.harbour import book
from tests.evidence.logs import at, audited, case_rows, found, read
from tests.evidence.test_readers import MAPPING, STANDARD, as_csv, audit, written

ASSESS, SEND, _, _, _, PLACE = range(6)


def test_events_at_one_instant_fit_in_whatever_order_they_stand():
    """481: the order of the file decided what fitted."""
    tied = [{**row, "at": at(1)} for row in case_rows()]
    for seed in range(4):
        rows = Random(seed).sample(tied, len(tied))  # noqa: S311 - an order
        assert found(audited(rows)) == []


def test_a_long_case_with_faults_is_explained_exactly():
    """326: an alignment took 20 minutes."""
    rows = case_rows()
    review = {"event": "review", "role": "officer", "agency": "police", "with": ""}
    reviews = [
        {**rows[PLACE], **review, "at": at(4.1 + n / 1000), "person": f"o{n}"}
        for n in range(300)
    ]
    rows[PLACE]["at"] = at(6)
    case = audited([rows[ASSESS], *rows[SEND + 1 : PLACE], *reviews, rows[PLACE]])
    assert case.explanation.is_decided
    assert found(case) == [("missing", "send")]


def test_the_same_log_is_told_the_same_whatever_the_order_of_its_rows():
    """525: the same log gave another picture."""
    rows = [row for n in range(8) for row in case_rows(f"a-{n}")[n % 3 :]]
    told = set()
    for seed in range(3):
        mixed = Random(seed).sample(rows, len(rows))  # noqa: S311 - an order
        one = audit_log(read(mixed))
        told.add(json.dumps([one.to_json(), one.verdicts()], sort_keys=True))
    assert len(told) == 1


# The night in which clocks were put back -------------------------------------------

NIGHT = ("2024-02-29 22:30", "2024-02-29 23:30")


def _in_that_night(tmp_path, zone, twice=""):
    rows = [{**case_rows()[ASSESS], "opened": NIGHT[0], "at": NIGHT[1]}]
    as_csv(tmp_path / "a.csv", rows)
    text = MAPPING.replace("Asia/Almaty", zone) + twice
    text += "complete: {{until: 2024-02-29}}\n"
    found = kp.audit(written(tmp_path, "a.csv", text), book(), now=None)
    (case,) = found.cases
    event = case.case.events[0]
    return (event.at - case.case.opened) // 60_000_000, found


def test_a_region_has_its_own_zone_in_the_night_in_which_others_put_clocks_back(
    tmp_path,
):
    # Qyzylorda stayed where it was: an hour is an hour.
    assert _in_that_night(tmp_path, "Asia/Qyzylorda")[0] == 60
    with pytest.raises(LogError, match="came twice"):
        _in_that_night(tmp_path, "Asia/Almaty")
    assert _in_that_night(tmp_path, "Asia/Almaty", "twice: first\n")[0] == 60
    assert _in_that_night(tmp_path, "Asia/Almaty", "twice: second\n")[0] == 120


def test_regions_of_one_log_may_have_zones_of_their_own(tmp_path):
    rows = [
        {
            **row,
            "opened": "2024-02-29T22:30:00",
            "at": "2024-02-29T23:30:00",
            "region": r,
        }
        for r, case in (("east", "a-1"), ("west", "a-2"))
        for row in case_rows(case)[:1]
    ]
    text = MAPPING.replace("region: east", "region: {{column: region}}")
    text += "complete: {{until: 2024-02-29}}\n"
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)

    def hours(zones):
        mapping = written(tmp_path, "a.csv", f"{text}{zones}\ntwice: second\n")
        cases = kp.audit(mapping, book(), now=None).cases
        found = {
            each.case.region: each.case.events[0].at - each.case.opened
            for each in cases
        }
        return {region: span // 3_600_000_000 for region, span in found.items()}

    assert hours("") == {"east": 2, "west": 2}
    assert hours("zones: {{west: Asia/Qyzylorda}}") == {"east": 2, "west": 1}
    with pytest.raises(LogError, match="no region 'wast'"):
        hours("zones: {{wast: Asia/Qyzylorda}}")


# Bounds ----------------------------------------------------------------------------


def test_a_mapping_of_more_than_a_mebibyte_is_refused():
    text = MAPPING.format(file="a.csv")
    assert read_mapping(text).id == "desk"
    with pytest.raises(HandbookError) as refused:
        read_mapping(text + "#" * bounds.FILE_BYTES)
    assert [each.rule for each in refused.value.findings] == ["file-too-large"]
    assert bounds.FILE_BYTES == 1_048_576


# The standards by example ----------------------------------------------------------

XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <global scope="trace"><string key="concept:name" value="name"/></global>
  <global scope="event">
    <string key="concept:name" value="name"/>
    <date key="time:timestamp" value="1970-01-01T00:00:00.000+00:00"/>
  </global>
  <classifier name="Activity" keys="concept:name"/>
  <string key="concept:name" value="desk"/>
  <trace>
    <string key="concept:name" value="a-1"/>
    <list key="parts"><values><string key="concept:name" value="b-2"/></values></list>
    <event>
      <string key="concept:name" value="assess">
        <string key="concept:name" value="send"/>
      </string>
      <date key="time:timestamp" value="2026-03-18T12:00:00.000+05:00"/>
      <string key="lifecycle:transition" value="complete"/>
      <string key="org:role" value="worker"/>
      <float key="cost:total" value="1.5"/>
    </event>
    <event>
      <string key="concept:name" value="assess"/>
      <date key="time:timestamp" value="2026-03-18T07:01:00Z"/>
      <string key="lifecycle:transition" value="start"/>
    </event>
  </trace>
</log>
"""


def test_everything_that_the_standard_of_xes_allows_is_read(tmp_path):
    (tmp_path / "a.xes").write_text(XES, encoding="utf-8")
    log = audit(written(tmp_path, "a.xes", STANDARD))
    assert log.reading.unread == ()
    (case,) = log.cases
    # An attribute of an attribute, a list, a global value: none of them is the event's.
    (event,) = case.case.events
    assert (event.activity, event.roles) == ("assess", ("worker",))
    assert event.at == 1_773_817_200_000_000
    assert log.explain("a-1") == case


OCEL = {
    "objectTypes": [{"name": "Child", "attributes": [{"name": "x", "type": "string"}]}],
    "eventTypes": [{"name": "assess", "attributes": [{"name": "r", "type": "string"}]}],
    "objects": [
        {
            "id": "a-1",
            "type": "Child",
            "attributes": [{"name": "x", "time": "1970-01-01T00:00:00Z", "value": "y"}],
            "relationships": [{"objectId": "f-1", "qualifier": "told in"}],
        },
        {"id": "f-1", "type": "File"},
    ],
    "events": [
        {
            "id": "e1",
            "type": "assess",
            "time": "2026-03-18T07:00:00Z",
            "attributes": [{"name": "r", "value": "worker"}],
            "relationships": [
                {"objectId": "a-1", "qualifier": "of"},
                {"objectId": "f-1", "qualifier": "told in"},
            ],
        },
        {"id": "e2", "type": "assess", "time": "2026-03-18T08:00:00Z"},
    ],
}


def test_everything_that_the_standard_of_ocel_allows_is_read(tmp_path):
    (tmp_path / "a.jsonocel").write_text(json.dumps(OCEL), encoding="utf-8")
    text = STANDARD + "case: {{object: Child}}\ncolumns: {{role: r}}\n"
    log = audit(written(tmp_path, "a.jsonocel", text))
    (case,) = log.cases
    assert log.reading.unread == ()
    (event,) = case.case.events
    assert (event.activity, event.roles) == ("assess", ("worker",))
