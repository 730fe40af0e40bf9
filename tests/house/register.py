"""The register of the shipped handbook: who is proposed to see to what, until when.

``python -m tests.house.register`` writes ``protocols/register.yaml`` anew: an entry for
each finding of a check, with the owner and the last day that stand there already, else
those proposed here; entries whose finding is gone are left out. What changed since
bodies agreed is agreed anew, and stands in no register.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from katch_protocols.files.read import read
from katch_protocols.findings import Finding, Severity
from katch_protocols.model.register import RegisterEntry
from katch_protocols.rules.check import check
from katch_protocols.rules.registered import findable, is_registrable
from tests.shipped import DAY, PROTOCOLS

__all__ = ["AGREED_ANEW", "Seen", "proposed", "to_register"]

AGREED_ANEW = "changed-since-agreed"
_ID_LETTERS = 64

_SOON, _LATER, _LAST = date(2027, 3, 31), date(2027, 6, 30), date(2027, 9, 30)


class Seen(NamedTuple):
    """Who is proposed to see to a finding, and until when."""

    owner: str
    due: date


_ROLES = {
    "lead_ministry": Seen("iac", _SOON),
    "grant_maker": Seen("iac", _SOON),
    "placement": Seen("leb", _SOON),
    "sss_provider": Seen("leb_sp", _SOON),
    "ngo_focal": Seen("leb", _LATER),
    "xb_ngo_tj": Seen("mlspp", _LATER),
    "xb_authority_tj": Seen("mfa", _LATER),
}
"""A role that nobody plays in a region: whoever can name its holder."""

_RULES = {
    "external-without-agreement": Seen("mfa", _LATER),
    "function-without-agency": Seen("iac", _SOON),
    "training-uncounted": Seen("leb", _LATER),
    "mandate-unread": Seen("moj", _LATER),
    "source-undated": Seen("moj", _LATER),
    "citation-without-place": Seen("moj", _LATER),
}
"""What lies at a law or at an agreement, whichever protocol it concerns."""

_PROTOCOLS = {
    "identification_child_tip": "mlspp",
    "referral_and_assistance": "mlspp",
    "child_pathway": "mlspp",
    "change_of_place": "mlspp",
    "child_papers": "mia",
    "childs_complaint": "ccr",
    "acml_identification_and_support": "moe",
    "missing_child": "mia",
    "justice_child_sensitive": "mia",
    "cross_border_return": "mfa",
    "protocol_governance": "iac",
    "champion_outreach": "iac",
    "partner_selection": "iac",
}
"""Everything else: the body that would answer for the protocol or the fragment."""


def proposed(finding: Finding) -> Seen:
    """Return who is proposed to see to a finding, and until when."""
    role = finding.facts.get("role", "")
    if finding.rule == "role-unbound" and role in _ROLES:
        return _ROLES[role]
    if finding.rule in _RULES:
        return _RULES[finding.rule]
    name = str(finding.path[1]) if len(finding.path) > 1 else ""
    due = _LATER if finding.severity is Severity.GAP else _LAST
    return Seen(_PROTOCOLS.get(name, "iac"), due)


def to_register(finding: Finding) -> bool:
    """Tell whether a finding belongs into the register."""
    return finding.rule != AGREED_ANEW and is_registrable(findable()[finding.rule])


def _entries() -> Iterator[RegisterEntry]:
    handbook = read(PROTOCOLS).sound()
    known = {(each.finding, each.at): each for each in handbook.known_gaps.values()}
    taken: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    for finding in check(handbook, as_of=DAY):
        pair = (finding.rule, finding.subject)
        if pair in pairs or not to_register(finding):
            continue
        pairs.add(pair)
        seen = proposed(finding)
        entry = known.get(pair) or RegisterEntry(
            id=_name(finding),
            finding=finding.rule,
            at=finding.subject,
            owner=seen.owner,
            due=seen.due,
        )
        name, number = entry.id, 2
        while name in taken:
            name, number = f"{entry.id[: _ID_LETTERS - 4]}_{number}", number + 1
        taken.add(name)
        yield entry.model_copy(update={"id": name})


def _name(finding: Finding) -> str:
    """Return the rule, the protocol by its first word, and the last two names there."""
    home, *names = (str(each) for each in finding.path[1:] if str(each).isidentifier())
    if finding.path[0] in {"protocols", "fragments"}:
        home = home.partition("_")[0]
    last = [each for each in names if each not in _LEVELS][-2:]
    whole = "_".join((finding.rule.replace("-", "_"), home, *last))
    return whole.lower()[:_ID_LETTERS].rstrip("_")


_LEVELS = frozenset({"states", "activities", "parallel", "roles", "handover", "within"})

_HEAD = """\
# What is known to be missing, whose it is, and until when. Owners and days are
# proposals to the bodies named here, until each has accepted them.
# `python -m tests.house.register` adds what a check finds anew and drops what is done;
# owners and days that stand here are kept.
register:
"""


def _written(entry: RegisterEntry) -> str:
    keys = f"finding: {entry.finding}, at: {entry.at}, owner: {entry.owner}"
    return f"  {entry.id}: {{{keys}, due: {entry.due}}}\n"


def main() -> None:
    """Write the register."""
    text = _HEAD + "".join(map(_written, _entries()))
    (PROTOCOLS / "register.yaml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
