"""Redaction: an act erases values everywhere they are held, and everything still verifies."""

import shutil
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from journal import values
from journal.errors import UserError
from journal.facts_page import MarkRow, TopicRow
from journal.folding import undecided
from journal.kinds import make_key
from journal.log import Draft
from journal.projection import load_keys
from journal.queries.history import read_history
from journal.queries.page_content import read_content
from journal.reference import lesson_id
from journal.services.decisions import Choice, Decide, decide
from journal.services.lessons import SetTopic, set_topic
from journal.services.redaction import EraseByAct, erase_by_act
from journal.store import Store
from journal.tables import EntryRow, ErasedRow
from sync.protocol import receipts_of
from tests.byte_search import copy_in_plain, find_names
from tests.small_school import ORLOVA, PETROVA, RUSSIAN, SMIRNOVA, TERM_1
from tests.sync.centre import Centre, mark
from tests.sync.restoring import copy_of, go_back_to
from tests.sync.workplaces import LESSON_DAY, StaffRoom, Workplace, cell, lesson_of

SECRET = "Крестовоздвиженская"
TOPIC = make_key("lesson.topic", RUSSIAN, lesson_of())


def topic(text: str) -> SetTopic:
    return SetTopic(RUSSIAN, lesson_of(), text)


def act(*entries: str, number: str = "7") -> Draft:
    key = make_key("redaction.set", "", number.rjust(32, "0"))
    return Draft("redaction.set", key, values.Redaction(number, "отзыв согласия", entries))


def substitution() -> Draft:
    key = make_key("substitution.set", "", lesson_of())
    return Draft(
        "substitution.set", key, values.Substitution(RUSSIAN, LESSON_DAY, 1, ORLOVA), LESSON_DAY
    )


def erase(place: Workplace, *entries: str, number: str = "7") -> None:
    place.does(erase_by_act, EraseByAct(number, "отзыв согласия", entries))


def values_of(place: Workplace, *ids: str) -> list[bytes | None]:
    with place.journal.store.reading() as session:
        query = select(EntryRow.value).where(EntryRow.id.in_(ids)).order_by(EntryRow.id)
        return list(session.scalars(query))


def is_swept(place: Workplace) -> set[bool]:
    with place.journal.store.reading() as session:
        return set(session.scalars(select(ErasedRow.is_swept)))


def files_of(centre: Centre, folder: Path) -> list[Path]:
    """Return a folder with the files of a centre's SQLite database."""
    database = Path(centre.database)
    folder.mkdir()
    for file in database.parent.glob(f"{database.name}*"):
        shutil.copy(file, folder / file.name)
    return [folder]


def test_an_act_erases_the_values_at_the_centre_and_at_every_station(room: StaffRoom) -> None:
    petrova, smirnova = room.workplace("petrova"), room.workplace("smirnova")
    petrova.mark("5")
    petrova.mark("4")
    room.exchange()
    first, second = (row.id for row in petrova.written)
    erase(smirnova, first, second)
    assert smirnova.shown() == "4", "a pending act erases nothing: it may still be refused"
    room.exchange()
    for place in (petrova, smirnova):
        assert values_of(place, first, second) == [None, None]
        assert place.shown() is None
        assert place.differences() == []
    assert [room.centre.row(id_).value for id_ in (first, second)] == [None, None]
    assert [room.centre.row(id_).salt for id_ in (first, second)] == [None, None]
    assert room.centre.faults() == [], "numbers, chains and heads are what they were"


def test_the_history_says_by_which_act_a_value_was_erased(room: StaffRoom) -> None:
    petrova, smirnova = room.workplace("petrova"), room.workplace("smirnova")
    petrova.mark("5")
    room.exchange()
    erase(smirnova, petrova.written[0].id, number="12/3")
    room.exchange()
    with petrova.journal.store.reading() as session:
        (line,) = read_history(session, petrova.reference, [cell()])
    assert line.shows == "стёрто по акту № 12/3"
    assert line.status_words == "принято"


