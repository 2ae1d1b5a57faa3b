"""What is prepared for a demo: a school with a past, kept for the next demo of that day."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import create_engine, distinct, func, select
from sqlalchemy.orm import Session

from desktop.demo import roles
from desktop.demo.centre import DATABASE, Centre
from desktop.demo.keeping import keep, kept_centre
from desktop.demo.preparing import Wish, prepare, read_school
from journal.errors import UserError
from journal.facts_page import AttendanceRow, HomeworkRow, MarkRow, TermMarkRow, TopicRow
from journal.projection import differences
from journal.rights import ADMINISTRATOR, DEPUTY, DIRECTOR
from journal.store import Store
from journal.tables import EntryRow

START = datetime(2026, 10, 23, 8, tzinfo=ZoneInfo("Europe/Moscow"))
WISH = Wish(START, is_small=True, since=date(2026, 10, 20))


@pytest.fixture(scope="module")
def told() -> list[tuple[int, str]]:
    return []


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, told: list[tuple[int, str]]) -> Path:
    folder = tmp_path_factory.mktemp("kept") / "school"
    keep(folder, lambda draft: prepare(draft, WISH, lambda *words: told.append(words)))
    return folder


@pytest.fixture(scope="module")
def rows(kept: Path) -> Iterator[Session]:
    engine = create_engine(f"sqlite:///{kept / DATABASE}")
    with Store(engine).reading() as session:
        yield session
    engine.dispose()


def count(rows: Session, table: type[object]) -> int:
    return rows.scalar(select(func.count()).select_from(table)) or 0


def test_the_past_is_entries_that_the_centre_has_accepted(rows: Session) -> None:
    assert set(rows.scalars(select(EntryRow.verdict).distinct())) == {"accepted"}
    school = rows.scalars(select(EntryRow.school).limit(1)).one()
    assert differences(rows, school) == []


def test_every_teacher_wrote_at_a_workplace_of_her_own(rows: Session, kept: Path) -> None:
    authors = rows.execute(
        select(EntryRow.station, func.count(distinct(EntryRow.author)))
        .where(EntryRow.kind == "lesson.topic")
        .group_by(EntryRow.station)
    ).all()
    reference = read_school(str(kept / DATABASE))
    assert {number for _, number in authors} == {1}
    assert len(authors) >= len({page.teacher for page in reference.pages.values()}) - 1


def test_lessons_have_topics_homework_marks_and_absences(rows: Session) -> None:
    topics = count(rows, TopicRow)
    assert topics > 30
    assert count(rows, HomeworkRow) > topics / 2
    assert count(rows, MarkRow) > 2 * topics
    assert count(rows, AttendanceRow) > topics / 4


def test_a_term_that_ends_has_its_marks(rows: Session) -> None:
    assert count(rows, TermMarkRow) > 100


def test_the_words_of_progress_lead_up_to_the_end(told: list[tuple[int, str]], kept: Path) -> None:
    steps = [reached for reached, _ in told]
    assert steps == sorted(steps)
    assert (steps[0], steps[-1]) == (0, 100)
    assert len(steps) > 6


def test_there_is_a_person_for_every_role(kept: Path) -> None:
    reference = read_school(str(kept / DATABASE))
    posts = {member.login: member.posts for member in reference.staff.values()}
    teacher, leader, *heads = roles.roles(reference).values()
    leading = {reference.staff[each.teacher or ""].login for each in reference.classes.values()}
    assert teacher not in leading
    assert leader in leading
    for login, post in zip(heads, (DEPUTY, DIRECTOR, ADMINISTRATOR), strict=True):
        assert post in posts[login]
    named = "\n".join(roles.lines(reference))
    assert all(login in named for login in posts)


def test_a_kept_school_is_prepared_no_second_time(kept: Path, tmp_path: Path) -> None:
    def prepare_again(draft: Path) -> None:
        raise AssertionError(draft)

    keep(kept, prepare_again)
    centre = Centre(tmp_path / "centre", tmp_path / "clock.json")
    centre.take(kept)
    assert read_school(centre.database) == read_school(str(kept / DATABASE))


def test_a_school_that_cannot_be_prepared_says_why_and_leaves_nothing(tmp_path: Path) -> None:
    def prepare_badly(draft: Path) -> None:
        draft.mkdir()
        (draft / "recovery.key").touch()
        prepare(draft, WISH, lambda *_: None)

    with pytest.raises(UserError, match=r"не удалось подготовить: Файл .* уже есть"):
        keep(tmp_path / "school", prepare_badly)
    assert not (tmp_path / "school").exists()


def test_what_is_kept_belongs_to_one_day_one_size_and_one_program(tmp_path: Path) -> None:
    kept = kept_centre(date(2026, 10, 23), "whole", tmp_path)
    small = kept_centre(date(2026, 10, 23), "small", tmp_path)
    assert kept == kept_centre(date(2026, 10, 23), "whole", tmp_path)
    assert len({kept, small, kept_centre(date(2026, 10, 24), "whole", tmp_path)}) == 3
    for stale in ("2026-10-22-whole-0123456789abcdef", "2026-10-23-0123456789abcdef"):
        (tmp_path / stale).mkdir()
    small.mkdir()
    keep(kept, Path.mkdir)
    assert set(tmp_path.iterdir()) == {kept, small}
