"""Every exception of the library.

::

    KatchError
    ├── HandbookError          a handbook cannot be used; carries every finding
    ├── UnknownNameError       a name that the handbook or protocol does not have
    ├── ActivityRefusedError   an activity that is not possible now
    ├── BoundError             a protocol that is larger than the library's bounds
    └── MissingExtraError      an optional package that is not installed
"""

from collections.abc import Sequence

from katch_protocols.findings import Finding

__all__ = [
    "ActivityRefusedError",
    "BoundError",
    "HandbookError",
    "KatchError",
    "MissingExtraError",
    "UnknownNameError",
]


class KatchError(Exception):
    """The root of every refusal of the library."""


class HandbookError(KatchError):
    """A handbook that cannot be used as it stands; ``findings`` says why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


class UnknownNameError(KatchError):
    """A ``kind`` of thing (state, activity, role …) has no such ``name``."""

    def __init__(self, kind: str, name: str, near: Sequence[str] = ()) -> None:
        self.kind, self.name, self.near = kind, name, tuple(near)
        hint = f" The nearest is '{self.near[0]}'." if self.near else ""
        super().__init__(f"'{name}' is not the name of any {kind}.{hint}")


class ActivityRefusedError(KatchError):
    """An ``activity`` is not possible now; ``reasons`` says why, one a sentence."""

    def __init__(self, activity: str, reasons: Sequence[str] = ()) -> None:
        self.activity, self.reasons = activity, tuple(reasons)
        super().__init__(" ".join([f"'{activity}' is not possible now.", *reasons]))


class BoundError(KatchError):
    """A protocol crosses a ``bound``; ``culprit`` names what to split."""

    def __init__(self, bound: str, limit: int, culprit: str) -> None:
        self.bound, self.limit, self.culprit = bound, limit, culprit
        super().__init__(f"'{culprit}' needs more than {limit} {bound}. Split it.")


class MissingExtraError(KatchError):
    """An optional package is needed: install the ``extra``."""

    def __init__(self, extra: str, purpose: str) -> None:
        self.extra, self.purpose = extra, purpose
        super().__init__(
            f"{purpose} needs an extra: pip install 'katch-protocols[{extra}]'."
        )
