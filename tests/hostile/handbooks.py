"""Handbooks that are small to write and vast to look at, made by a script.

Each is a mapping of file names to texts, of at most a few hundred kilobytes.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

__all__ = ["HOSTILE", "save"]

Texts = Mapping[str, str]

_PLAIN: Texts = {
    "handbook.yaml": (
        "handbook: h\ntitle: H\nlanguages: [en]\n"
        "functions:\n  protect: {title: Protection}\n"
    ),
    "agencies.yaml": (
        "agencies:\n"
        "  a: {title: Police, kind: service, level: district,"
        " mandates: {protect: [law]}}\n"
        "  b: {title: Welfare, kind: service, level: district,"
        " mandates: {protect: [law]}}\n"
    ),
    "roles.yaml": (
        "roles:\n  o: {title: Officer, agency: a}\n  w: {title: Worker, agency: b}\n"
    ),
    "sources.yaml": (
        "sources:\n  law: {title: Law, kind: law, valid_from: 2020-01-01, read: true}\n"
    ),
}
_CLOSED = "  closed: {title: End, final: true, outcome: protected}\n"
_HELD = "    held_by: o\n    function: protect\n    title: S\n"


def save(texts: Texts, folder: Path) -> Path:
    """Write a handbook into a folder that is made for it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def _book(states: str, *, top: str = "", more: str = "", rest: str = "") -> Texts:
    """Put states into a protocol ``p``; ``more`` goes into ``handbook.yaml``."""
    head = f"protocol: p\ntitle: P\nsource: [law]\n{top}initial: s0\nstates:\n"
    return {
        **_PLAIN,
        "handbook.yaml": _PLAIN["handbook.yaml"] + more,
        "p.yaml": head + states + _CLOSED + rest,
    }


def _facts(count: int, values: Iterable[str]) -> str:
    listed = ", ".join(values)
    lines = (f"  f{n}: {{title: F{n}, values: [{listed}]}}\n" for n in range(count))
    return "facts:\n" + "".join(lines)


def _asking(count: int, when: str) -> str:
    """Return a state that records so many facts, one an activity, and ends."""
    acts = "".join(
        f"      r{n}: {{title: Do r{n}, by: o, records: [f{n}]}}\n"
        for n in range(count)
    )
    go = f"      go: {{title: Go, by: o, to: closed, when: {when}}}\n"
    return f"  s0:\n{_HELD}    activities:\n{acts}{go}"


def scattered_values() -> Texts:
    """Twelve facts, of each a scattered half of 64 values: 18 cubes a fact."""
    some = [n for n in range(62) if n % 3 or n % 7 == 0][:32]
    one = " / ".join(f"v{n}" for n in some)
    when = " and ".join(f"f{n} is one of {one}" for n in range(12))
    return _book(_asking(12, when), more=_facts(12, (f"v{n}" for n in range(63))))


def many_facts() -> Texts:
    """Fifteen hundred facts: words of 3,000 bits."""
    return _book(_asking(1_500, "f0 is v1"), more=_facts(1_500, ("v0", "v1", "v2")))


def many_values() -> Texts:
    """Two hundred facts with sixty values each."""
    return _book(
        _asking(200, "f0 is v1"), more=_facts(200, (f"v{n}" for n in range(60)))
    )


def resumed_strands() -> Texts:
    """Twelve strands that go round, are paused, and are resumed where they were."""

    def strand(n: int) -> str:
        inner = "".join(
            f"              m{k}: {{title: S, activities: {{a{n}_{k}: "
            f"{{by: o, to: m{(k + 1) % 4}, title: A}}}}}}\n"
            for k in range(4)
        )
        return (
            f"      t{n}:\n        initial: x\n        title: S\n        states:\n"
            "          x:\n            initial: m0\n            on_pause: stop\n"
            f"            title: S\n            states:\n{inner}"
            f"            activities: {{p{n}: {{by: o, to: w, title: A}}}}\n"
            "          w:\n            title: S\n"
            f"            activities: {{r{n}: {{by: o, to: resume x, title: A}}}}\n"
        )

    strands = "".join(map(strand, range(12)))
    return _book(
        f"  s0:\n{_HELD}    parallel:\n{strands}    activities:\n"
        "      stop_all: {by: o, to: paused, title: A}\n"
        "      go: {by: o, to: closed, title: A}\n"
        f"  paused:\n{_HELD}    activities:\n"
        "      again: {by: o, to: resume s0, title: A}\n"
    )


def long_alternatives() -> Texts:
    """A condition of 128 pairs, one of each of which must be so."""
    when = " and ".join(f"(f{n} is y or f{n + 1} is y)" for n in range(0, 256, 2))
    return _book(_asking(256, when), more=_facts(256, ("y", "n")))


