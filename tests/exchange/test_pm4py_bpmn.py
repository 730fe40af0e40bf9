"""pm4py reads an exported process with every task and every flow of its top."""

import pytest
from lxml import etree

import katch_protocols as kp
from tests.exchange.heavy import heavy_module

heavy_module()
import pm4py  # noqa: E402 - only where it is asked for

pytestmark = pytest.mark.filterwarnings("ignore")
TASKS = ("task", "userTask", "sendTask", "receiveTask")
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


@pytest.mark.parametrize("name", ["champion_outreach", "identification_child_tip"])
def test_pm4py_reads_every_task_of_a_process(name, tmp_path):
    written = kp.export(kp.handbook().protocols[name], to="bpmn")
    written.save(tmp_path / written.file)
    ours = sorted(
        each.get("name", "")
        for kind in TASKS
        for each in etree.fromstring(written.text.encode()).iter(f"{BPMN}{kind}")
    )
    read = pm4py.read_bpmn(str(tmp_path / written.file))
    theirs = [
        node.get_name() for node in read.get_nodes() if "Task" in type(node).__name__
    ]
    assert len(ours) > 5
    assert sorted(theirs) == ours
