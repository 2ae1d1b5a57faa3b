"""The register of copies: from the printed page to the archive (ANC-P4.D.2, ANC-P4.D.3)."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from journal import values
from journal.errors import UserError
from journal.facts_paper import CopyRow
from journal.kinds import make_key
from journal.log import Draft, Stamp, append
from journal.paper import Imprint
from journal.profile import Shipped, profile_text
from journal.projection import differences
from journal.queries.copies import CopyLine, read_copies, read_next_number
from journal.queries.page_content import PageContent, read_content
from journal.queries.precheck import read_precheck
from journal.queries.spreads import TermWish, read_term
from journal.services.copies import (
    CertifyCopy,
    CheckCopy,
    HandOverCopy,
    RegisterCopy,
    certify_copy,
    check_copy,
    hand_over_copy,
    register_copy,
)
from journal.services.lessons import SetCell, set_cell
from journal.tables import DeskRow
from printing.rendered import Rendered
from printing.rendering import render
from tests.journal.term_story import ANNA, Story, begin, kept_quarter
from tests.printing.paperwork import page_texts, words
from tests.small_school import (
    CLASS_5A,
    GROMOV,
    MATHS,
    PETROVA,
    RUSSIAN,
    SCHOOL,
    SMIRNOVA,
    TERM_1,
    user,
)

DIRECTOR, SECRETARY = user("ershov"), user("belova")


@pytest.fixture
def quarter(quarter: Story) -> Story:
    return staffed(quarter)


def staffed(story: Story) -> Story:
    """Give the small school a director and a secretary; the centre knows them."""
    people = (
        (DIRECTOR, values.Staff("Ершов", "Илья", "Львович", ("director",), "Директор", "ershov")),
        (
            SECRETARY,
            values.Staff("Белова", "Инна", "Олеговна", ("secretary",), "Секретарь", "belova"),
        ),
    )
    drafts = [Draft("staff.set", make_key("staff.set", "", id_), value) for id_, value in people]
    with story.store.writing() as session:
        append(session, Stamp(GROMOV, story.clock.read(), 0), drafts)
    story.forget_reference()
    story.answer()
    return story


def print_copy(story: Story, *pages: str, by: str = SMIRNOVA) -> Rendered:
    """Print as the screen does: precheck, number, freeze, render, line of the register."""
    wish = TermWish(CLASS_5A, pages or (RUSSIAN,), TERM_1, story.clock.now.date())
    with story.store.reading() as session:
        reference = story.reference
        checked = read_precheck(session, reference, wish.pages, TERM_1, story.clock.now, by)
        number, label = read_next_number(session, reference)
        imprint = Imprint(story.clock.now, "0.1.0", label, checked.draft_reason)
        frozen = read_term(session, reference, wish, imprint, by)
    rendered = render(frozen.document)
    command = RegisterCopy(
        number,
        rendered.form,
        CLASS_5A,
        TERM_1,
        rendered.sheets,
        rendered.digest,
        frozen.contents,
        checked.draft_reason,
    )
    story.does(by, register_copy, command)
    return rendered


def copies(story: Story) -> tuple[CopyLine, ...]:
    with story.store.reading() as session:
        return read_copies(session, story.reference)


def the_copy(story: Story) -> CopyLine:
    (line,) = copies(story)
    return line


def contents_of(story: Story) -> tuple[PageContent, ...]:
    with story.store.reading() as session:
        return (read_content(session, story.reference, RUSSIAN, TERM_1),)


@pytest.mark.clause("ANC-P4.D.2")
def test_a_term_on_paper_shows_everything_that_was_written_in_it(tmp_path: Path) -> None:
    story = begin(tmp_path, profile_text("anc"))
    story.keep_lesson(
        RUSSIAN, 0, {ANNA: "5 4"}, topic="Язык и общение", homework="§ 1, упр. 3 (письм.)"
    )
    absent = story.lessons()[1]
    story.keep_lesson(RUSSIAN, 1, {ANNA: "н 3"}, topic="Стили речи", homework="")
    story.at(date(2026, 10, 23), 14)
    story.set_term_marks(RUSSIAN, {ANNA: "н/а"})
    story.close_term()
    story.at(date(2026, 10, 26))
    story.answer()
    rendered = print_copy(story)
    first, left, right, *rest = page_texts(rendered.pdf)
    # both sides of the sheet: the left page of a spread is the back of one, the right the front
    # of the next, so the file begins with a page left empty on purpose
    assert "намеренно оставлена пустой" in first
    for shown in ("русский язык", "Абрикосова Анна", "Яблочкина Ева", "54", "н3"):
        assert shown in left
    for shown in ("Язык и общение", "§ 1, упр. 3 (письм.)", "Стили речи", "не задано"):
        assert shown in right
    assert f"{absent.day:%d.%m}" in right
    text = " ".join(" ".join(rest).split())
    assert "I четверть: по плану 39 ч., дано 39." in text
    assert "н/а" in text
    # agreed with the administrator, as this school's act wants it
    assert "Согласовано" in text
    assert "О.И. Громов" in text


@pytest.mark.clause("ANC-P4.D.3")
def test_a_copy_is_checked_certified_and_handed_to_the_secretary(quarter: Story) -> None:
    rendered = print_copy(quarter)
    line = the_copy(quarter)
    assert (line.state, line.class_title, line.subjects) == ("printed", "5А", ("Русский язык",))
    assert (line.period, line.sheets) == ("I четверть", rendered.sheets)
    assert (line.code, line.digest) == (rendered.digest[:8].upper(), rendered.digest)
    text = words(rendered.pdf)
    assert "Верно. Подлинник – электронный документ в ИС «Электронная учительская»" in text
    for shown in ("Заместитель директора по УВР", "Е.П. Смирнова", "(подпись)", "20___ г."):
        assert shown in text
    assert f"№ {line.number} в журнале печати" in text

    quarter.does(SMIRNOVA, check_copy, CheckCopy(line.copy))
    assert the_copy(quarter).state == "checked"
    quarter.clock.wait(days=2)
    certified = quarter.clock.now.date()
    quarter.does(SMIRNOVA, certify_copy, CertifyCopy(line.copy, certified))
    mark = the_copy(quarter).marks["certified"]
    assert the_copy(quarter).state == "certified"
    assert (mark.post, mark.name, mark.day) == (
        "Заместитель директора по УВР",
        "Е.П. Смирнова",
        certified,
    )
    quarter.does(SMIRNOVA, hand_over_copy, HandOverCopy(line.copy, SECRETARY, certified))
    line = the_copy(quarter)
    assert (line.state, line.marks["handed"].name) == ("handed", "И.О. Белова")
    with quarter.store.reading() as session:
        assert differences(session, SCHOOL) == []


@pytest.mark.parametrize(
    ("act", "signer", "seal", "certifier"),
    [
        ("general", "Заместитель директора по УВР", True, SMIRNOVA),
        ("tal", "Директор", True, DIRECTOR),
        ("anc", "Заместитель директора по УВР", False, SMIRNOVA),
    ],
)
@pytest.mark.clause("TAL-4.1c")
def test_signer_and_seal_follow_the_local_act(
    tmp_path: Path, act: Shipped, signer: str, seal: bool, certifier: str
) -> None:
    story = staffed(kept_quarter(tmp_path, profile_text(act)))
    text = words(print_copy(story).pdf)
    block = text[text.index("Верно.") :]
    assert signer in block
    assert ("М.П." in block) == seal
    line = the_copy(story)
    story.does(SMIRNOVA, check_copy, CheckCopy(line.copy))
    others = {SMIRNOVA, DIRECTOR} - {certifier}
    day = story.clock.now.date()
    for other in others:
        with pytest.raises(UserError, match="По локальному акту школы форму F-01 заверяет"):
            story.does(other, certify_copy, CertifyCopy(line.copy, day))
    story.does(certifier, certify_copy, CertifyCopy(line.copy, day))
    assert the_copy(story).state == "certified"


def test_nothing_is_certified_unchecked(quarter: Story) -> None:
    print_copy(quarter)
    with pytest.raises(UserError, match="Сначала сверьте копию"):
        quarter.does(
            SMIRNOVA, certify_copy, CertifyCopy(the_copy(quarter).copy, quarter.clock.now.date())
        )


def test_a_draft_is_never_certified(quarter: Story) -> None:
    quarter.at(date(2026, 10, 23), 16)
    print_copy(quarter)
    line = the_copy(quarter)
    assert line.state == "draft"
    with pytest.raises(UserError, match=r"Это черновик, его нельзя заверить\. I четверть"):
        quarter.does(SMIRNOVA, check_copy, CheckCopy(line.copy))


def test_a_teacher_cannot_enter_a_copy_for_certification(quarter: Story) -> None:
    print_copy(quarter, by=PETROVA)
    assert the_copy(quarter).state == "draft"
    command = RegisterCopy(2, "F-01", CLASS_5A, TERM_1, 3, "d" * 64, contents_of(quarter))
    with pytest.raises(UserError, match="Копию для заверения печатает"):
        quarter.does(PETROVA, register_copy, command)


def test_a_changed_page_makes_its_copies_out_of_date(quarter: Story) -> None:
    print_copy(quarter)
    print_copy(quarter, MATHS)
    assert [line.outdated for line in copies(quarter)] == [(), ()]
    quarter.overwrite_mark(RUSSIAN, 0, ANNA, "2")
    changed = {line.subjects: line.outdated for line in copies(quarter)}
    assert changed == {("Русский язык",): ("Русский язык",), ("Математика",): ()}


def test_a_copy_out_of_date_is_neither_checked_nor_certified(quarter: Story) -> None:
    print_copy(quarter)
    line = the_copy(quarter)
    quarter.does(SMIRNOVA, check_copy, CheckCopy(line.copy))
    quarter.overwrite_mark(RUSSIAN, 0, ANNA, "2")
    with pytest.raises(UserError, match=r"После печати изменилось: «Русский язык»"):
        quarter.does(SMIRNOVA, certify_copy, CertifyCopy(line.copy, quarter.clock.now.date()))


def test_a_page_with_an_open_contest_is_not_certified(quarter: Story) -> None:
    print_copy(quarter)
    line = the_copy(quarter)
    quarter.does(SMIRNOVA, check_copy, CheckCopy(line.copy))
    (rival,) = quarter.overwrite_mark(RUSSIAN, 0, ANNA, "2").written
    quarter.answer({rival: "contested"})
    with pytest.raises(UserError, match=r"Заверить нельзя\. «Русский язык»: 1 спорная ячейка"):
        quarter.does(SMIRNOVA, certify_copy, CertifyCopy(line.copy, quarter.clock.now.date()))


def test_the_day_of_certifying_lies_between_print_and_today(quarter: Story) -> None:
    print_copy(quarter)
    line = the_copy(quarter)
    quarter.does(SMIRNOVA, check_copy, CheckCopy(line.copy))
    for day in (date(2026, 10, 25), date(2026, 10, 27)):
        with pytest.raises(UserError, match=r"не подходит: копия напечатана 26\.10\.2026"):
            quarter.does(SMIRNOVA, certify_copy, CertifyCopy(line.copy, day))


def test_what_was_done_with_a_copy_is_done_once(quarter: Story) -> None:
    print_copy(quarter)
    line = the_copy(quarter)
    quarter.does(SMIRNOVA, check_copy, CheckCopy(line.copy))
    with pytest.raises(UserError, match="уже сделана"):
        quarter.does(SMIRNOVA, check_copy, CheckCopy(line.copy))


def test_only_a_certified_copy_goes_to_the_archive(quarter: Story) -> None:
    print_copy(quarter)
    wish = HandOverCopy(the_copy(quarter).copy, SECRETARY, quarter.clock.now.date())
    with pytest.raises(UserError, match="заверенную копию"):
        quarter.does(SMIRNOVA, hand_over_copy, wish)


def test_a_file_of_two_pages_is_one_copy_with_two_lines_in_the_log(quarter: Story) -> None:
    print_copy(quarter, RUSSIAN, MATHS)
    line = the_copy(quarter)
    assert line.subjects == ("Русский язык", "Математика")
    with quarter.store.reading() as session:
        rows = session.scalars(select(CopyRow)).all()
        assert {tuple(row.pages) for row in rows} == {(RUSSIAN,), (MATHS,)}
        assert {row.scope for row in rows} == {f"page:{RUSSIAN}", f"page:{MATHS}"}
    quarter.does(SMIRNOVA, check_copy, CheckCopy(line.copy))
    quarter.does(SMIRNOVA, certify_copy, CertifyCopy(line.copy, quarter.clock.now.date()))
    quarter.forget_reference()
    day = quarter.lessons()[0].day
    assert quarter.reference.is_certified(RUSSIAN, day)
    assert quarter.reference.is_certified(MATHS, day)


def test_a_certified_page_takes_no_more_marks_without_a_person(quarter: Story) -> None:
    print_copy(quarter)
    line = the_copy(quarter)
    quarter.does(SMIRNOVA, check_copy, CheckCopy(line.copy))
    quarter.does(SMIRNOVA, certify_copy, CertifyCopy(line.copy, quarter.clock.now.date()))
    quarter.forget_reference()
    with pytest.raises(UserError, match="Заверена копия этой страницы"):
        quarter.does(PETROVA, set_cell, SetCell(RUSSIAN, quarter.lessons()[-1].id, ANNA, "5"))


def test_numbers_run_on_and_name_the_workplace(quarter: Story) -> None:
    print_copy(quarter)
    with quarter.store.writing() as session:
        desk = session.scalars(select(DeskRow)).one()
        key = make_key("station.set", "", desk.station)
        place = values.Station(21, SMIRNOVA, b"", "кабинет завуча")
        append(session, Stamp(GROMOV, quarter.clock.read(), 0), [Draft("station.set", key, place)])
    quarter.forget_reference()
    rendered = print_copy(quarter, MATHS)
    assert sorted(line.number for line in copies(quarter)) == ["1/21", "2/21"]
    assert "№ 2/21 в журнале печати" in words(rendered.pdf)


def test_a_number_is_given_once(quarter: Story) -> None:
    print_copy(quarter)
    command = RegisterCopy(1, "F-01", CLASS_5A, TERM_1, 3, "d" * 64, contents_of(quarter))
    with pytest.raises(UserError, match="номер занят"):
        quarter.does(SMIRNOVA, register_copy, command)
