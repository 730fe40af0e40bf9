"""Of what the names are that stand in a place: of parties, of parts, of entries."""

from collections.abc import Mapping

from katch_protocols.model.names import NameKind

__all__ = ["ENTRIES", "KINDS", "MOMENTS", "MOMENT_LISTS", "PARTIES"]

PARTIES = frozenset(
    [
        "by",
        "together_with",
        "accountable",
        "consult",
        "inform",
        "held_by",
        "escalate_to",
        "agency",
        "members",
        "chair",
        "part_of",
        "about",
        "handover-to",
        "sends",
        "waivers-by",
    ]
)
"""The places whose names are those of roles and agencies."""
MOMENT_LISTS = frozenset({"injects", "path", "pictures"})
"""The lists of a handbook that hold moments of its protocols."""
MOMENTS = frozenset(f"{each}-at" for each in MOMENT_LISTS)
"""The places whose names are those of moments of a protocol."""
KINDS: Mapping[str, NameKind] = {
    "initial": NameKind.STATE,
    "from": NameKind.STATE,
    "within-from": NameKind.EVENT,
    "handover-within-from": NameKind.EVENT,
    "needs": NameKind.DOCUMENT,
    "produces": NameKind.DOCUMENT,
    "records": NameKind.FACT,
    "forgets": NameKind.FACT,
}
"""The places whose names are those of a protocol's own parts."""
ENTRIES: Mapping[str, str] = {
    "function": "functions",
    "may_see": "data",
    "contains": "data",
    "qualified": "qualifications",
    "counts_as": "measured",
    "use": "fragments",
    "runs": "protocols",
    "binds": "protocols",
    "roles": "roles",
    "family": "families",
    "principle": "principles",
    "injects-promises": "principles",
    "path-promises": "principles",
}
"""The places whose names are those of entries of the handbook."""
