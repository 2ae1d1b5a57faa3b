"""The demo without a display: the stage, the story, the summary."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop.demo.cast import cast
from desktop.demo.plot import Plot
from desktop.demo.preparing import Wish, prepare, read_school
from desktop.demo.report import own_journals, tell, write_summary
from desktop.demo.stage import Stage
from desktop.language import speak_russian
from desktop.theme import Theme
from journal.keys import PasswordCost
from journal.queries.school_days import school_day_near


def tell_story(
    app: QApplication,
    out: Path,
    start: datetime,
    *,
    say: Callable[[str], None] = print,
    plot: type[Plot] = Plot,
    cost: PasswordCost | None = None,
    since: date | None = None,
) -> int:
    """Play the story into ``out``; return 1 when an entry was lost, else 0.

    It is played on the small school, the lessons of which are kept from ``since`` on, or all year.
    """
    speak_russian(app)
    out.mkdir(parents=True, exist_ok=True)
    stage = Stage(out / "work", start, cost)
    try:
        say("Готовится учебная школа.")
        prepare(stage.centre.folder, Wish(start, is_small=True, since=since), lambda *_: None)
        reference = read_school(stage.centre.database)
        today = school_day_near(reference, start.date())
        people = cast(reference, today)
        stage.clock.set(datetime.combine(today, start.timetz()))
        stage.centre.start()
        story = plot(app, stage, Theme(app, "light"), out, reference, people, say)
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