def test_what_was_certified_is_still_what_was_certified(room: StaffRoom) -> None:
    petrova, smirnova = room.workplace("petrova"), room.workplace("smirnova")
    petrova.mark("5")
    room.exchange()
    with smirnova.journal.store.reading() as session:
        before = read_content(session, smirnova.reference, RUSSIAN, TERM_1).digest
    erase(smirnova, petrova.written[0].id)
    room.exchange()
    with smirnova.journal.store.reading() as session:
        assert read_content(session, smirnova.reference, RUSSIAN, TERM_1).digest == before


def test_nothing_of_the_value_is_left_in_any_file(room: StaffRoom, tmp_path: Path) -> None:
    petrova, smirnova = room.workplace("petrova"), room.workplace("smirnova")
    for text in (f"{SECRET}: беседа", f"{SECRET}: вызов родителей", "Глагол"):
        petrova.does(set_topic, topic(text))
    room.exchange()
    ids = [row.id for row in petrova.written]
    if not room.centre.database.startswith("postgresql"):
        assert find_names(files_of(room.centre, tmp_path / "before"), [SECRET])
    erase(smirnova, *ids[:2])
    room.exchange()
    if not room.centre.database.startswith("postgresql"):
        assert find_names(files_of(room.centre, tmp_path / "after"), [SECRET]) == []
    with room.centre.store.reading() as session:
        assert session.scalars(select(TopicRow.text)).all() == ["Глагол"]
    for place in (petrova, smirnova):
        plain = tmp_path / f"{place.login}-in-plain"
        plain.mkdir()
        copy_in_plain(place.journal.store, plain / "journal.db")
        assert find_names([plain], [SECRET]) == []
        assert is_swept(place) == {True}


def test_a_sweep_that_fails_keeps_nobody_from_work_and_is_tried_at_the_next_opening(
    room: StaffRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Store) -> None:
        raise UserError("На диске нет места")

    petrova, smirnova = room.workplace("petrova"), room.workplace("smirnova")
    petrova.mark("5")
    room.exchange()
    erase(smirnova, petrova.written[0].id)
    with monkeypatch.context() as broken:
        broken.setattr(Store, "rewrite", full)
        room.exchange()
        assert is_swept(petrova) == {False}
    petrova.leave()
    assert is_swept(petrova) == {True}


def test_a_value_that_was_erased_does_not_come_back_with_a_resent_batch(centre: Centre) -> None:
    station, deputy = centre.station(PETROVA), centre.station(SMIRNOVA)
    entry = station.entry(mark())
    batch = station.batch([entry])
    first = station.send(batch)
    deputy.push(deputy.entry(act(entry.id)))
    again = station.send(batch)
    assert receipts_of(again.answer) == receipts_of(first.answer)
    assert centre.row(entry.id).value is None
    assert centre.faults() == []


def test_a_named_entry_that_arrives_after_the_act_is_stored_without_its_value(
    centre: Centre,
) -> None:
    station, deputy = centre.station(PETROVA), centre.station(SMIRNOVA)
    entry = station.entry(mark())
    deputy.push(deputy.entry(act(entry.id)))
    after = station.entry(mark("4"))
    receipts = receipts_of(station.push(entry, after).answer)
    assert (receipts[1].verdict, receipts[1].reason) == ("refused", "стёрто по акту № 7")
    assert receipts[2].verdict == "accepted", "it blocks nobody"
    row = centre.row(entry.id)
    assert (row.value, row.salt, row.digest) == (None, None, entry.digest())
    assert centre.faults() == []


def test_an_act_and_what_it_names_may_come_in_one_batch(centre: Centre) -> None:
    deputy = centre.station(SMIRNOVA)
    day = mark()
    key = make_key("lesson.topic", RUSSIAN, lesson_id(RUSSIAN, LESSON_DAY, 1))
    first = deputy.entry(Draft("lesson.topic", key, values.Topic(SECRET), day.lesson_date))
    paper = deputy.entry(act(first.id))
    deputy.push(first, paper)
    assert centre.row(first.id).value is None
    assert centre.faults() == []


