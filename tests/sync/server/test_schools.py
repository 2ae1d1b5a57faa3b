"""Several schools on one centre: none sees, signs for, or stands in the way of another."""

from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import func, inspect, select, text
from sqlalchemy.exc import ProgrammingError

from journal.errors import UserError
from journal.facts_page import MarkRow
from journal.facts_school import StaffRow
from journal.keys import new_recovery_pair
from journal.signing import is_signed, new_seed, public_key
from journal.tables import Base, EntryRow
from sync.protocol import (
    CENTRE_HEADER,
    HELLO_PATH,
    NONCE_HEADER,
    PULL_PATH,
    PUSH_PATH,
    SIGN_IN_PATH,
    SIGNATURE_HEADER,
    TIME_HEADER,
    Hello,
    PullRequest,
    Session,
    SignIn,
    answer_digest,
    pack,
    unpack,
)
from sync.server.accounts import add_account, find_account, hash_token
from sync.server.counting import find_schools
from sync.server.desk import found_school, write
from sync.server.fencing import enter, walks_through
from sync.server.passwords import Passwords
from sync.server.refusals import RefusedError
from sync.server.schools import pick_school
from sync.server.tables import CentreBase, CounterRow
from tests.small_school import GROMOV, PETROVA, school_drafts
from tests.sync.centre import CHEAP, PASSWORD, Centre, HandStation, client_of, mark

# a file has no row-level security: there the queries are the only fence
WITH_A_FENCE = pytest.mark.parametrize("databases", ["postgresql"], indirect=True)


def add_school(centre: Centre, ending: str = "2") -> Centre:
    """Found one more school like the first; its logins end in ``ending``."""
    with centre.served.writing() as session:
        school = found_school(session, new_recovery_pair()[1])
        write(session, school, GROMOV, school_drafts(), centre.clock.read())
        hashed = Passwords(CHEAP).hash(PASSWORD)
        staff = session.scalars(select(StaffRow).where(StaffRow.school == school)).all()
        for row in staff:
            add_account(session, school, row.user, row.login + ending, hashed, 0)
    return Centre(
        centre.database, centre.store, centre.clock, centre.references, school, centre.plain
    )


@pytest.fixture
def other(centre: Centre) -> Centre:
    """Return a second school in the same database, with the same people and pupils."""
    return add_school(centre)


@pytest.fixture
def wire(other: Centre) -> Iterator[httpx.Client]:
    """Yield an HTTP client of the centre of both schools."""
    with client_of(other.app) as client:
        yield client


def key_of(centre: Centre) -> bytes:
    """Return the public key of a school."""
    with centre.store.reading() as session:
        query = text("SELECT centre_key FROM desk WHERE school = :school")
        key = session.execute(query, {"school": centre.school}).scalar_one()
    return bytes(key)


def signers(answer: httpx.Response, *centres: Centre) -> list[Centre]:
    """Return whose signature an answer bears."""
    digest = answer_digest(
        "q", answer.status_code, int(answer.headers[TIME_HEADER]), answer.content
    )
    signature = bytes.fromhex(answer.headers[SIGNATURE_HEADER])
    return [centre for centre in centres if is_signed(key_of(centre), signature, digest)]


def asked(named: Centre | None = None, token: str = "") -> dict[str, str]:
    """Return the headers of a question."""
    headers = {NONCE_HEADER: "q"}
    if named is not None:
        headers[CENTRE_HEADER] = key_of(named).hex()
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return headers


def test_each_school_has_its_own_numbers_entries_and_rows(centre: Centre, other: Centre) -> None:
    here, there = centre.station(PETROVA), other.station(PETROVA)
    here.push(here.entry(mark("5")))
    there.push(there.entry(mark("2")))
    assert centre.faults() == other.faults() == []
    for school, shown in ((centre, ["5"]), (other, ["2"])):
        with centre.store.reading() as session:
            marks = session.scalars(select(MarkRow.marks).where(MarkRow.school == school.school))
            assert marks.all() == [shown]
            numbers = select(EntryRow.number).where(EntryRow.school == school.school)
            rows = sorted(number or 0 for number in session.scalars(numbers))
        assert rows == list(range(1, len(rows) + 1))


