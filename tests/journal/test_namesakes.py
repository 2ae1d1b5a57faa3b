"""Two pupils of one name in a class are told apart wherever they are named."""

from datetime import date, datetime
from pathlib import Path

import pytest

from journal import values
from journal.kinds import make_key
from journal.log import Draft, Stamp, append
from journal.paper import Imprint
from journal.queries.blank_sheets import blank_day
from journal.queries.naming import name_cell
from journal.queries.register import read_register
from journal.queries.spreads import TermWish, read_term
from tests.journal.desks import MOSCOW
from tests.journal.term_story import ANNA, EVA, Story, begin
from tests.small_school import CLASS_5A, PETROVA, PUPILS, RUSSIAN, SMIRNOVA, TERM_1

IMPRINT = Imprint(datetime(2026, 9, 4, 9, tzinfo=MOSCOW), "0.1.0")
DAY = date(2026, 9, 4)


def call_them(story: Story, **patronymics: str) -> None:
    """Give Anna and Eva one surname and name."""
    drafts = [
        Draft(
            "pupil.set",
            make_key("pupil.set", CLASS_5A, {"anna": ANNA, "eva": EVA}[who]),
            values.Pupil("Кузнецова", "Мария", patronymic),
        )
        for who, patronymic in patronymics.items()
    ]
    with story.store.writing() as session:
        append(session, Stamp(SMIRNOVA, story.clock.read(), 0), drafts)
    story.forget_reference()


@pytest.mark.parametrize(
    ("patronymics", "names"),
    [
        (("Андреевна", "Сергеевна"), ("Кузнецова Мария А.", "Кузнецова Мария С.")),
        (
            ("Андреевна", "Антоновна"),
            ("Кузнецова Мария Андреевна", "Кузнецова Мария Антоновна"),
        ),
        (("Андреевна", ""), ("Кузнецова Мария А.", "Кузнецова Мария")),
    ],
)
def test_the_patronymic_tells_namesakes_apart(
    tmp_path: Path, patronymics: tuple[str, str], names: tuple[str, str]
) -> None:
    story = begin(tmp_path)
    call_them(story, anna=patronymics[0], eva=patronymics[1])
    pupils = story.reference.pupils
    assert (pupils[ANNA].listed, pupils[EVA].listed) == names
    assert pupils[PUPILS[1]].listed == "Ёлкина Полина"


def test_screen_lists_and_paper_name_them_alike(tmp_path: Path) -> None:
    story = begin(tmp_path)
    call_them(story, anna="Андреевна", eva="Сергеевна")
    story.keep_lesson(RUSSIAN, 3, {ANNA: "5", EVA: "3"})
    wanted = ["Кузнецова Мария А.", "Кузнецова Мария С."]
    reference, lesson = story.reference, story.lessons()[3]
    with story.store.reading() as session:
        now = story.clock.now
        grid = read_register(session, reference, PETROVA, RUSSIAN, TERM_1, now).pupils
        wish = TermWish(CLASS_5A, (RUSSIAN,), TERM_1, DAY)
        page = read_term(session, reference, wish, IMPRINT).document.pages[0]
    day = blank_day(reference, CLASS_5A, DAY, "", IMPRINT)
    for names in (
        [row.name for row in grid],
        [row.name for row in page.pupils],
        [row.name for row in day.pupils],
    ):
        assert [name for name in names if name.startswith("Кузнецова")] == wanted
    keys = [make_key("mark.set", RUSSIAN, lesson.id, pupil, "0") for pupil in (ANNA, EVA)]
    assert [name_cell(reference, key).pupil for key in keys] == wanted
