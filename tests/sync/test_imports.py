"""An import on its way: nothing of it shows anywhere before all of it has come."""

from argparse import Namespace
from collections.abc import Iterator

import pytest

from journal import values
from journal.entries import chain_start
from journal.ids import derived_id, new_id
from journal.kinds import make_key
from journal.log import Draft
from journal.queries.school import read_reference
from sync.server.check_command import check
from sync.server.pushing import Pushed
from tests.small_school import CLASS_5A, GROMOV, PETROVA, SMIRNOVA
from tests.sync.centre import Centre, HandStation, mark

NEWCOMER = derived_id("pupil", "newcomer")
NEW_PAGE = derived_id("page", CLASS_5A, "Музыка", "")
IMPORT = derived_id("import", "1")


def newcomer(surname: str = "Новиков") -> Draft:
    """Return the wish to list a new pupil in 5А."""
    key = make_key("pupil.set", CLASS_5A, NEWCOMER)
    return Draft("pupil.set", key, values.Pupil(surname, "Ян"))


def opening(station: HandStation, count: int) -> Draft:
    """Return the first entry of an import of a station."""
    opened = values.ImportOpened(station.id, station.tail.seq + 2, count)
    return Draft("import.open", make_key("import.open", "", IMPORT), opened)


def closing(station: HandStation, count: int) -> Draft:
    """Return the last entry of an import of a station."""
    tail = station.tail
    closed = values.ImportClosed(station.id, tail.seq - count + 1, count, tail.digest)
    return Draft("import.close", make_key("import.close", "", IMPORT), closed)


def undoing() -> Draft:
    """Return the wish to take the import back."""
    return Draft("import.undo", make_key("import.undo", "", IMPORT), values.ImportUndone())


def parts(station: HandStation) -> Iterator[Draft]:
    """Yield an import of a pupil, a page and its plan."""
    yield opening(station, 3)
    yield newcomer()
    page = values.Page(CLASS_5A, "Музыка", "", GROMOV, 1.0, 3)
    yield Draft("page.set", make_key("page.set", "", NEW_PAGE), page)
    plan = values.PlanTopic("Песня")
    yield Draft("plan.topic", make_key("plan.topic", NEW_PAGE, "1"), plan)
    yield closing(station, 3)


def verdicts(pushed: Pushed) -> list[tuple[str, str]]:
    """Return what was said about the entries that need words."""
    return [(each.verdict, each.reason) for each in pushed.answer.exceptions]


def is_known(centre: Centre) -> tuple[bool, bool]:
    """Tell whether the centre lists the new pupil and the new page."""
    with centre.store.reading() as session:
        reference = read_reference(session, centre.school)
    return NEWCOMER in reference.pupils, NEW_PAGE in reference.pages


def test_nothing_of_an_import_counts_before_its_last_entry(centre: Centre) -> None:
    office = centre.station(GROMOV)
    *first, last = [office.push(office.entry(draft)) for draft in parts(office)]
    assert [each for pushed in (*first, last) for each in verdicts(pushed)] == []
    assert is_known(centre) == (True, True)
    assert centre.faults() == []


@pytest.mark.parametrize("arrived", [2, 3, 4])
def test_a_part_of_an_import_is_kept_and_not_folded(
    centre: Centre, arrived: int, capsys: pytest.CaptureFixture[str]
) -> None:
    office = centre.station(GROMOV)
    made = parts(office)
    for _ in range(arrived):
        assert verdicts(office.push(office.entry(next(made)))) == []
    assert is_known(centre) == (False, False)
    assert centre.faults() == []
    assert check(centre.store, centre.clock, Namespace(school="")) == 0
    assert f"пришло {arrived - 1} из 3 записей" in capsys.readouterr().out


def test_nobody_writes_over_what_she_cannot_see_yet(centre: Centre) -> None:
    office, deputy = centre.station(GROMOV), centre.station(SMIRNOVA)
    made = parts(office)
    office.push(office.entry(next(made)), office.entry(next(made)))
    [(verdict, _)] = verdicts(deputy.push(deputy.entry(newcomer("Новикова"))))
    assert verdict == "contested"
    for draft in made:
        office.push(office.entry(draft))
    assert centre.faults() == []


def test_an_import_that_will_never_be_whole_can_be_dropped(centre: Centre) -> None:
    office, deputy = centre.station(GROMOV), centre.station(SMIRNOVA)
    made = parts(office)
    office.push(office.entry(next(made)), office.entry(next(made)))
    assert verdicts(deputy.push(deputy.entry(undoing()))) == []
    # what comes after all counts no more either
    for draft in made:
        office.push(office.entry(draft))
    assert is_known(centre) == (False, False)
    assert centre.faults() == []


def test_a_whole_import_is_taken_back_and_a_mark_on_it_forbids_that(centre: Centre) -> None:
    office, deputy = centre.station(GROMOV), centre.station(SMIRNOVA)
    for draft in parts(office):
        office.push(office.entry(draft))
    petrova = centre.station(PETROVA)
    assert verdicts(petrova.push(petrova.entry(mark(pupil=NEWCOMER)))) == []
    [(verdict, reason)] = verdicts(deputy.push(deputy.entry(undoing())))
    assert verdict == "refused"
    assert "Новиков Ян" in reason
    assert is_known(centre) == (True, True)


def test_a_station_speaks_of_its_own_imports_only(centre: Centre) -> None:
    office, deputy = centre.station(GROMOV), centre.station(SMIRNOVA)
    foreign = values.ImportOpened(office.id, 1, 10**6)
    draft = Draft("import.open", make_key("import.open", "", new_id()), foreign)
    [(verdict, _)] = verdicts(deputy.push(deputy.entry(draft)))
    assert verdict == "refused"
    assert chain_start(office.id) == office.tail.digest
