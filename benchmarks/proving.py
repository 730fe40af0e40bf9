"""Proofs: soundness and promises of wide and long protocols, and of a shipped one."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.handbooks import strands
from benchmarks.lines import Line, spoken
from benchmarks.measuring import cpu_of_process, seconds
from benchmarks.nets import SHAPES, net
from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from katch_protocols.files.read import read, read_texts
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.prove import prove
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.explore import explore

__all__ = ["lines"]

_SIZES = (20, 100, 500)
_SHIPPED = "referral_and_assistance"
_SLOWER = 1_000
"""How many times as long a peer is expected to take on parallel nets of 100."""


def lines() -> Iterator[Line]:
    """Yield the nets, then a million configurations, then one shipped protocol."""
    for shape in SHAPES:
        for size in _SIZES:
            yield from _net(shape, size)
    yield _million()
    yield from _shipped()


def _net(shape: str, size: int) -> Iterator[Line]:
    handbook = read_texts(net(shape, size)).sound()
    made = chart(handbook.protocols["measured"], handbook)
    proofs = prove(made, handbook)
    wrong = {name: str(p.verdict) for name, p in proofs.items() if not p.holds}
    if wrong:
        raise AssertionError(wrong)
    runs = 3 if size > 100 else 5  # noqa: PLR2004 - long runs need fewer
    sound = seconds(lambda: prove(made, handbook, only="soundness"), runs=runs)
    yield Line.within(f"sound: {size} {shape}", sound, under=1)
    every = seconds(lambda: prove(made, handbook), runs=runs)
    yield Line.within(f"sound, 2 promises: {size} {shape}", every, under=1)
    yield _peer(shape, size, sound)


def _peer(shape: str, size: int, ours: float) -> Line:
    """Time the peer on the same net, where it is installed and ends in a minute."""
    what = f"  to pm4py's Woflan: {size} {shape}"
    if importlib.util.find_spec("pm4py") is None:
        return Line(what, spoken(ours), "-", "pm4py is not installed", "-", met=True)
    # Lazy, for the peer is not there for most people.
    from benchmarks.woflan import woflan_seconds  # noqa: PLC0415

    theirs, ended = woflan_seconds(shape, size)
    at_least = "" if ended else "at least "
    ratio = theirs / ours
    demanded = shape != SHAPES[0] and size == 100  # noqa: PLR2004 - as promised
    return Line(
        what,
        spoken(ours),
        f"{at_least}{spoken(theirs)}",
        f"{at_least}{ratio:.0f} x faster",
        f"over {_SLOWER} x" if demanded else "-",
        not demanded or ratio > _SLOWER,
    )


def _million() -> Line:
    """Explore a million configurations; the floor sorts as many keys as were met."""
    handbook = read_texts(strands(5, 16)).sound()
    table = compile_chart(chart(handbook.protocols["measured"], handbook))
    found = explore(table)
    met = np.concatenate([found.successors(row)[1][:, 0] for row in table.rows])
    ours = seconds(lambda: explore(table), runs=3)
    floor = seconds(lambda: np.sort(met, kind="stable"), runs=3)
    speed = len(found) / ours / 1e6
    return Line(
        f"explore {len(found):,} configurations, to sorting what is met",
        spoken(ours),
        spoken(floor),
        f"{speed:.2f} million/s, {ours / floor:.2f} x",
        "over 3 million/s",
        speed > 3,  # noqa: PLR2004 - as promised
    )


def _shipped() -> Iterator[Line]:
    root = Path(__file__).parents[1]
    handbook = read(root / "protocols").sound()
    made = chart(handbook.protocols[_SHIPPED], handbook)
    floor = seconds(lambda: explore(compile_chart(made)), runs=3)
    ours = seconds(lambda: _proved(made, handbook), runs=3)
    yield Line.ratio(
        f"every promise of {_SHIPPED}, to exploring it once", ours, floor, under=25
    )
    command = [sys.executable, "-m", "katch_protocols", "prove", _SHIPPED]
    process = cpu_of_process([*command, "--handbook", str(root / "protocols")], runs=3)
    yield Line.within(f"katch prove {_SHIPPED}, whole process", process, under=1)


def _proved(made: Chart, handbook: Handbook) -> None:
    for proof in prove(made, handbook).values():
        if proof.verdict not in {Verdict.HOLDS, Verdict.ENFORCED}:
            raise AssertionError(proof.safeguard)