def test_what_comes_after_an_act_in_one_batch_brings_no_value_back(centre: Centre) -> None:
    here, there, deputy = (centre.station(user) for user in (PETROVA, PETROVA, SMIRNOVA))
    first, second = here.entry(mark("5")), there.entry(mark("4"))
    here.push(first)
    there.push(second)
    centre.clock.wait(days=1)
    paper = deputy.entry(act(first.id, second.id))
    word = values.Decision((first.id, second.id), second.id)
    # the judge looks at the school again before the decision, and stores what it has heard
    order = deputy.entry(substitution())
    decision = deputy.entry(Draft("decision", mark().key, word))
    deputy.push(paper, order, decision)
    assert centre.row(second.id).status == "current"
    with centre.store.reading() as session:
        assert session.scalars(select(MarkRow)).all() == []
    assert centre.faults() == []


def test_a_restored_backup_of_a_journal_loses_the_value_again(room: StaffRoom) -> None:
    petrova, smirnova = room.workplace("petrova"), room.workplace("smirnova")
    petrova.mark("5")
    room.exchange()
    (entry,) = (row.id for row in petrova.written)
    petrova.leave()
    backup = room.folder / "backup"
    shutil.copytree(petrova.folder, backup)
    erase(smirnova, entry)
    room.exchange()
    petrova.leave()
    shutil.rmtree(petrova.folder)
    backup.rename(petrova.folder)
    assert values_of(petrova, entry) != [None]
    room.exchange()
    assert values_of(petrova, entry) == [None]
    assert petrova.differences() == []


def test_a_restored_centre_erases_the_value_again_as_soon_as_it_hears_of_the_act(
    room: StaffRoom,
) -> None:
    petrova, smirnova = room.workplace("petrova"), room.workplace("smirnova")
    petrova.mark("5")
    room.exchange()
    (entry,) = (row.id for row in petrova.written)
    copy = copy_of(room.centre.database, room.folder / "centre.copy")
    erase(smirnova, entry)
    room.exchange()
    go_back_to(room.centre, copy)
    assert room.centre.row(entry).value is not None, "as it was when the copy was made"
    room.exchange()
    assert room.centre.row(entry).value is None
    assert [values_of(place, entry) for place in (petrova, smirnova)] == [[None], [None]]
    assert room.centre.faults() == []


def test_an_unsent_entry_that_an_act_names_is_erased_where_it_waits(room: StaffRoom) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    petrova.mark("5")
    (entry,) = (row.id for row in petrova.written)
    deputy = room.centre.station(SMIRNOVA)
    deputy.push(deputy.entry(act(entry)))
    petrova.client.pull()
    assert values_of(petrova, entry) == [None]
    petrova.client.exchange()
    assert [row.status for row in petrova.written] == ["refused"]
    assert room.centre.row(entry).value is None
    assert room.centre.faults() == []


def test_an_open_contest_over_erased_values_can_still_be_decided(room: StaffRoom) -> None:
    petrova, notebook = room.workplace("petrova"), room.workplace("petrova", "notebook")
    smirnova = room.workplace("smirnova")
    petrova.client.exchange()
    notebook.client.exchange()
    petrova.mark("5")
    notebook.mark("4")
    room.exchange()
    with petrova.journal.store.reading() as session:
        named = undecided(load_keys(session, petrova.journal.school, [cell()])[cell()].standing)
    assert len(named) == 2
    erase(smirnova, *named)
    room.exchange()
    petrova.does(decide, Decide((Choice(cell(), tuple(named), None),)))
    room.exchange()
    assert [row.status for row in petrova.written if row.kind == "decision"] == ["current"]
    petrova.mark("3")
    room.exchange()
    assert notebook.shown() == "3"
    assert room.centre.faults() == []


def test_only_the_heads_of_the_school_erase(centre: Centre) -> None:
    station = centre.station(PETROVA)
    entry = station.entry(mark())
    station.push(entry)
    paper = station.entry(act(entry.id))
    assert receipts_of(station.push(paper).answer)[2].verdict == "held"
    assert centre.row(entry.id).value is not None


