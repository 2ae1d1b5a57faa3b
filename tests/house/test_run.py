"""run.py on machines that lack something."""

import subprocess
import sys
from pathlib import Path

import pytest

import run

OFFSCREEN = {
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libgl1",
    "libglib2.0-0",
    "libxkbcommon0",
}
WINDOW = {
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
}


def nothing_loads(library: str) -> bool:
    """Stand for a bare system."""
    return False


def test_a_bare_system_needs_every_package_that_qt_draws_with() -> None:
    assert set(run.missing_packages(window=False, loads=nothing_loads)) == OFFSCREEN


def test_a_window_needs_more() -> None:
    assert set(run.missing_packages(window=True, loads=nothing_loads)) == OFFSCREEN | WINDOW


def test_only_the_missing_package_is_named() -> None:
    missing = run.missing_packages(window=True, loads=lambda library: library != "libEGL.so.1")
    assert missing == ["libegl1"]


def test_this_system_has_what_the_tests_draw_with() -> None:
    assert sys.platform != "linux" or run.missing_packages(window=False) == []


def test_the_tests_need_the_keyring_and_the_display_of_a_desktop() -> None:
    assert run.missing_programs(finds=lambda _: None) == [
        "gnome-keyring",
        "dbus-daemon",
        "dbus-bin",
        "xvfb",
        "xdotool",
    ]
    assert run.missing_programs(finds=lambda program: program) == []


def test_without_root_the_exact_line_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000, raising=False)
    with pytest.raises(SystemExit) as refusal:
        run.install_packages(["libegl1", "libgl1"])
    line = "sudo apt-get install -y --no-install-recommends libegl1 libgl1"
    assert str(refusal.value).splitlines()[-1].strip() == line


def test_root_updates_the_lists_and_installs(monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []

    def record(command: list[str], **_: object) -> int:
        commands.append(command)
        return 0

    monkeypatch.setattr("os.geteuid", lambda: 0, raising=False)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr("subprocess.call", record)
    run.install_packages(["libegl1"])
    assert commands == [["apt-get", "update"], run.install_command(["libegl1"])]


def test_an_old_python_hears_a_sentence(tmp_path: Path) -> None:
    pretend = "import sys; sys.version_info = (3, 9, 2); import run"
    old = subprocess.run(
        [sys.executable, "-c", pretend],
        cwd=run.ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**run.surroundings(), "PYTHONPYCACHEPREFIX": str(tmp_path)},
    )
    assert old.returncode == 1
    assert old.stderr.strip() == (
        "Нужен Python 3.11 или новее, а это 3.9. Установите новый Python и повторите команду."
    )


def test_an_unknown_command_is_answered_with_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["dmeo"]) == 2
    shown = capsys.readouterr().out
    assert all(f"  {command} " in shown for command in (*run.MODULES, "test", "build"))


def test_qt_draws_offscreen_unless_a_window_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    assert run.surroundings()["QT_QPA_PLATFORM"] == "offscreen"
    assert "QT_QPA_PLATFORM" not in run.surroundings(window=True)


@pytest.mark.parametrize(
    ("outcome", "code", "last_line"),
    [(0, 0, "Все проверки прошли."), (1, 1, "НЕ ПРОШЛО: вид кода, правила кода, типы, ")],
)
def test_every_check_runs_and_the_end_names_those_that_failed(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    outcome: int,
    code: int,
    last_line: str,
) -> None:
    ran: list[str] = []

    def record(command: list[str], **_: object) -> int:
        ran.append(" ".join(command))
        return outcome

    monkeypatch.setattr("subprocess.call", record)
    assert run.check(["tests/house"]) == code
    assert capsys.readouterr().out.splitlines()[-1].startswith(last_line)
    for tool in ("ruff format --check", "ruff check", "mypy", "lint-imports", "pytest -n 3"):
        assert sum(tool in command for command in ran) == 1
    assert ran[-1].endswith("tests/house")


def test_the_fast_loop_leaves_the_slow_tests_out(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []

    def record(command: list[str], **_: object) -> int:
        ran.append(command)
        return 0

    monkeypatch.setattr("subprocess.call", record)
    assert run.check(["--fast", "tests/journal"]) == 0
    assert [command[1:] for command in ran] == [
        ["-m", "pytest", "-x", "-m", "not slow", "tests/journal"]
    ]


def test_a_changed_lock_is_installed_and_an_unchanged_one_is_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ran: list[list[str]] = []

    def record(command: list[str], **_: object) -> int:
        ran.append(command)
        return 0

    monkeypatch.setattr("subprocess.call", record)
    monkeypatch.setattr(run, "works", lambda *_: True)
    monkeypatch.setattr(run, "LOCK", tmp_path / "requirements.lock")
    monkeypatch.setattr(run, "INSTALLED", tmp_path / "installed")
    for lock in ("one", "one", "two"):
        run.LOCK.write_text(lock)
        run.prepare_environment()
    assert [command[-2:] for command in ran] == [
        ["-r", str(run.LOCK)],
        ["--editable", str(run.ROOT)],
    ] * 2
    assert sum("--require-hashes" in command for command in ran) == 2
