"""The documents of the story: printed by the program, then looked at as files."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf.pdfa

from desktop.copying import Printed
from desktop.demo import hands
from desktop.demo.cast import Cast
from desktop.demo.desk import Desk
from desktop.models.copies_board import Step
from desktop.outage_copying import print_temporary_day, print_transfer_act
from journal.queries.copies import read_copies
from journal.queries.temporary_journals import read_temporary_journals
from journal.queries.temporary_sheets import read_sheets

_STEPS: tuple[Step, ...] = ("checked", "certified")


@dataclass
class Papers:
    """Prints into a folder and keeps what was printed."""

    folder: Path
    printed: list[Printed] = field(default_factory=list)

    def print_term(self, desk: Desk, cast: Cast) -> None:
        """Print the page of the term, check it and certify it."""
        screen = desk.printing()
        screen.board.printed.connect(self.printed.append)
        screen.choose(cast.work_page.id, cast.term.id)
        self.look_through(desk)
        desk.shoot("print-preview")
        screen.print_to(self._path("F-01.pdf"))
        self._wait(1)
        screen.show_copies()
        for step in _STEPS:
            next_button = screen.register.panel.buttons[step]
            hands.wait_until(next_button.isVisible, f"кнопка «{next_button.text()}»")
            hands.click(next_button)
        hands.wait_until(
            lambda: "certified" in desk.workspace.read(read_copies)[0].marks, "отметка «Заверено»"
        )
        hands.rest()
        desk.exchange()
        desk.shoot("print-register-of-copies")

    def look_through(self, desk: Desk) -> None:
        """Wait until what is chosen stands in the preview, as it is now."""
        screen = desk.printing()
        hands.wait_until(lambda: screen.board.is_up_to_date, "просмотр страницы")
        hands.wait_until(lambda: screen.page.preview.is_drawn, "предпросмотр")
        hands.rest()

    def print_transfer(self, desk: Desk, name: str) -> None:
        """Print the filled temporary journal (F-11) and the act of its transfer (F-20)."""
        workspace, tasks = desk.workspace, desk.program.tasks
        journals = workspace.read(read_temporary_journals, workspace.user, workspace.now)
        journal = next(each for each in journals if each.is_own)
        for number, sheet in enumerate(workspace.read(read_sheets, journal), start=1):
            path = self._path(f"F-11-{name}-{number}.pdf")
            print_temporary_day(
                workspace, tasks, journal, sheet, path, self.printed.append, _give_up
            )
            self._wait(len(self.printed) + 1)
        path = self._path(f"F-20-{name}.pdf")
        count = len(self.printed)
        print_transfer_act(workspace, tasks, journal, path, self.printed.append, _give_up)
        self._wait(count + 1)
        desk.exchange()

    def summary(self, out: Path) -> list[dict[str, Any]]:
        """Return the documents as ``summary.json`` lists them; each is checked as an archive."""
        return [
            {
                "file": str(printed.path.relative_to(out)),
                "form": printed.form,
                "pages": printed.pages,
                "digest": printed.digest,
                "pdfa": is_archive(printed.path),
            }
            for printed in self.printed
        ]

    def _path(self, name: str) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder / name

    def _wait(self, count: int) -> None:
        hands.wait_until(lambda: len(self.printed) >= count, "готовый документ")


def is_archive(path: Path) -> bool:
    """Tell whether a file is PDF/A-2b."""
    return bool(pikepdf.pdfa.validate_written(path, "2b").passed)


def _give_up(fault: Exception) -> None:
    raise fault
