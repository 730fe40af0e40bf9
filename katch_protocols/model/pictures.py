"""The pictograms that a handbook may name; ``drawings`` has the strokes of each."""

from enum import StrEnum

__all__ = ["Picture"]


class Picture(StrEnum):
    """What a pictogram shows; never a face, a chain, a hand that grips, or a tear."""

    FIND = "find"
    SAFETY = "safety"
    REPORT = "report"
    SPEAK = "speak"
    GUARDIAN = "guardian"
    SAFE_PLACE = "safe_place"
    CARE = "care"
    DOCTOR = "doctor"
    PLAN = "plan"
    SCHOOL = "school"
    REST = "rest"
    STEADY = "steady"
    POLICE = "police"
    APART = "apart"
    COURT = "court"
    PAPERS = "papers"
    TRAVEL = "travel"
    FAMILY = "family"
    TOGETHER = "together"
    HANDOFF = "handoff"
    WAIT = "wait"
    QUESTION = "question"
