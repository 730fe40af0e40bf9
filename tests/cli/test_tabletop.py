"""katch tabletop: sheets of an exercise as files, or a refusal that says why."""


def test_it_writes_the_sheets_of_each_language_anew(katch, district):
    ran = katch("tabletop", "found_alone")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "Written: papers/found_alone/tabletop.en.pdf\n"
    file = district.parent / "papers" / "found_alone" / "tabletop.en.pdf"
    before = file.read_bytes()
    assert before.startswith(b"%PDF")
    katch("tabletop", "found_alone")
    assert file.read_bytes() == before


def test_a_role_that_nobody_holds_is_named_and_nothing_is_written(katch, district):
    file = district / "agencies.yaml"
    text = file.read_text(encoding="utf-8")
    ended = text.replace(
        "title: Police post", "title: Police post\n    valid_to: 2025-12-31"
    )
    assert ended != text
    file.write_text(ended, encoding="utf-8")
    ran = katch("tabletop", "found_alone")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "No case of it can be played: Refused: «Look for danger». Nobody holds"
        " «Duty officer» in the whole country. Nobody could act here now.\n"
    )
    assert not (district.parent / "papers").exists()


def test_a_protocol_that_is_not_there_is_refused_with_the_nearest(katch, district):
    ran = katch("tabletop", "found_alon")
    assert ran.code == 2
    assert ran.err == (
        "'found_alon' is not the id of any protocol.\nThe nearest is 'found_alone'.\n"
    )
    assert not (district.parent / "papers").exists()
