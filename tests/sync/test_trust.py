"""Whose certificates a workplace believes."""

from pathlib import Path

import httpx
import pytest

from desktop import office
from desktop.settings import SettingsFile
from journal.errors import UserError
from sync.enrolment import first_sign_in
from sync.trust import keep_authority, trusted
from tests.journal.desks import HandClock
from tests.sync.centre import CHEAP, PASSWORD, Centre
from tests.sync.certificates import make_certificate
from tests.sync.workplaces import served


def test_a_workplace_signs_in_at_a_centre_with_a_certificate_of_the_school(
    centre: Centre, tmp_path: Path
) -> None:
    certificate, key = make_certificate(tmp_path)
    tls = {"ssl_certfile": str(certificate), "ssl_keyfile": str(key)}
    with served(centre.app, **tls) as (host, port):
        url = f"https://{host}:{port}"

        def sign_in(name: str, ca_file: str) -> None:
            with httpx.Client(verify=trusted(ca_file), timeout=20) as http:
                folder = tmp_path / name
                clock = HandClock(centre.clock.now)
                first_sign_in(folder, url, "petrova", PASSWORD, http, clock, cost=CHEAP).close()

        with pytest.raises(UserError, match="uchitelskaya trust"):
            sign_in("stranger", "")
        assert not (tmp_path / "stranger").exists() or not any((tmp_path / "stranger").iterdir())
        sign_in("known", str(certificate))


def test_the_authority_is_kept_when_its_medium_is_gone(tmp_path: Path) -> None:
    certificate, _ = make_certificate(tmp_path)
    kept = keep_authority(certificate, tmp_path / "settings")
    certificate.unlink()
    assert trusted(str(kept)).cert_store_stats()["x509_ca"] > 0


def test_what_is_no_certificate_is_refused_in_plain_words(tmp_path: Path) -> None:
    wrong = tmp_path / "notes.txt"
    wrong.write_text("не сертификат", encoding="utf-8")
    for file in (wrong, tmp_path / "nothing.pem"):
        with pytest.raises(UserError, match="не читается как сертификат"):
            keep_authority(file, tmp_path / "settings")
    assert not (tmp_path / "settings").exists()


def test_one_command_makes_a_computer_believe_its_school(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Path(tmp_path / "config" / "settings.json")
    monkeypatch.setattr(office, "settings_path", lambda: settings)
    certificate, _ = make_certificate(tmp_path)
    assert office.run(["trust", str(certificate)]) == 0
    kept = Path(SettingsFile(settings).load().ca_file)
    assert kept.read_bytes() == certificate.read_bytes()
    assert str(kept) in capsys.readouterr().out
    assert office.run(["trust", str(tmp_path / "nothing.pem")]) == 1
    assert SettingsFile(settings).load().ca_file == str(kept)
