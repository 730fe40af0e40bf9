"""pm4py, which analysts use, reads every case, event and activity of a log.

Where r4pm is installed as well, pm4py reads by that instead: without Polars it fails,
and with Polars instants of OCEL come without their zone. Here its own readers are
asked.
"""

import json

import pytest

import katch_protocols as kp
from tests.cases.harbour import book
from tests.exchange.heavy import heavy_module
from tests.exchange.live import begun_cases

heavy_module()
import pm4py  # noqa: E402 - only where it is asked for
from pm4py.objects.ocel.importer.jsonocel import importer as ocel  # noqa: E402 - it too

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def cases():
    return begun_cases()


def records(cases):
    """Return case, activity, instant and role of every step."""
    return sorted(
        (record["case"], event["activity"], event["at"], event["role"] or "")
        for record in (case.snapshot() for case in cases)
        for event in record["events"]
        if event["kind"] != "stand_in"
    )


def saved(cases, name, folder):
    written = kp.export(book().protocols["referral"], to=name, cases=cases)
    written.save(folder / written.file)
    return str(folder / written.file)


def test_pm4py_reads_xes(cases, tmp_path):
    log = pm4py.read_xes(saved(cases, "xes", tmp_path), variant="chunk_regex")
    keys = ["case:concept:name", "concept:name", "time:timestamp", "org:role"]
    found = sorted(
        (case, name, at.isoformat(), role if isinstance(role, str) else "")
        for case, name, at, role in log[keys].itertuples(index=False)
    )
    assert found == records(cases)


def test_pm4py_reads_ocel(cases, tmp_path):
    path = saved(cases, "ocel", tmp_path)
    log = ocel.apply(path, variant=ocel.Variants.OCEL20_STANDARD)
    found = sorted(
        (case.removeprefix("case/"), name, at.isoformat())
        for name, at, case, kind in log.relations[
            ["ocel:activity", "ocel:timestamp", "ocel:oid", "ocel:type"]
        ].itertuples(index=False)
        if kind == "case"
    )
    assert found == [each[:3] for each in records(cases)]
    # It leaves out what no event is about: here the case in which nothing was done.
    objects = json.loads(
        kp.export(book().protocols["referral"], to="ocel", cases=cases).text
    )["objects"]
    assert len(log.objects) == len(objects) - 1 == 12