def test_an_act_that_names_nothing_or_has_no_number_is_refused(centre: Centre) -> None:
    deputy = centre.station(SMIRNOVA)
    nothing, nameless = deputy.entry(act()), deputy.entry(act("e" * 32, number=" "))
    receipts = receipts_of(deputy.push(nothing, nameless).answer)
    assert [receipt.verdict for receipt in receipts.values()] == ["refused", "refused"]


def test_an_act_is_never_taken_back_or_written_over(centre: Centre) -> None:
    station, deputy = centre.station(PETROVA), centre.station(SMIRNOVA)
    entry, other = station.entry(mark()), station.entry(mark("4", day=LESSON_DAY.replace(day=14)))
    station.push(entry, other)
    first = deputy.entry(act(entry.id))
    second = deputy.entry(act(other.id), base=first.id)
    verdicts = [each.verdict for each in receipts_of(deputy.push(first, second).answer).values()]
    assert verdicts == ["accepted", "refused"]
    assert (centre.row(entry.id).value, centre.row(other.id).value is None) == (None, False)


def test_decisions_are_never_erased(centre: Centre) -> None:
    here, there, deputy = (centre.station(user) for user in (PETROVA, PETROVA, SMIRNOVA))
    first, second = here.entry(mark()), there.entry(mark("4"))
    here.push(first)
    there.push(second)
    word = values.Decision((first.id, second.id), second.id)
    decision = here.entry(Draft("decision", mark().key, word))
    here.push(decision)
    deputy.push(deputy.entry(act(decision.id)))
    assert centre.row(decision.id).value is not None
    assert centre.row(second.id).status == "current"
    assert centre.faults() == []


def test_the_service_says_what_cannot_be_erased(room: StaffRoom) -> None:
    petrova, smirnova = room.workplace("petrova"), room.workplace("smirnova")
    petrova.mark("5")
    room.exchange()
    entry = petrova.written[0].id
    station = next(row.id for row in room.centre.entries() if row.kind == "staff.set")
    for command, words in (
        (EraseByAct("", "отзыв", (entry,)), "номер акта"),
        (EraseByAct("7", " ", (entry,)), "основание"),
        (EraseByAct("7", "отзыв", ()), "нечего стирать"),
        (EraseByAct("7", "отзыв", ("f" * 32,)), "принял центральный сервер"),
        (EraseByAct("7", "отзыв", (station,)), "данные школы остаются"),
        (EraseByAct("7", "отзыв", (entry, *map(str, range(501)))), "не больше 500"),
    ):
        with pytest.raises(UserError, match=words):
            smirnova.does(erase_by_act, command)
    with pytest.raises(UserError, match="заместитель директора или директор"):
        petrova.does(erase_by_act, EraseByAct("7", "отзыв", (entry,)))


def test_a_name_is_erased_and_the_school_goes_on(room: StaffRoom) -> None:
    smirnova, petrova = room.workplace("smirnova"), room.workplace("petrova")
    room.exchange()
    pupils = [row for row in room.centre.entries() if row.kind == "pupil.set"]
    erase(smirnova, pupils[0].id)
    room.exchange()
    assert len(petrova.reference.pupils) == len(pupils) - 1
    petrova.mark("5", pupil=1)
    room.exchange()
    assert petrova.written[-1].status == "current"
    assert room.centre.faults() == petrova.differences() == []


def test_an_erased_entry_travels_with_the_hash_of_its_value_only(centre: Centre) -> None:
    station, deputy = centre.station(PETROVA), centre.station(SMIRNOVA)
    entry = station.entry(mark())
    station.push(entry)
    deputy.push(deputy.entry(act(entry.id)))
    answer = centre.pull(SMIRNOVA, {f"page:{RUSSIAN}": 0})
    (pulled,) = answer.entries
    assert (pulled.entry.value, pulled.entry.salt) == (None, None)
    assert pulled.entry.value_hash == entry.value_hash
    assert msgspec.msgpack.encode(pulled)
