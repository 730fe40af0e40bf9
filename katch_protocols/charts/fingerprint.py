"""The fingerprint of a protocol: the same text gives the same, another a different one.

It tells whether two papers were made of the same text, word for word. What a protocol
*means*, whatever its titles, is another hash: that of the pin of a case.
"""

import json
from collections.abc import Iterable
from hashlib import sha256

from katch_protocols.charts.chart import Chart
from katch_protocols.in_use import InUse
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Noun

__all__ = ["DIGITS", "fingerprint", "fingerprint_of_all"]

DIGITS = 12
"""How many hexadecimal digits are printed: enough to tell any two texts apart."""


def fingerprint(chart: Chart, handbook: Handbook) -> str:
    """Return the first digits of the SHA-256 of a protocol as it is written.

    Its fragments, and the protocols that it runs with theirs, count as its text. Every
    card and every sheet says it, so of what is in use it is made once.
    """
    return _made.of((chart, handbook), lambda: _fingerprint(chart, handbook))


_made = InUse[str](128)


def _fingerprint(chart: Chart, handbook: Handbook) -> str:
    homes = sorted({chart.protocol.id, *(node.home for node in chart.nodes)})
    texts: dict[Id, Noun] = {}
    for name in homes:
        protocol = handbook.protocols.get(name)
        if protocol is None:
            protocol = chart.protocol
        texts[f"protocol {name}"] = protocol
        for used in protocol.use:
            if used in handbook.fragments:
                texts[f"fragment {used}"] = handbook.fragments[used]
    plain = {name: text.model_dump(mode="json") for name, text in texts.items()}
    written = json.dumps(plain, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()[:DIGITS]


def fingerprint_of_all(charts: Iterable[Chart], handbook: Handbook) -> str:
    """Return the fingerprint of several protocols together."""
    each = json.dumps(sorted(fingerprint(chart, handbook) for chart in charts))
    return sha256(each.encode()).hexdigest()[:DIGITS]
