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
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import select

from journal.clock import to_ms
from sync.protocol import HELLO_PATH, SIGN_IN_PATH, TIME_HEADER, SignIn, pack
from sync.server.database import open_centre
from sync.server.guessing import FREE_PER_ACCOUNT
from sync.server.tables import GuessRow
from tests.sync.centre import make_template
from tests.sync.databases import SqliteDatabases

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
        running.send_signal(signal.SIGTERM)
        running.wait(PATIENCE_SECONDS)
    finally:
        running.kill()
        running.communicate()


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
        httpx.Client(base_url=f"http://127.0.0.1:{port}") as client,
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
        httpx.Client(base_url=f"https://127.0.0.1:{port}", verify=trust) as client,
    ):
        assert hello(client).status_code == 200


def test_a_guesser_behind_a_proxy_cannot_choose_his_address(database: str) -> None:
    port = free_port()
    options = ("--database", database, "--port", str(port), "--behind-proxy")
    words = pack(SignIn("nobody", "a guess"))
    with (
        process("sync.server.cli", "serve", *options),
        httpx.Client(base_url=f"http://127.0.0.1:{port}") as client,
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


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """Make the certificate of a school that is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = folder / "server.pem", folder / "server.key"
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files
