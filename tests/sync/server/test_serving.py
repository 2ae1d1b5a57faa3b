"""The centre as a process of its own, on a socket."""

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from journal import values
from journal.clock import to_ms
from journal.keys import new_recovery_pair
from journal.kinds import make_key
from journal.log import Draft
from journal.tables import FactRow
from sync.protocol import (
    HELLO_PATH,
    PULL_PATH,
    PUSH_PATH,
    SIGN_IN_PATH,
    TIME_HEADER,
    PullAnswer,
    PullRequest,
    PushAnswer,
    SignIn,
    pack,
    unpack,
)
from sync.server.cli import main
from sync.server.database import open_centre
from sync.server.desk import found_school
from sync.server.guessing import FREE_PER_ACCOUNT
from sync.server.tables import GuessRow
from tests.small_school import CLASS_5A, GROMOV, ORLOVA, PETROVA, RUSSIAN
from tests.sync.centre import Centre, HandStation, make_template, mark
from tests.sync.certificates import make_certificate
from tests.sync.databases import PostgresDatabases, SqliteDatabases

ROOT = Path(__file__).parents[3]
PATIENCE_SECONDS = 60


@pytest.fixture
def database(tmp_path: Path) -> str:
    """Return a database with the small school."""
    return make_template(SqliteDatabases(tmp_path))


