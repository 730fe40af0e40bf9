"""What the rules of the family "names" say in Russian and Kazakh."""

from collections.abc import Mapping

from katch_protocols.findings import Wording
from katch_protocols.words import findings_names_kk, findings_names_ru

__all__ = ["WORDINGS"]

WORDINGS: Mapping[str, Mapping[str, Wording]] = {
    rule: {"ru": wording, "kk": findings_names_kk.WORDINGS[rule]}
    for rule, wording in findings_names_ru.WORDINGS.items()
}
