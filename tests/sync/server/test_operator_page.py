"""The operator's page says what the program really does."""

import re
import shlex
from collections.abc import Sequence
from pathlib import Path

import pytest

from desktop import office
from desktop.import_office import Wish
from sync.server.answering import ALWAYS_ADMITTED, Limits
from sync.server.cli import command_line

ROOT = Path(__file__).parents[3]
PAGES = [ROOT / "docs" / "operator.md", ROOT / "README.md"]
SERVER, WORKPLACE = "uchitelskaya-server", "uchitelskaya"


def commands(page: Path, program: str) -> list[str]:
    """Return the lines of the page's blocks that run ``program``, with what systemd starts."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", page.read_text(encoding="utf-8"), re.S | re.M)
    lines = [line for block in blocks for line in block.splitlines()]
    started = re.compile(rf"(?:ExecStart=\S*/)?({program} .*)")
    return [found[1] for line in lines if (found := started.fullmatch(line))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_for_the_server_is_understood(page: Path) -> None:
    lines = commands(page, SERVER)
    assert lines
    for line in lines:
        options = command_line().parse_args(shlex.split(line)[1:])
        assert callable(options.command), line


def test_the_commands_for_a_workplace_are_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    imported: list[Sequence[Path]] = []

    def bring_in(wish: Wish, *_: object) -> None:
        imported.append(wish.paths)

    monkeypatch.setattr(office, "bring_in", bring_in)
    monkeypatch.setattr("desktop.upkeep.ask_password", lambda _: "")
    for line in commands(PAGES[0], WORKPLACE):
        assert office.run(shlex.split(line)[1:]) == 0
    assert imported == [[Path("tables")]]


def test_the_page_names_every_command() -> None:
    page = PAGES[0].read_text(encoding="utf-8")
    names = {line.split()[1] for line in commands(PAGES[0], SERVER)}
    helped = command_line().format_help()
    known = set(re.findall(r"^    ([a-z]+) ", helped, re.M))
    # parcels have a page of their own
    assert known - names == {"parcel"}
    assert "parcels.md" in page


def test_the_numbers_of_the_page_are_those_of_the_program() -> None:
    page = PAGES[0].read_text(encoding="utf-8")
    assert f"({Limits().in_flight} на процесс)" in page
    assert f"дольше {Limits().patience:.0f} секунд" in page
    assert all(path in page for path in ALWAYS_ADMITTED)
