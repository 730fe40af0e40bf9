"""What stands under an agreement once a name in it is another one.

A name that is renamed everywhere changes nothing that a body agreed to; so what was as
`katch agree` wrote it is so afterwards, and what somebody edited by hand stays found.
"""

from collections.abc import Iterator

from katch_protocols.duties.agreed import fingerprint
from katch_protocols.editors.pages import WrittenPage
from katch_protocols.editors.written_words import NameUse
from katch_protocols.files.read import read_texts
from katch_protocols.files.schemas.agreed import AGREED
from katch_protocols.files.write import flow_text
from katch_protocols.findings import Path
from katch_protocols.model.agreements import Agreement

__all__ = ["new_seals"]


def new_seals(page: WrittenPage, after: str) -> Iterator[tuple[NameUse, str]]:
    """Yield each fingerprint that changes, with what is written there then.

    Args:
        page: The file of agreements.
        after: Its text with the new name, in which nothing else is changed.
    """
    found = zip(_agreements(page.text), _agreements(after), strict=False)
    for (path, old), (_, new) in found:
        seal = _seal(new)
        token = page.alone.get(path)
        if token is not None and old.text == _seal(old) != seal:
            use = NameUse(page.file, token.start, token.end, token.text, ())
            yield use, flow_text(seal)


def _agreements(text: str) -> Iterator[tuple[Path, Agreement]]:
    handbook = read_texts({AGREED.place: text}).handbook
    for body, by_protocol in handbook.agreed.items() if handbook else ():
        for protocol, each in by_protocol.items():
            yield ("agreed", body, protocol, "text"), each


def _seal(one: Agreement) -> str:
    return fingerprint(one.duties, one.on, one.source)