def test_a_pull_brings_nothing_of_another_school(centre: Centre, other: Centre) -> None:
    here, there = centre.station(PETROVA), other.station(PETROVA)
    here.push(here.entry(mark("5")))
    foreign = there.entry(mark("2"))
    there.push(foreign)
    everything = dict.fromkeys(centre.pull(PETROVA, {}).granted, 0)
    got = {entry.station for entry in centre.pull(PETROVA, everything).entries}
    assert here.id in got
    assert there.id not in got


def test_a_sign_in_finds_its_school(centre: Centre, other: Centre, wire: httpx.Client) -> None:
    for login, school in (("petrova", centre), ("petrova2", other)):
        answer = wire.post(SIGN_IN_PATH, content=pack(SignIn(login, PASSWORD)), headers=asked())
        session = unpack(answer.content, Session)
        assert (session.school, session.centre_key) == (school.school, key_of(school))
        assert signers(answer, centre, other) == [school]


@pytest.mark.clause("TAL-5.1")
@pytest.mark.clause("ANC-R.XII.7")
def test_a_login_is_taken_in_all_schools(centre: Centre, other: Centre) -> None:
    with centre.served.writing() as session:
        enter(session, other.school)
        with pytest.raises(UserError, match="занят"):
            add_account(session, other.school, "somebody", "Petrova", "hash", 0)
        account = find_account(session, "petrova")
    assert account is not None
    assert account.school == centre.school


def test_an_answer_about_a_school_is_signed_by_it_whatever_the_question_names(
    centre: Centre, other: Centre, wire: httpx.Client
) -> None:
    station = other.station(PETROVA)
    token, ended = other.token(PETROVA), other.token(PETROVA)
    with other.store.writing() as session:
        session.execute(
            text("UPDATE sessions SET ended_ms = 1 WHERE token_hash <> :kept"),
            {"kept": hash_token(token)},
        )
    batch = pack(station.batch([station.entry(mark())]))
    forged = HandStation(other, PETROVA)
    forged.id = station.id
    unsigned = pack(forged.batch([station.entry(mark("4"))]))
    pull = pack(PullRequest("", {}))
    for named in (None, centre, other):
        for method, path, body, whose, status in (
            ("POST", PUSH_PATH, batch, "", 200),
            ("POST", PUSH_PATH, unsigned, "", 403),
            ("POST", PULL_PATH, pull, token, 200),
            ("POST", PULL_PATH, pull, ended, 401),
            ("GET", HELLO_PATH, b"", token, 200),
            ("GET", HELLO_PATH, b"", ended, 401),
        ):
            answer = wire.request(method, path, content=body, headers=asked(named, whose))
            assert answer.status_code == status
            assert signers(answer, centre, other) == [other]


def test_an_answer_about_no_school_is_signed_by_the_one_that_the_question_names(
    centre: Centre, other: Centre, wire: httpx.Client
) -> None:
    wrong = pack(SignIn("petrova", "a wrong password"))
    for named, signer in ((centre, centre), (other, other), (None, centre)):
        for method, path, body, status in (
            ("GET", "/nowhere", b"", 404),
            ("POST", PUSH_PATH, b"nonsense", 400),
            ("POST", PULL_PATH, pack(PullRequest("", {})), 401),
            ("POST", SIGN_IN_PATH, wrong, 401),
        ):
            answer = wire.request(method, path, content=body, headers=asked(named))
            assert answer.status_code == status
            assert signers(answer, centre, other) == [signer]


def test_a_question_without_a_session_is_about_the_school_that_it_names(
    centre: Centre, other: Centre, wire: httpx.Client
) -> None:
    station = other.station(PETROVA)
    station.push(station.entry(mark()))
    answers = [wire.get(HELLO_PATH, headers=asked(named)) for named in (centre, other)]
    heard = [unpack(answer.content, Hello) for answer in answers]
    assert heard[1].number == heard[0].number + 2
    assert [signers(answer, centre, other) for answer in answers] == [[centre], [other]]


def test_a_school_that_is_added_while_the_centre_runs_signs_too(
    centre: Centre, other: Centre, wire: httpx.Client
) -> None:
    third = add_school(other, "3")
    words = pack(SignIn("petrova3", PASSWORD))
    answer = wire.post(SIGN_IN_PATH, content=words, headers=asked())
    assert signers(answer, centre, other, third) == [third]
    assert signers(wire.get("/nowhere", headers=asked(third)), centre, other, third) == [third]


