"""What the rules of the family "roles" say in Russian and Kazakh."""

from collections.abc import Mapping

from katch_protocols.findings import Wording
from katch_protocols.words import findings_roles_kk, findings_roles_ru

__all__ = ["WORDINGS"]

WORDINGS: Mapping[str, Mapping[str, Wording]] = {
    rule: {"ru": wording, "kk": findings_roles_kk.WORDINGS[rule]}
    for rule, wording in findings_roles_ru.WORDINGS.items()
}