def _way(target: str) -> str:
    return f"{{by: o, to: {target}, title: A}}"


def _round(n: int) -> str:
    return (
        f"      t{n}:\n        initial: m0\n        title: S\n        states:\n"
        f"          m0: {{title: S, activities: {{a{n}: {_way('m1')}}}}}\n"
        f"          m1: {{title: S, activities: {{b{n}: {_way('m0')}}}}}\n"
    )


def _parallel(strands: str) -> Texts:
    return _book(
        f"  s0:\n{_HELD}    parallel:\n{strands}    activities:\n"
        "      go: {by: o, to: closed, title: A}\n"
    )


def sixty_strands() -> Texts:
    """Sixty strands that go round side by side."""
    return _parallel("".join(map(_round, range(60))))


def many_strands() -> Texts:
    """Nine hundred strands of two states."""
    return _parallel("".join(map(_round, range(900))))


def nested_endings() -> Texts:
    """Seventeen strands, each of which asks of itself whether it is done."""

    def strand(n: int) -> str:
        return (
            f"      t{n}:\n        initial: x\n        title: S\n        states:\n"
            "          x:\n            initial: m0\n            title: S\n"
            "            done: over\n            states:\n"
            f"              m0: {{title: S, activities: {{a{n}: "
            "{by: o, to: m1, title: A}}}\n"
            "              m1: {title: S, final: true}\n"
            "          over: {title: S, final: true}\n"
        )

    strands = "".join(map(strand, range(17)))
    return _book(
        f"  s0:\n{_HELD}    done: paused\n    parallel:\n{strands}    activities:\n"
        "      stop: {by: o, to: paused, title: A}\n"
        f"  paused:\n{_HELD}    activities:\n"
        "      again: {by: o, to: resume s0, title: A}\n"
        "      close: {by: o, to: closed, title: A}\n"
    )


def long_limits() -> Texts:
    """Forty deadlines of 9,999 working days, one after the other."""
    count = 40
    states = "".join(
        f"  s{n}:\n{_HELD}    within: 9999 working days\n"
        f"    activities: {{m{n}: {{by: o, title: A,"
        f" to: {f's{n + 1}' if n + 1 < count else 'closed'}}}}}\n"
        for n in range(count)
    )
    rules = "".join(
        f"  q{n}: {{rule: after m{n} then closed within {9_000 + n} months}}\n"
        for n in range(count - 1)
    )
    return _book(states, rest=f"safeguards:\n{rules}")


def clique() -> Texts:
    """Seventy states, from each of which a way leads to every other."""
    count = 70

    def state(n: int) -> str:
        ways = "".join(
            f"      a{n}_{m}: {{title: A, by: o, to: s{m}}}\n"
            for m in range(count)
            if m != n
        )
        end = f"      e{n}: {{title: A, by: o, to: closed}}\n"
        return f"  s{n}:\n{_HELD}    activities:\n{ways}{end}"

    return _book("".join(map(state, range(count))))


def many_agencies() -> Texts:
    """Fifteen hundred agencies, each of which hands the child to the next."""
    count = 1_500
    agencies = "".join(
        f"  a{n}: {{title: A{n}, kind: service, level: district,"
        " mandates: {protect: [law]}}\n"
        for n in range(count)
    )
    roles = "".join(f"  o{n}: {{title: O{n}, agency: a{n}}}\n" for n in range(count))
    states = "".join(
        f"  s{n}:\n    title: S\n    held_by: o{n}\n    function: protect\n"
        f"    activities: {{m{n}: {{by: o{n}, title: A,"
        f" to: {f's{n + 1}' if n + 1 < count else 'closed'}}}}}\n"
        for n in range(count)
    )
    return {
        **_book(states),
        "agencies.yaml": f"agencies:\n{agencies}",
        "roles.yaml": f"roles:\n{roles}",
    }


def many_ways() -> Texts:
    """Twenty-four activities, each with 4,096 combinations of values to record."""
    acts = "".join(
        f"      r{n}: {{title: Do, by: o, records: [{', '.join(_SIX)}]}}\n"
        for n in range(24)
    )
    go = "      go: {title: Go, by: o, to: closed}\n"
    return _book(
        f"  s0:\n{_HELD}    activities:\n{acts}{go}",
        more=_facts(6, ("v0", "v1", "v2", "v3")),
    )


_SIX = tuple(f"f{n}" for n in range(6))

HOSTILE: Mapping[str, Callable[[], Texts]] = {
    made.__name__: made
    for made in (
        scattered_values,
        many_facts,
        many_values,
        resumed_strands,
        long_alternatives,
        sixty_strands,
        many_strands,
        nested_endings,
        long_limits,
        clique,
        many_agencies,
        many_ways,
    )
}
"""Every handbook, by its name."""
