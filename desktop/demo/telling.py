"""The demo without a display: the stage, the story, the summary."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop.demo.plot import Plot
from desktop.demo.report import own_journals, tell, write_summary
from desktop.demo.seeding import Past
from desktop.demo.stage import Stage
from desktop.language import speak_russian
from desktop.theme import Theme
from journal.keys import PasswordCost


def tell_story(
    app: QApplication,
    out: Path,
    start: datetime,
    *,
    say: Callable[[str], None] = print,
    plot: type[Plot] = Plot,
    cost: PasswordCost | None = None,
    past: Past | None = None,
) -> int:
    """Play the story into ``out``; return 1 when an entry was lost, else 0."""
    speak_russian(app)
    out.mkdir(parents=True, exist_ok=True)
    stage = Stage(out / "work", start, say, cost, past)
    try:
        reference, cast = stage.prepare(start)
        story = plot(app, stage, Theme(app, "light"), out, reference, cast, say)
        try:
            story.play()
            balance = story.balance
            assert balance is not None
            journals = list(own_journals(story.desks))
            documents = story.papers.summary(out)
            write_summary(out, balance, journals, documents, story.screens)
            for line in tell(balance, journals):
                say(line)
            sound = not balance.lost and all(document["pdfa"] for document in documents)
            return 0 if sound else 1
        finally:
            story.end()
    finally:
        stage.close()
