"""The command line of the centre."""

import io
import re
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from journal import values
from journal.keys import open_with_password
from journal.kinds import make_key
from journal.log import Draft
from journal.queries.school import read_reference
from journal.signing import new_seed, public_key
from sync.protocol import SignIn
from sync.server.accounts import find_account, sign_in
from sync.server.cli import main
from sync.server.database import open_centre
from sync.server.desk import write
from sync.server.passwords import Passwords
from sync.server.refusals import RefusedError
from sync.server.schools import pick_school
from tests.journal.desks import HandClock
from tests.sync.databases import Databases


class Console:
    """Runs commands on one database and remembers what they said."""

    def __init__(
        self,
        database: str,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        folder: Path,
    ) -> None:
        self.database = database
        self.folder = folder
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        self.said = ""
        self.complained = ""

    def run(self, *words: str, typed: str = "") -> int:
        """Run a command; ``typed`` is what is piped into it."""
        self._monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = main([*words, "--database", self.database], HandClock())
        self.said, self.complained = self._capsys.readouterr()
        return code

    def init(
        self,
        typed: str = "admin password\nrecovery password\n",
        name: str = "Школа № 7",
        login: str = "Gromov",
        file: str = "recovery.key",
    ) -> int:
        """Found a school."""
        return self.run(
            "init",
            "--school-name",
            f"МБОУ «{name}»",
            "--school-short-name",
            name,
            "--admin-login",
            login,
            "--admin-name",
            "Громов Олег Игоревич",
            "--recovery-file",
            str(self.folder / file),
            typed=typed,
        )


