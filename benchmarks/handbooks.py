"""The handbook that is measured, and invented ones of any size, as texts."""

from pathlib import Path

__all__ = ["SHARED", "chain", "measured", "measuring", "strands"]

_SHIPPED = Path(__file__).parents[1] / "protocols"
_asked: list[Path] = []


def measured() -> Path:
    """Return the folder of the handbook that is measured: the shipped one, or yours."""
    return _asked[-1] if _asked else _SHIPPED


def measuring(folder: Path) -> None:
    """Measure another handbook from here on; it has the shipped one's protocols."""
    _asked.append(folder)


SHARED = {
    "handbook.yaml": """\
handbook: measured
title: Measured (synthetic)
languages: [en]
functions:
  protect: {title: Protection}
""",
    "agencies.yaml": """\
agencies:
  office:
    title: Office
    kind: service
    level: district
    mandates: {protect: [act]}
""",
    "roles.yaml": "roles:\n  worker: {title: Worker, agency: office}\n",
    "sources.yaml": """\
sources:
  act: {title: Act (invented), kind: law, valid_from: 2020-01-01, read: true}
""",
}
_HEAD = """\
protocol: measured
title: Measured (synthetic)
valid_from: 2026-01-01
"""


def chain(states: int) -> dict[str, str]:
    """Return a handbook with one protocol: so many states, one after another."""
    end = states - 1
    lines = [
        _HEAD + "initial: s0\nstates:\n",
        *map(_link, range(end)),
        f"  s{end}: {{title: Closed, final: true, outcome: protected}}\n",
    ]
    return {**SHARED, "measured.yaml": "".join(lines)}


def _link(number: int) -> str:
    return (
        f"  s{number}:\n"
        f"    title: Situation {number}\n"
        "    held_by: worker\n"
        "    within: 24 hours\n"
        "    activities:\n"
        f"      do_{number}:\n"
        f"        title: Do the duty {number}\n"
        "        by: worker\n"
        f"        to: s{number + 1}\n"
    )


def strands(count: int, states: int) -> dict[str, str]:
    """Return a handbook with one protocol: ``count`` strands of ``states`` states.

    Each strand can be stepped round and round, so every combination is reachable.
    """
    lines = [_HEAD, "initial: work\nstates:\n  work:\n    title: Work\n"]
    lines.append("    held_by: worker\n    function: protect\n    parallel:\n")
    for strand in range(count):
        lines.append(f"      strand_{strand}:\n        initial: s{strand}_0\n")
        lines.append("        states:\n")
        for number in range(states):
            after = (number + 1) % states
            lines.append(
                f"          s{strand}_{number}:\n"
                f"            title: Situation {strand} {number}\n"
                "            activities:\n"
                f"              do_{strand}_{number}:\n"
                f"                title: Do {strand} {number}\n"
                "                by: worker\n"
                f"                to: s{strand}_{after}\n"
            )
    lines.append("activities:\n  close: {title: Close, by: worker, to: closed}\n")
    return {**SHARED, "measured.yaml": _with_end(lines)}


def _with_end(lines: list[str]) -> str:
    *states, activities = lines
    end = "  closed: {title: Closed, final: true, outcome: protected}\n"
    return "".join([*states, end, activities])
