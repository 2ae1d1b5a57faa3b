"""The demo in a window: the school is there, a teacher is signed in, the rest is up to you."""

import sys
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.collecting import Collector
from desktop.demo import hands
from desktop.demo.centre import Centre
from desktop.demo.keeping import kept_centre, sweep
from desktop.demo.stage import PASSWORD, TEACHER, Stage
from desktop.language import speak_russian
from desktop.theme import Theme
from desktop.views.sign_in import SignIn
from journal.reference import Reference


def show_school(
    app: QApplication, folder: Path, start: datetime, *, pretend: bool, whole: bool
) -> int:
    """Prepare the school, open the window of a teacher and stay until it is closed.

    ``pretend``: ``start`` is the moment that the program takes for now, and it goes on from there;
    else the program lives in the time of this computer. ``whole``: the school of 22 classes; what
    was prepared for it is kept, and the next demo of that day begins at once.
    """
    speak_russian(app)
    stage = Stage(folder, start, print, whole=whole)
    try:
        reference = _prepare_whole(stage, start) if whole else stage.prepare(start)[0]
        if pretend:
            ticking = QTimer(app)
            ticking.timeout.connect(lambda: stage.clock.wait(seconds=1))
            ticking.start(1000)
        else:
            stage.live_now()
        program = stage.program(app, stage.classroom, Theme(app))
        program.start()
        program.window.appear()
        page = program.window.page
        assert isinstance(page, SignIn)
        page.login.setText(TEACHER)
        page.password.edit.setText(PASSWORD)
        hands.click(page.go)
        for line in _who_is_who(reference, stage.centre):
            print(line)
        collector = Collector()
        collector.start()
        code = app.exec()
        collector.stop()
        program.close()
        return code
    finally:
        stage.close()


def _prepare_whole(stage: Stage, start: datetime) -> Reference:
    kept = kept_centre(start.date())
    if not kept.exists():
        print("Готовится школа из 22 классов; это делается один раз и занимает минуты.")
        kept.parent.mkdir(parents=True, exist_ok=True)
        reference, _ = stage.prepare(start)
        stage.centre.stop()
        stage.centre.keep(kept)
        sweep(kept)
        stage.centre.start()
        return reference
    stage.centre.take(kept)
    return stage.open_kept(start)


def _who_is_who(reference: Reference, centre: Centre) -> list[str]:
    class_teachers = {
        each.teacher: each.title for each in reference.classes.values() if each.teacher
    }
    lines = [
        f"Центральный сервер: {centre.address}. Пароль у всех один: {PASSWORD}. Можно войти как:"
    ]
    for member in sorted(reference.staff.values(), key=lambda each: each.login):
        post = member.post_title
        if member.user in class_teachers:
            post = f"{post}, классный руководитель {class_teachers[member.user]}"
        lines.append(f"  {member.login:<14} {member.short}, {post}")
    end = "taskkill /F /PID" if sys.platform == "win32" else "kill"
    lines.append(
        "Сменить пользователя: Ctrl+L, затем «Войти другим пользователем». "
        "Подсказка по клавишам: F1."
    )
    lines.append(f"Увидеть работу без связи: остановите сервер командой {end} {centre.process_id}")
    return lines