@pytest.fixture
def console(
    databases: Databases,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> Console:
    """Return a console before an empty database."""
    return Console(databases.plain(databases.make()), monkeypatch, capsys, tmp_path)


def test_init_founds_a_school_that_says_its_name_and_its_administrator(console: Console) -> None:
    assert console.init() == 0
    assert "МБОУ «Школа № 7»" in console.said
    store = open_centre(console.database)
    with store.reading() as session:
        school = pick_school(session)
        reference = read_reference(session, school)
        account = find_account(session, "gromov")
    store.close()
    assert account is not None
    assert Passwords().is_right("admin password", account.password)
    member = reference.staff[account.user]
    assert (member.full, *member.posts) == ("Громов Олег Игоревич", "administrator")
    assert (reference.short_name, reference.profile_number) == ("Школа № 7", 1)


def test_the_recovery_key_is_in_its_file_and_not_in_the_database(console: Console) -> None:
    console.init()
    sealed = (console.folder / "recovery.key").read_text(encoding="ascii")
    assert len(open_with_password(sealed, "recovery password")) == 32
    assert (console.folder / "recovery.key").stat().st_mode & 0o077 == 0
    if Path(console.database).exists():
        private = open_with_password(sealed, "recovery password")
        assert private not in Path(console.database).read_bytes()


def test_a_second_init_with_the_same_login_changes_nothing(console: Console) -> None:
    console.init()
    before = (console.folder / "recovery.key").read_bytes()
    assert console.init() == 1
    assert "recovery.key" in console.complained
    (console.folder / "recovery.key").rename(console.folder / "kept.key")
    assert console.init() == 1
    assert "Логин «gromov» занят" in console.complained
    assert not (console.folder / "recovery.key").exists()
    assert (console.folder / "kept.key").read_bytes() == before


@pytest.mark.parametrize("typed", ["short\nrecovery password\n", "admin password\nshort\n", ""])
def test_a_password_that_is_too_short_or_missing_stops_init(console: Console, typed: str) -> None:
    assert console.init(typed) == 1
    assert "пароль" in console.complained.casefold()
    assert not (console.folder / "recovery.key").exists()


def test_a_user_is_added_and_gets_another_password(console: Console) -> None:
    console.init()
    who = ("--login", "petrova")
    assert console.run("user", "add", *who, typed="first password\n") == 1
    assert "--name" in console.complained
    new = (*who, "--name", "Петрова Алла Андреевна", "--post", "teacher")
    assert console.run("user", "add", *new, typed="first password\n") == 0
    assert console.run("user", "add", *new, typed="first password\n") == 1
    assert "уже есть" in console.complained
    assert console.run("user", "password", *who, typed="second password\n") == 0
    assert console.run("user", "disable", *who) == 0
    assert console.run("user", "list") == 0
    assert console.said.splitlines() == [
        "gromov\tГромов О. И.\tдействует",
        "petrova\tПетрова А. А.\tотключена",
    ]
    assert console.run("check") == 0


def test_a_password_is_never_taken_from_the_command_line(console: Console) -> None:
    with pytest.raises(SystemExit):
        console.run("user", "password", "--login", "gromov", "--password", "x")


def test_all_staff_get_accounts_with_a_password_each(console: Console) -> None:
    console.init()
    hire(console, "petrova", "orlova")
    assert console.run("user", "add", "--all-staff") == 0
    lines = [line.split("\t") for line in console.said.splitlines()[:2]]
    assert [line[:2] for line in lines] == [["orlova", "Orlova А."], ["petrova", "Petrova А."]]
    assert lines[0][2] != lines[1][2]
    store = open_centre(console.database)
    with store.reading() as session:
        account = find_account(session, "petrova")
    store.close()
    assert account is not None
    assert Passwords().is_right(lines[1][2], account.password)
    assert console.run("user", "add", "--all-staff") == 0
    assert "Заведено учётных записей: 0." in console.said


def test_all_staff_may_get_one_password_that_is_not_printed(console: Console) -> None:
    console.init()
    hire(console, "petrova")
    words = ("user", "add", "--all-staff", "--password-stdin")
    assert console.run(*words, typed="for everybody\n") == 0
    assert console.said.splitlines() == ["petrova\tPetrova А.", "Заведено учётных записей: 1."]


def hire(console: Console, *logins: str, named: str = "") -> None:
    """Write members of staff into the school, as an import does."""
    store = open_centre(console.database)
    with store.writing() as session:
        school = pick_school(session, named)
        drafts = [
            Draft(
                "staff.set",
                make_key("staff.set", "", login),
                values.Staff(login.title(), "Анна", "", ("teacher",), "Учитель", login),
            )
            for login in logins
        ]
        write(session, school, "", drafts, HandClock().read())
    store.close()


def test_a_further_school_has_its_own_people_and_commands_name_it(console: Console) -> None:
    console.init()
    assert console.init(name="Лицей № 1", login="zimina", file="second.key") == 0
    assert console.run("user", "list") == 1
    assert "--school" in console.complained
    assert "Школа № 7" in console.complained
    assert "Лицей № 1" in console.complained
    for school, login in (("Школа № 7", "gromov"), ("лицей № 1", "zimina")):
        assert console.run("user", "list", "--school", school) == 0
        assert [line.partition("\t")[0] for line in console.said.splitlines()] == [login]
    new = ("--name", "Петрова Алла Андреевна", "--post", "teacher")
    add = ("user", "add", "--login", "petrova", *new)
    assert console.run(*add, "--school", "Лицей № 1", typed="first password\n") == 0
    assert console.run(*add, "--school", "Школа № 7", typed="first password\n") == 1
    assert "Логин «petrova» занят" in console.complained
    assert console.run("user", "password", "--login", "petrova", typed="second password\n") == 0
    assert console.run("station", "list", "--school", "Лицей № 1") == 0
    assert console.run("check") == 0
    assert console.said.count("сходятся") == 2
    assert console.run("check", "--school", "Лицей № 1") == 0
    assert "Школа № 7" not in console.said


def test_a_login_taken_elsewhere_costs_nobody_his_password(console: Console) -> None:
    console.init(login="petrova")
    console.init(name="Лицей № 1", login="zimina", file="second.key")
    hire(console, "orlova", "petrova", "smirnova", named="Лицей № 1")
    assert console.run("user", "add", "--all-staff", "--school", "Лицей № 1") == 1
    assert "Логин «petrova» занят" in console.complained
    lines = [line.split("\t") for line in console.said.splitlines()[:2]]
    assert [line[0] for line in lines] == ["orlova", "smirnova"]
    assert all(len(line[2]) > 8 for line in lines)


def test_stations_are_enrolled_listed_and_revoked(console: Console) -> None:
    console.init()
    key = public_key(new_seed()).hex()
    assert console.run("station", "list") == 0
    assert "ещё нет" in console.said
    enrol = ("station", "enrol", "--login", "gromov", "--name", "каб. 3")
    assert console.run(*enrol, "--key", "12") == 1
    assert console.run(*enrol, "--key", key) == 0
    assert "№ 1" in console.said
    assert console.run("station", "revoke", "--number", "1") == 0
    assert console.run("station", "revoke", "--number", "2") == 1
    assert console.run("station", "list") == 0
    assert console.said.startswith("№ 1\t")
    assert "Громов О. И.\tкаб. 3" in console.said
    assert re.search(r"отключено \d\d\.\d\d\.\d{4}", console.said)
    assert console.run(*enrol, "--key", key) == 1
    assert "отключено администратором" in console.complained
    assert console.run("check") == 0


def test_sessions_are_listed_and_ended_and_the_audit_tells(console: Console) -> None:
    console.init()
    store = open_centre(console.database)
    for password in ("admin password", "wrong password"):
        with suppress(RefusedError):
            sign_in(store, Passwords(), HandClock(), SignIn("gromov", password), "10.0.0.7")
    store.close()
    who = ("--login", "gromov")
    assert console.run("user", "sessions", *who) == 0
    assert re.fullmatch(r"вход .* UTC\tпоследний день .*\tбез рабочего места\n", console.said)
    assert console.run("user", "sign-out", *who) == 0
    assert "Закрыто входов: 1." in console.said
    assert console.run("user", "sessions", *who) == 0
    assert "нет" in console.said
    assert console.run("audit", "list", "--user", "Gromov") == 0
    said = [line.split("\t")[1:] for line in console.said.splitlines()]
    assert said == [
        ["заведена учётная запись", "Громов О. И.", "gromov"],
        ["вход", "Громов О. И."],
        ["вход не удался", "Громов О. И."],
        ["входы закрыты администратором", "Громов О. И."],
    ]
    tomorrow = HandClock().now.date() + timedelta(days=1)
    assert console.run("audit", "list", "--since", tomorrow.isoformat()) == 0
    assert console.said == "Таких записей нет.\n"


def test_a_missing_database_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["user", "list", "--database", str(tmp_path / "no.db")]) == 1
    assert "no.db" in capsys.readouterr().err


def test_an_unreachable_database_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    nowhere = "postgresql://nobody:secret@127.0.0.1:1/none?connect_timeout=2"
    assert main(["user", "list", "--database", nowhere]) == 1
    said = capsys.readouterr().err
    assert "не отвечает" in said
    assert "secret" not in said


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["--host", "0.0.0.0"], "открыто"),
        (["--host", "server.example"], "открыто"),
        (["--tls-cert", "server.pem"], "--tls-key"),
        (["--behind-proxy", "*"], "не адрес прокси"),
        (["--tls-cert", "no.pem", "--tls-key", "no.key"], "no.pem"),
    ],
)
def test_the_centre_does_not_talk_in_the_open(
    console: Console, options: list[str], word: str
) -> None:
    assert console.run("serve", *options) == 1
    assert word in console.complained