def test_a_station_of_one_school_is_not_enrolled_in_another(centre: Centre, other: Centre) -> None:
    station = centre.station(PETROVA)
    thief = HandStation(other, PETROVA)
    thief.seed = station.seed
    with pytest.raises(RefusedError, match="key_taken"):
        other.enrol(thief)
    entry = station.entry(mark())
    assert station.push(entry).school == centre.school
    assert centre.faults() == other.faults() == []


def test_a_command_has_to_name_its_school_when_there_are_several(
    centre: Centre, other: Centre
) -> None:
    with centre.served.reading() as session:
        with pytest.raises(UserError, match="--school") as refusal:
            pick_school(session)
        assert all(school.school in str(refusal.value) for school in (centre, other))
        with pytest.raises(UserError, match="«Гимназия» на сервере нет"):
            pick_school(session, "Гимназия")
        for school in (centre, other):
            assert pick_school(session, school.school) == school.school


def test_the_only_school_needs_no_name_but_answers_to_its_own(centre: Centre) -> None:
    with centre.served.reading() as session:
        assert pick_school(session) == centre.school
        assert pick_school(session, " школа № 7 ") == centre.school
        with pytest.raises(UserError, match="на сервере нет"):
            pick_school(session, "Школа № 8")


@WITH_A_FENCE
@pytest.mark.clause("ANC-P1.12b")
def test_who_forgets_to_ask_for_a_school_sees_nothing_of_another(
    centre: Centre, other: Centre
) -> None:
    for school in (centre, other):
        station = school.station(PETROVA)
        station.push(station.entry(mark()))
        school.token(PETROVA)
    tables = [
        table
        for table in (*Base.metadata.tables.values(), *CentreBase.metadata.tables.values())
        if "school" in table.columns and table.name != CounterRow.__tablename__
    ]
    filled = 0
    for table in tables:
        everything = select(table.c.school, func.count()).group_by(table.c.school)
        with centre.store.reading() as session:
            there = {school for school, _ in session.execute(everything)}
            filled += there == {centre.school, other.school}
        with centre.served.reading() as session:
            assert session.execute(everything).all() == [], table.name
            enter(session, other.school)
            seen = {school for school, _ in session.execute(everything)}
        assert seen == there & {other.school}, table.name
    assert filled > 10


@WITH_A_FENCE
def test_who_forgets_to_ask_for_a_school_changes_nothing_of_another(
    centre: Centre, other: Centre
) -> None:
    with centre.served.writing() as session:
        enter(session, other.school)
        session.execute(text("DELETE FROM staff"))
        session.execute(text("UPDATE counters SET number = 0"))
    with centre.store.reading() as session:
        left = session.scalars(select(StaffRow.school).distinct()).all()
        numbers = dict(session.execute(select(CounterRow.school, CounterRow.number)).all())
    assert left == [centre.school]
    assert (numbers[centre.school] > 0, numbers[other.school]) == (True, 0)
    stranger = CounterRow(school=centre.school + "x", epoch="", number=0, reference_number=0)
    with centre.served.reading() as session:
        enter(session, other.school)
        session.add(stranger)
        with pytest.raises(ProgrammingError, match="row-level security"):
            session.flush()


@WITH_A_FENCE
def test_every_table_with_a_school_is_fenced(centre: Centre) -> None:
    schema = inspect(centre.store.engine)
    wanted = {
        table
        for table in schema.get_table_names()
        if "school" in {column["name"] for column in schema.get_columns(table)}
    }
    forced = text(
        "SELECT relname FROM pg_class WHERE relkind = 'r' "
        "AND relrowsecurity AND relforcerowsecurity"
    )
    with centre.store.reading() as session:
        assert set(session.scalars(forced)) == wanted
        assert walks_through(session)
    with centre.served.reading() as session:
        assert not walks_through(session)
        assert len(find_schools(session)) == 1


def test_a_key_that_nobody_holds_names_no_school(centre: Centre, wire: httpx.Client) -> None:
    headers = {NONCE_HEADER: "q", CENTRE_HEADER: public_key(new_seed()).hex()}
    assert signers(wire.get("/nowhere", headers=headers), centre) == [centre]
