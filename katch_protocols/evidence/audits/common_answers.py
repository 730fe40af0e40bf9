"""What is so of a case however it began, where several beginnings explain it alike."""

from collections.abc import Sequence

from msgspec.structs import replace

from katch_protocols.evidence.audits.answers import (
    AuditAnswer,
    AuditFinding,
    CaseAudit,
)

__all__ = ["in_common"]


def in_common(first: CaseAudit, others: Sequence[CaseAudit]) -> CaseAudit:
    """Return what is answered of one case in every way; how it went is the first's.

    A delay is the shortest of all. What is not answered alike cannot be told.
    """
    if not others:
        return first
    every = [{_key(each): each for each in one.findings} for one in others]
    findings = tuple(
        min((each, *(one[_key(each)] for one in every)), key=lambda one: one.delay)
        for each in first.findings
        if all(_key(each) in one for one in every)
    )
    answers = {
        aspect: answer
        if all(one.answers[aspect] is answer for one in others)
        else AuditAnswer.CANNOT_TELL
        for aspect, answer in first.answers.items()
    }
    reasons = dict.fromkeys(why for one in (first, *others) for why in one.unsure)
    if answers != first.answers:
        reasons["beginning"] = None
    outcomes = {one.outcome for one in (first, *others)}
    return replace(
        first,
        answers=answers,
        findings=findings,
        unsure=tuple(reasons),
        outcome=first.outcome if len(outcomes) == 1 else None,
    )


def _key(finding: AuditFinding) -> object:
    return finding.code, finding.name, finding.place, finding.facts.get("safeguard")
