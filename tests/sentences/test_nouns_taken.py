"""A noun inside another is taken as it was made; its class is built when it is met."""

import subprocess
import sys

import pytest
from pydantic import ValidationError

from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Label
from katch_protocols.model.safeguards import Never, Principle, Safeguard

TITLE = Label.of(en="A law")


def test_what_was_made_stays_the_very_same():
    assert Principle(id="consent", title=TITLE).title is TITLE


def test_plain_data_and_json_make_the_same():
    principle = Principle(id="consent", title=TITLE)
    assert Principle.model_validate(principle.model_dump()) == principle
    assert Principle.model_validate_json(principle.model_dump_json()) == principle


def test_anything_else_is_refused_where_it_stands():
    with pytest.raises(ValidationError) as caught:
        Principle.model_validate({"id": "consent", "title": {"texts": {}, "x": 1}})
    [error] = caught.value.errors()
    assert (error["loc"], error["type"]) == (("title", "x"), "extra_forbidden")


def test_a_kind_is_told_by_its_name_in_plain_data():
    rule = Never(event="close")
    made = Safeguard(id="s", rule=rule)
    assert Safeguard.model_validate(made.model_dump()) == made
    assert made.model_dump()["rule"]["kind"] == rule.kind


def test_a_handbook_has_a_schema_of_its_own_keys():
    properties = Handbook.model_json_schema()["properties"]
    assert "protocols" in properties


_THREADS = """
from threading import Barrier, Thread
from katch_protocols.model.noun import Label
from katch_protocols.model.safeguards import Principle
start, made = Barrier(8), []
def make():
    start.wait()
    made.append(Principle(id="consent", title=Label.of(en="A law")))
threads = [Thread(target=make) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert made == [made[0]] * 8, made
"""


def test_many_threads_may_meet_a_class_first():
    subprocess.run([sys.executable, "-c", _THREADS], check=True)
