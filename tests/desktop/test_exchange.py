"""The exchange in the background: one attempt at a time, soon after writing, never the end."""

import random
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pytestqt.qtbot import QtBot

from desktop.entrance import Entrance
from desktop.exchange import Exchange
from desktop.tasks import TaskHandle, Tasks
from desktop.workspace import Workspace
from journal.changes import Changes
from journal.errors import UserError
from journal.services.lessons import SetTopic, set_topic
from sync.client import SyncClient
from sync.link import LinkError, Refused, Unreachable
from sync.pace import Pace
from sync.protocol import Problem
from tests.journal.desks import HandClock, new_journal
from tests.journal.test_lesson_services import LESSON
from tests.small_school import PETROVA, RUSSIAN, SCHOOL


class FakeClient(SyncClient):
    """A client whose network is what the test says: a list of outcomes, then silence."""

    def __init__(self, *outcomes: Changes | LinkError | RuntimeError) -> None:
        self.outcomes = list(outcomes)
        self.attempts = 0

    def exchange(self) -> Changes:
        self.attempts += 1
        outcome = self.outcomes.pop(0) if self.outcomes else Changes()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    store = new_journal(tmp_path)
    yield Workspace(store, HandClock(), SCHOOL, PETROVA)
    store.close()


def exchange_of(workspace: Workspace, tasks: Tasks, client: FakeClient) -> Exchange:
    return Exchange(client, workspace, tasks, Pace(random.Random(1)))


def test_what_the_centre_sent_is_announced(
    workspace: Workspace, tasks: Tasks, qtbot: QtBot
) -> None:
    news = Changes(frozenset({f"page:{RUSSIAN}/topic/{LESSON}"}))
    exchange = exchange_of(workspace, tasks, FakeClient(news))
    with qtbot.waitSignal(workspace.committed) as heard:
        exchange.run()
    assert heard.args[0].keys == news.keys
    assert heard.args[0].link
    exchange.stop()


def test_an_entry_is_sent_soon_after_it_was_written(
    workspace: Workspace, tasks: Tasks, qtbot: QtBot
) -> None:
    client = FakeClient()
    exchange = exchange_of(workspace, tasks, client)
    with qtbot.waitSignal(exchange.ended):
        exchange.run()
    with qtbot.waitSignal(exchange.ended):
        workspace.execute(set_topic, SetTopic(RUSSIAN, LESSON, "Имя существительное"))
    assert client.attempts == 2
    exchange.stop()


def test_silence_of_the_centre_ends_nothing_and_is_tried_again(
    workspace: Workspace, tasks: Tasks, qtbot: QtBot
) -> None:
    client = FakeClient(Unreachable("нет связи"))
    exchange = exchange_of(workspace, tasks, client)
    with qtbot.waitSignal(exchange.ended) as ended:
        exchange.run()
    assert ended.args == [False]
    with qtbot.waitSignal(exchange.ended, timeout=5000) as ended:
        pass
    assert ended.args == [True]
    exchange.stop()


def test_a_refusal_is_told_in_the_words_of_the_centre(
    workspace: Workspace, tasks: Tasks, qtbot: QtBot
) -> None:
    refusal = Refused(Problem("revoked", "Рабочее место отключено администратором."), 0)
    exchange = exchange_of(workspace, tasks, FakeClient(refusal))
    with qtbot.waitSignal(exchange.refused) as told:
        exchange.run()
    assert told.args == ["Рабочее место отключено администратором."]
    exchange.stop()


@pytest.mark.parametrize("typed", ["", "http://", "ftp://школа"])
def test_what_is_no_address_is_refused_before_anybody_is_asked(tmp_path: Path, typed: str) -> None:
    with httpx.Client() as http:
        entrance = Entrance(tmp_path, http, HandClock())
        with pytest.raises(UserError, match="не адрес"):
            entrance.sign_in(TaskHandle(lambda *_: None), "petrova", "пароль", typed)
    assert not entrance.has_any()
