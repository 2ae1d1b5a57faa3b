"""Signing in: once on line, then without any network; a whole journal or none."""

import shutil

import pytest
from sqlalchemy import select, update

from journal.errors import UserError
from journal.queries.intervals import own_stations
from journal.tables import DeskRow
from sync.enrolment import (
    OpenJournal,
    first_sign_in,
    has_journal,
    sign_in_offline,
)
from sync.link import Refused, Unreachable
from sync.own_password import (
    adopt_password,
    check_password,
    renew_session,
)
from sync.own_password import (
    change_password as change_own_password,
)
from sync.server.accounts import change_password
from sync.server.passwords import Passwords
from tests.journal.desks import HandClock
from tests.small_school import ORLOVA, RUSSIAN
from tests.sync.centre import CHEAP, PASSWORD
from tests.sync.cutting_proxy import Cut
from tests.sync.workplaces import StaffRoom


def sign_in(room: StaffRoom, password: str = PASSWORD) -> OpenJournal:
    clock = HandClock(room.clock.now)
    folder = room.folder / "journals"
    return first_sign_in(folder, room.wire.url, "petrova", password, room.http, clock, cost=CHEAP)


def test_the_name_of_no_file_tells_whose_journal_it_is(room: StaffRoom) -> None:
    sign_in(room).close()
    assert has_journal(room.folder / "journals", " Petrova ")
    assert not has_journal(room.folder / "journals", "orlova")
    names = [path.name for path in (room.folder / "journals").rglob("*")]
    assert not [name for name in names if "petrova" in name.casefold()]
    assert sorted(names)[-2:] == ["journal.db", "journal.keys"]


@pytest.mark.parametrize("cut", [cut for cut in Cut if cut is not Cut.NOWHERE])
@pytest.mark.parametrize("request_number", range(3))
def test_a_sign_in_that_was_cut_leaves_nothing_and_can_be_repeated(
    room: StaffRoom, cut: Cut, request_number: int
) -> None:
    room.wire.cuts.extend([*[Cut.NOWHERE] * request_number, cut])
    with pytest.raises(UserError, match="Нет связи с центральным сервером"):
        sign_in(room)
    assert not has_journal(room.folder / "journals", "petrova")
    assert list((room.folder / "journals").glob("*")) == []
    with sign_in(room).store.reading() as session:
        assert session.scalars(select(DeskRow.login)).one() == "petrova"


def test_a_program_that_was_killed_while_signing_in_leaves_no_half_journal(
    room: StaffRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as killing:
        killing.setattr("sync.enrolment.shutil.rmtree", lambda *_, **__: None)
        killing.setattr("sync.enrolment.os.replace", _fail)
        with pytest.raises(KeyboardInterrupt):
            sign_in(room)
    assert len(list((room.folder / "journals").glob("*"))) == 1
    assert not has_journal(room.folder / "journals", "petrova")
    sign_in(room).close()
    assert len(list((room.folder / "journals").glob("*"))) == 1
    assert has_journal(room.folder / "journals", "petrova")


def _fail(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_wrong_password_is_refused_by_the_centre_and_off_line_alike(room: StaffRoom) -> None:
    with pytest.raises(UserError, match="не подошёл"):
        sign_in(room, "не тот пароль")
    sign_in(room).close()
    with pytest.raises(UserError, match="не подошёл"):
        sign_in_offline(room.folder / "journals", "petrova", "не тот пароль")


def test_whoever_never_signed_in_here_needs_the_network(room: StaffRoom) -> None:
    with pytest.raises(UserError, match="нужна связь"):
        sign_in_offline(room.folder / "journals", "petrova", PASSWORD)


def test_a_second_first_sign_in_does_not_touch_the_journal(room: StaffRoom) -> None:
    journal = sign_in(room)
    with pytest.raises(UserError, match="уже есть"):
        sign_in(room)
    with journal.store.reading() as session:
        assert session.scalars(select(DeskRow.station)).one() == journal.station
    journal.close()


def test_a_moved_file_is_not_lost_by_signing_in_anew(room: StaffRoom) -> None:
    first = sign_in(room)
    first.close()
    (place,) = (room.folder / "journals").glob("*")
    shutil.move(place / "journal.db", room.folder / "moved.db")
    second = sign_in(room)
    assert second.station != first.station
    second.close()
    (aside,) = (room.folder / "journals").glob("*.aside-*")
    shutil.move(room.folder / "moved.db", aside / "journal.db")
    aside.rename(place.with_name("found"))
    shutil.rmtree(place)
    place.with_name("found").rename(place)
    found = sign_in_offline(room.folder / "journals", "petrova", PASSWORD)
    with found.store.reading() as session:  # it was away: it goes on as a new station
        assert own_stations(session) == [first.station, found.station]
    found.close()


def test_an_unlock_on_line_renews_the_session(room: StaffRoom) -> None:
    petrova = room.workplace("petrova")
    old = petrova.desk.token
    link = petrova.journal.link(room.http, petrova.clock)
    renew_session(petrova.journal, PASSWORD, link)
    assert petrova.desk.token not in ("", old)
    petrova.client.pull()


def test_after_a_reset_the_old_password_opens_until_the_new_one_is_adopted(
    room: StaffRoom,
) -> None:
    journal = sign_in(room)
    folder = room.folder / "journals"
    with room.centre.store.writing() as session:
        change_password(session, "petrova", Passwords(CHEAP).hash("новый пароль"), 0)
    link = journal.link(room.http, HandClock(room.clock.now))
    with pytest.raises(Refused):
        renew_session(journal, PASSWORD, link)
    with pytest.raises(Refused):
        adopt_password(folder, journal, PASSWORD, "не тот пароль", link, CHEAP)
    sign_in_offline(folder, "petrova", PASSWORD).close()
    adopt_password(folder, journal, PASSWORD, "новый пароль", link, CHEAP)
    journal.close()
    sign_in_offline(folder, "petrova", "новый пароль").close()
    with pytest.raises(UserError):
        sign_in_offline(folder, "petrova", PASSWORD)


def test_the_user_changes_the_password_of_account_and_journal_at_once(room: StaffRoom) -> None:
    journal = sign_in(room)
    folder = room.folder / "journals"
    link = journal.link(room.http, HandClock(room.clock.now))
    with pytest.raises(UserError, match="не подошёл"):
        change_own_password(folder, journal, "не тот пароль", "новый пароль", link, CHEAP)
    room.wire.cuts.append(Cut.AFTER_COMMIT)
    with pytest.raises(Unreachable):
        change_own_password(folder, journal, PASSWORD, "новый пароль", link, CHEAP)
    check_password(folder, "petrova", PASSWORD)  # asked again it goes through to the end
    change_own_password(folder, journal, PASSWORD, "новый пароль", link, CHEAP)
    check_password(folder, "petrova", "новый пароль")
    with pytest.raises(Refused):
        renew_session(journal, PASSWORD, link)
    renew_session(journal, "новый пароль", link)
    journal.close()


def test_a_login_that_went_to_somebody_else_gets_no_session_in_this_journal(
    room: StaffRoom,
) -> None:
    petrova = room.workplace("petrova")
    token = petrova.desk.token
    with petrova.journal.store.writing() as session:
        session.execute(update(DeskRow).values(user=ORLOVA))
    petrova.leave()
    link = petrova.journal.link(room.http, petrova.clock)
    with pytest.raises(UserError, match="у другого сотрудника"):
        renew_session(petrova.journal, PASSWORD, link)
    assert petrova.desk.token == token
    assert RUSSIAN in petrova.reference.pages
