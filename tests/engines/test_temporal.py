"""Temporal wakes the clock as the page says: it takes the workflow of the page."""

from importlib import import_module

import pytest

from tests.house.pages import BLOCK, ROOT

PAGE = ROOT / "docs" / "build" / "how-to" / "wake-by-your-own-engine.md"
ADDRESS = "postgresql+psycopg://katch@db/cases"

pytest.importorskip("temporalio", reason="there is no Temporal")


def program() -> str:
    """Return the program of the page, word for word."""
    text = PAGE.read_text(encoding="utf-8").partition("## Temporal")[2]
    return next(each["body"] for each in BLOCK.finditer(text) if each["kind"] == "py")


@pytest.mark.filterwarnings("ignore")
def test_temporal_takes_the_workflow_of_the_page(tmp_path, monkeypatch):
    worker = import_module("temporalio.worker")
    sandbox = import_module("temporalio.worker.workflow_sandbox")
    workflow = import_module("temporalio.workflow")
    text = program().replace(ADDRESS, f"sqlite:///{tmp_path / 'cases.db'}")
    text = text.replace('"protocols"', repr(str(ROOT / "protocols")))
    (tmp_path / "rounds.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    rounds = import_module("rounds")
    found = workflow._Definition.must_from_class(rounds.Rounds)
    inside, outside = sandbox.SandboxedWorkflowRunner, worker.UnsandboxedWorkflowRunner
    runner = inside() if found.sandboxed else outside()
    runner.prepare_workflow(found)  # as a worker does when it begins
    rounds.go_round()
    assert rounds.store.lag().alarms == 0
    rounds.store.close()
