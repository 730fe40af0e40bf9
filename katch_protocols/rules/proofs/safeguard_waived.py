"""safeguard-waived: a broken promise, and who says that it may be."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.proven import proven
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for each in proven(context):
        if each.waiver is None or not each.proof.waived:
            continue
        reason = each.waiver.reason
        said = {
            f"reason.{language}": text.rstrip(".")
            for language, text in reason.texts.items()
        }
        facts = {
            **each.facts,
            "by": each.waiver.by,
            "until": each.waiver.until.isoformat(),
            "reason": reason.say("en").rstrip("."),
            **said,
        }
        path = ("protocols", each.proof.protocol, "waivers", each.proof.safeguard)
        yield Spot(path, facts)


RULE = Rule(
    name="safeguard-waived",
    family=Family.PROOFS,
    severity=Severity.NOTE,
    wording=Wording(
        saw=(
            "Safeguard '{safeguard}' is waived until {until} in '{protocol}', by "
            "'{by}': '{reason}'."
        ),
        why=(
            "Until then the law leaves this child unprotected, and everybody "
            "can read why."
        ),
        fix="Keep the reason true, and close the gap before {until}.",
    ),
    spots=_spots,
)