@contextmanager
def process(module: str, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """Yield a running process of the project; it has to end when it is told to."""
    running = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        yield running
    finally:
        # told first, also after a failure: killed, it would leave its workers behind
        running.send_signal(signal.SIGTERM)
        try:
            running.communicate(timeout=PATIENCE_SECONDS)
        finally:
            running.kill()


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def hello(client: httpx.Client) -> httpx.Response:
    """Ask until the process listens."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return client.get(HELLO_PATH)
        except httpx.ConnectError:
            assert time.monotonic() < end
            time.sleep(0.1)


def test_the_demonstration_serves_by_the_clock_in_its_file(database: str, tmp_path: Path) -> None:
    port, clock = free_port(), tmp_path / "clock.json"
    moment = datetime(2026, 10, 23, 8, 0, tzinfo=UTC)
    clock.write_text(json.dumps({"wall": moment.isoformat()}), encoding="utf-8")
    options = ("--database", database, "--port", str(port), "--clock", str(clock))
    with (
        process("sync.server.demo", *options),
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE_SECONDS) as client,
    ):
        answer = hello(client)
        assert answer.status_code == 200
        assert int(answer.headers[TIME_HEADER]) == to_ms(moment)


def test_the_centre_serves_with_tls(database: str, tmp_path: Path) -> None:
    port = free_port()
    certificate, key = make_certificate(tmp_path)
    trust = ssl.create_default_context(cafile=str(certificate))
    options = ("--database", database, "--port", str(port), "--host", "127.0.0.1")
    tls = ("--tls-cert", str(certificate), "--tls-key", str(key))
    with (
        process("sync.server.cli", "serve", *options, *tls),
        httpx.Client(
            base_url=f"https://127.0.0.1:{port}", verify=trust, timeout=PATIENCE_SECONDS
        ) as client,
    ):
        assert hello(client).status_code == 200


def test_a_guesser_behind_a_proxy_cannot_choose_his_address(database: str) -> None:
    port = free_port()
    options = ("--database", database, "--port", str(port), "--behind-proxy")
    words = pack(SignIn("nobody", "a guess"))
    with (
        process("sync.server.cli", "serve", *options),
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE_SECONDS) as client,
    ):
        hello(client)
        for turn in range(FREE_PER_ACCOUNT + 1):
            # a proxy adds the address that it sees behind what the guesser claims
            forwarded = {"X-Forwarded-For": f"10.9.9.{turn}, 10.0.0.7"}
            client.post(SIGN_IN_PATH, content=words, headers=forwarded)
    store = open_centre(database)
    with store.reading() as session:
        counted = set(session.scalars(select(GuessRow.who)))
    store.close()
    assert counted == {"login:nobody", "address:10.0.0.7"}


POSTGRES = pytest.mark.parametrize("databases", ["postgresql"], indirect=True)


@pytest.mark.slow
@POSTGRES
def test_processes_on_one_database_see_the_school_as_it_is(centre: Centre) -> None:
    centre.clock.now = datetime.now(UTC)
    token, office = centre.token(ORLOVA), centre.station(GROMOV)
    base = current(centre, make_key("page.set", "", RUSSIAN))
    with ExitStack() as stack:
        clients = []
        for _ in range(2):
            port = free_port()
            options = ("--database", centre.database, "--port", str(port))
            stack.enter_context(process("sync.server.cli", "serve", *options))
            url = f"http://127.0.0.1:{port}"
            clients.append(
                stack.enter_context(httpx.Client(base_url=url, timeout=PATIENCE_SECONDS))
            )
        for client in clients:
            hello(client)
        for turn, teacher in enumerate((ORLOVA, PETROVA, ORLOVA, PETROVA)):
            page = values.Page(CLASS_5A, "Русский язык", "", teacher, 5.0, 1)
            draft = Draft("page.set", make_key("page.set", "", RUSSIAN), page)
            entry = office.entry(draft, base=base)
            writer, reader = clients[turn % 2], clients[1 - turn % 2]
            answer = writer.post(PUSH_PATH, content=pack(office.batch([entry])))
            assert unpack(answer.content, PushAnswer).runs[0].length == 1
            seen = [page_of(client, token) for client in (reader, writer)]
            assert seen == [teacher == ORLOVA] * 2
            base = entry.id
    assert centre.faults() == []


@pytest.mark.slow
@POSTGRES
def test_several_workers_share_one_port(centre: Centre) -> None:
    centre.clock.now = datetime.now(UTC)
    port, token = free_port(), centre.token(PETROVA)
    options = ("--database", centre.database, "--port", str(port), "--workers", "2")
    stations = [centre.station(PETROVA) for _ in range(6)]
    with (
        process("sync.server.cli", "serve", *options) as running,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE_SECONDS) as client,
    ):
        hello(client)
        with ThreadPoolExecutor(6) as pool:
            pushed = list(pool.map(lambda station: push_one(port, station), stations))
        assert pushed == [200] * 6
        assert page_of(client, token)
        assert len(children_of(running.pid)) >= 2
    assert centre.faults() == []


@pytest.mark.slow
@POSTGRES
def test_workers_end_when_the_process_that_started_them_is_killed(centre: Centre) -> None:
    port = free_port()
    options = ("--database", centre.database, "--port", str(port), "--workers", "2")
    with (
        process("sync.server.cli", "serve", *options) as running,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE_SECONDS) as client,
    ):
        hello(client)
        workers = [Path(f"/proc/{child}") for child in children_of(running.pid)]
        assert len(workers) >= 2
        running.kill()
        end = time.monotonic() + PATIENCE_SECONDS
        while any(map(_is_alive, workers)):
            assert time.monotonic() < end
            time.sleep(0.1)


def test_a_file_is_served_by_one_process(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--database", database, "--workers", "2"]) == 1
    assert "SQLite - для одного процесса" in capsys.readouterr().err


def test_a_port_that_is_taken_is_a_sentence(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert main(["serve", "--database", database, "--port", str(port)]) == 1
    assert f"порт {port} не занять" in capsys.readouterr().err


@POSTGRES
def test_several_schools_are_not_served_before_a_fence_that_is_open(
    centre: Centre, databases: PostgresDatabases, capsys: pytest.CaptureFixture[str]
) -> None:
    with centre.served.writing() as session:
        found_school(session, new_recovery_pair()[1])
    everything = centre.store.engine.url.render_as_string(hide_password=False)
    assert main(["serve", "--database", everything.replace("+psycopg", "")]) == 1
    assert "BYPASSRLS" in capsys.readouterr().err


def page_of(client: httpx.Client, token: str) -> bool:
    """Tell whether a session may pull the page of Russian."""
    headers = {"Authorization": f"Bearer {token}"}
    answer = client.post(PULL_PATH, content=pack(PullRequest("", {})), headers=headers)
    return f"page:{RUSSIAN}" in unpack(answer.content, PullAnswer).granted


def push_one(port: int, station: HandStation) -> int:
    """Push a mark of a station over a connection of its own."""
    body = pack(station.batch([station.entry(mark())]))
    return httpx.post(
        f"http://127.0.0.1:{port}{PUSH_PATH}", content=body, timeout=PATIENCE_SECONDS
    ).status_code


def _is_alive(proc: Path) -> bool:
    """Tell whether a process of this folder runs: one that nobody has waited for does not."""
    try:
        return (proc / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def children_of(pid: int) -> list[str]:
    """Return the processes that a process has started."""
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def current(centre: Centre, key: str) -> str:
    """Return the entry that stands in a key."""
    with centre.store.reading() as session:
        return session.scalars(select(FactRow.current).where(FactRow.key == key)).one() or ""
