"""A handbook that was read before is not read again, unless reading is what is tested.

What is read follows from the texts alone, and nouns are frozen; ``tests/files`` and the
tests of hostile handbooks see to that, and read everything anew.
"""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from katch_protocols.files import read as reader
from katch_protocols.files.diagnostics import Diagnostics
from katch_protocols.files.folder import gather
from katch_protocols.files.kept_trees import KeptTrees
from katch_protocols.files.read import Reading
from katch_protocols.files.source_file import Beside, Unread

__all__ = ["anew", "begin"]

_Key = tuple[tuple[str, bytes], ...]

_MOST = 4
"""So many readings are kept beside the shipped handbook: those asked for last."""

_SHIPPED = Path(__file__).parents[1] / "protocols"

_read = reader._read


class _Readings:
    """Keeps what was read of texts that are met a second time, if nothing was wrong."""

    def __init__(self) -> None:
        self._shipped = tuple((gather(_SHIPPED, Diagnostics()) or {}).items())
        self._met: set[int] = set()
        self._kept: OrderedDict[_Key, Reading] = OrderedDict()
        self._always: dict[_Key, Reading] = {}

    def read(
        self,
        texts: Mapping[str, bytes],
        ledger: Diagnostics,
        beside: Beside,
        trees: KeptTrees | None = None,
    ) -> Reading:
        """Read as the library does; with files beside the texts each time.

        An editor, which keeps trees for itself, reads what is written just now.
        """
        alone = trees is not None and trees.cache is None
        if alone or ledger.findings or ledger.incomplete:
            return _read(texts, ledger, beside, trees)
        key = tuple(texts.items())
        known = self._always.get(key) or self._kept.get(key)
        if known is not None:
            return known
        asked = list[str]()

        def asking(name: str) -> bytes | Unread:
            asked.append(name)
            return beside(name)

        found = _read(texts, ledger, asking)
        if not asked and not found.findings:
            self._keep(key, found)
        return found

    def _keep(self, key: _Key, found: Reading) -> None:
        if key == self._shipped:
            self._always[key] = found
        elif hash(key) not in self._met:
            self._met.add(hash(key))
        else:
            self._kept[key] = found
            if len(self._kept) > _MOST:
                self._kept.popitem(last=False)


def begin() -> None:
    """From here on read the same texts once."""
    reader._read = _Readings().read


@contextmanager
def anew() -> Iterator[None]:
    """Read everything inside as the library does."""
    with patch.object(reader, "_read", _read):
        yield
