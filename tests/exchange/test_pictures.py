"""Pictures and code are read by the programs that they are written for."""

import os
import subprocess

import pytest
from hypothesis import HealthCheck, given, reject, settings

import katch_protocols as kp
from katch_protocols.drawings.views.states.graphviz_layout import (
    find_dot,
    placed_by_dot,
)
from katch_protocols.errors import ProtocolError
from katch_protocols.exchange.notations import mermaid
from tests.exchange.hostile import TITLES, hostile
from tests.exchange.peers import open_peer
from tests.exchange.peers_pictures import SCRIPT, mermaid_faults, typescript_faults
from tests.npm import workplace
from tests.strategies import handbooks

NAME = "identification_child_tip"
WHOLE = bool(os.environ.get("KATCH_EVERY_LANGUAGE"))
LANGUAGES = ("en", "ru", "kk")
KINDS = {"mermaid": "stateDiagram", "mermaid-sequence": "sequence"}


@pytest.fixture(scope="module")
def peers(npm, tmp_path_factory):
    return workplace(npm, tmp_path_factory.mktemp("pictures"), SCRIPT)


@pytest.fixture(scope="module")
def reader(peers):
    yield from open_peer(peers, SCRIPT.name)


@pytest.fixture(scope="module")
def shipped():
    return kp.handbook()


def written(protocol, to, **rest):
    return kp.export(protocol, to=to, **rest).text


@pytest.mark.parametrize("to", KINDS)
def test_mermaid_reads_every_shipped_protocol(reader, shipped, to):
    """Each in one language by turns, or with KATCH_EVERY_LANGUAGE=1 in every one."""
    texts = [
        written(protocol, to, language=language)
        for at, protocol in enumerate(shipped.protocols.values())
        for language in (shipped.languages if WHOLE else [shipped.languages[at % 3]])
    ]
    assert mermaid_faults(reader, texts, KINDS[to]) == []


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(handbook=handbooks())
def test_mermaid_reads_random_protocols(reader, handbook):
    for to, kind in KINDS.items():
        try:
            text = written(handbook.protocols["first"], to, handbook=handbook)
        except ProtocolError:
            reject()
        assert mermaid_faults(reader, [text], kind) == []


def test_mermaid_reads_hostile_titles(reader):
    handbook = hostile()
    text = written(handbook.protocols["case"], "mermaid", handbook=handbook)
    assert mermaid_faults(reader, [text], "stateDiagram") == []


def test_what_stands_between_two_states_is_one_arrow(shipped):
    text = written(shipped.protocols[NAME], "mermaid")
    arrows = [
        line.partition(":")[0].split() for line in text.splitlines() if "-->" in line
    ]
    ends = [tuple(arrow) for arrow in arrows if "[*]" not in arrow]
    assert len(ends) == len(set(ends))


def test_strands_that_mermaid_cannot_part_are_said_to_run_side_by_side(shipped):
    found = kp.export(shipped.protocols["child_pathway"], to="mermaid")
    losses = {loss.name: loss.places for loss in found.losses}
    places = losses["side-by-side"]
    assert places[0] == "in_progress"
    assert found.text.count('· side by side"') == len(places)
    parted = "in_progress.identification.identifying.in_progress.represented"
    assert parted not in places
    assert found.text.count(" --\n") == 1


def test_what_no_page_draws_is_said_to_be_too_large(shipped, monkeypatch):
    protocol = shipped.protocols["child_pathway"]
    texts = [kp.export(protocol, to="mermaid", language=each) for each in LANGUAGES]
    assert all(len(each.text) < mermaid.MOST for each in texts)
    assert "too-large" not in {loss.name for each in texts for loss in each.losses}
    monkeypatch.setattr(mermaid, "MOST", min(len(each.text) for each in texts) // 2)
    found = kp.export(protocol, to="mermaid")
    losses = {loss.name: loss.places for loss in found.losses}
    assert losses["too-large"] == ("child_pathway",)


def test_the_sequence_tells_who_hands_the_case_to_whom(shipped):
    found = kp.export(shipped.protocols[NAME], to="mermaid-sequence")
    lines = [line.strip() for line in found.text.splitlines()]
    messages = [line for line in lines if "->>" in line]
    assert messages[0].startswith("front_line_->>ga_: Notify both bodies")
    assert messages[1] == "ga_-->>front_line_: acknowledged within 24 h"
    losses = {loss.name: loss.places for loss in found.losses}
    assert "screen" in losses["beside-the-story"]
    assert "report_both" not in losses["beside-the-story"]


def test_graphviz_reads_every_dot(shipped):
    if find_dot() is None:
        pytest.skip("there is no Graphviz; the extra 'dot' brings one")
    texts = [written(each, "dot", language="kk") for each in shipped.protocols.values()]
    book = hostile()
    texts.append(written(book.protocols["case"], "dot", handbook=book))
    for text in texts:
        subprocess.run(
            [find_dot(), "-Tcanon"],
            input=text.encode(),
            check=True,
            capture_output=True,
        )
    answer = placed_by_dot(texts[-1])
    labels = {"".join(each.get("label", "").split()) for each in answer["objects"]}
    assert "".join(TITLES[2].split()).replace("\\", "\\\\") in "".join(labels)


def test_code_is_checked_by_its_own_compilers(peers, shipped):
    handbook = hostile()
    every = {
        **{name: (each, shipped) for name, each in shipped.protocols.items()},
        "hostile": (handbook.protocols["case"], handbook),
    }
    modules = {
        f"{name}.ts": written(each, "typescript", handbook=book)
        for name, (each, book) in every.items()
    }
    assert typescript_faults(peers, modules) == ""
    for name, (each, book) in every.items():
        spoken = {}
        exec(written(each, "python", handbook=book), spoken)  # noqa: S102 - our own
        table = kp.compile(each, handbook=book)
        assert {*spoken["Activity"]} == {*table.chart.activities}, name
        assert {*spoken["State"]} == {n.name for n in table.chart.nodes[1:]}
        assert {*spoken["Fact"]} == {*table.chart.facts}


def test_python_is_strict(tmp_path, shipped):
    mypy = pytest.importorskip("mypy.api", reason="mypy is of the group 'lint'")
    path = tmp_path / "names.py"
    text = written(shipped.protocols[NAME], "python")
    use = (
        "facts: Facts = {'danger': DangerValue.PRESENT}\nstate: State = State.ABSENT\n"
    )
    path.write_text(f"{text}\n{use}", "utf-8")
    said, faults, code = mypy.run(["--strict", "--config-file=", str(path)])
    assert (code, faults) == (0, ""), said


def test_comments_name_the_first_places_and_the_report_all(shipped):
    found = kp.export(shipped.protocols[NAME], to="mermaid")
    losses = {loss.name: loss for loss in found.losses}
    count = len(losses["who-acts"].places)
    first = ", ".join(losses["who-acts"].places[:3])
    assert f"({first} and {count - 3} more)." in found.text
    (line,) = [line for line in found.report if "who does it" in line]
    assert all(place in line for place in losses["who-acts"].places)
    assert len(found.to_json()["losses"]) == len(found.losses)
