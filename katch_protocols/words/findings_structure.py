"""What the rules of the family "structure" say in Russian and Kazakh."""

from collections.abc import Mapping

from katch_protocols.findings import Wording
from katch_protocols.words import findings_structure_kk, findings_structure_ru

__all__ = ["WORDINGS"]

WORDINGS: Mapping[str, Mapping[str, Wording]] = {
    rule: {"ru": wording, "kk": findings_structure_kk.WORDINGS[rule]}
    for rule, wording in findings_structure_ru.WORDINGS.items()
}
