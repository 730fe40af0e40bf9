"""What is said when a handbook is larger than it may be."""

from collections.abc import Mapping

from katch_protocols.findings import Wording

__all__ = ["BOUNDS"]

BOUNDS: Mapping[str, Wording] = {
    "day-out-of-range": Wording(
        saw="The year of this day is not from {first} to {last}.",
        why="Calendars and limits are reckoned for those years only.",
        fix="Correct the year. What has no last day needs no `valid_to`.",
    ),
    "file-too-large": Wording(
        saw="The file has more than {bound} bytes.",
        why="So large a file is not read, so that nobody can stop the check with one.",
        fix="Split the file, or move shared parts into a fragment.",
    ),
    "handbook-too-large": Wording(
        saw="The files up to this one have more than {bound} bytes together.",
        why="This file and those after it are not read.",
        fix="Split the handbook, or take out what does not belong to it.",
    ),
    "handbook-too-many-nodes": Wording(
        saw="Up to here the files together have more than {bound} values.",
        why="The rest of this file is not read, nor are the files after it.",
        fix="Split the handbook, or take out what does not belong to it.",
    ),
    "title-too-long": Wording(
        saw="The title has more than {bound} characters.",
        why="No page, slide or drawing has room for it.",
        fix="Shorten it; put the rest into `note`.",
    ),
    "too-deep": Wording(
        saw="More than {bound} mappings and lists stand inside one another here.",
        why="Nobody can follow so deep a nesting, and the file is not read.",
        fix="Move the inner states into a protocol of their own, and use `runs`.",
    ),
    "too-many-activities": Wording(
        saw="With these activities, the file has more than {bound} of them.",
        why="Nobody can check so large a protocol by reading.",
        fix="Split the protocol, and join the parts with `runs`.",
    ),
    "too-many-files": Wording(
        saw="The handbook has more than {bound} files.",
        why="The files after this one are not read.",
        fix="Split the handbook, or take out what does not belong to it.",
    ),
    "too-many-findings": Wording(
        saw="There are more than {bound} findings; the others are not listed.",
        why="A longer list would help nobody.",
        fix="Mend some of these, and check again.",
    ),
    "too-many-nodes": Wording(
        saw="Up to here the file has more than {bound} values.",
        why="So large a file is not read, so that nobody can stop the check with one.",
        fix="Split the file, or move shared parts into a fragment.",
    ),
    "too-many-people": Wording(
        saw="More than {bound} people are counted here.",
        why="No desk is that large, and a slip of the keyboard would staff every case.",
        fix="Correct the number, or make several posts.",
    ),
    "too-many-sentences": Wording(
        saw="Up to here all sentences together have more than {bound} characters.",
        why="The sentences after this one are not read, and bind nobody.",
        fix="Split the handbook, or let facts stand for parts of long conditions.",
    ),
    "too-many-states": Wording(
        saw="With these states, the file has more than {bound} of them.",
        why="Nobody can check so large a protocol by reading.",
        fix="Split the protocol, and join the parts with `runs`.",
    ),
    "value-too-long": Wording(
        saw="The value has more than {bound} characters.",
        why="It does not fit on any page, and it is not read.",
        fix="Shorten it, or cite a source that holds the long text.",
    ),
}
