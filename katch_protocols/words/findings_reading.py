"""What the reader says in Russian and Kazakh."""

from collections.abc import Mapping

from katch_protocols.findings import Wording
from katch_protocols.words import (
    findings_reading_alike,
    findings_reading_bounds,
    findings_reading_files_kk,
    findings_reading_files_ru,
    findings_reading_values_kk,
    findings_reading_values_ru,
)

__all__ = ["WORDINGS"]

_RU = {**findings_reading_files_ru.WORDINGS, **findings_reading_values_ru.WORDINGS}
_KK = {**findings_reading_files_kk.WORDINGS, **findings_reading_values_kk.WORDINGS}

WORDINGS: Mapping[str, Mapping[str, Wording]] = {
    **{rule: {"ru": wording, "kk": _KK[rule]} for rule, wording in sorted(_RU.items())},
    **findings_reading_alike.WORDINGS,
    **findings_reading_bounds.WORDINGS,
}
