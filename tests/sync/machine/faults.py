"""Rules: how entries travel, how wires break, programs die and clocks err."""

from datetime import timedelta
from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from journal.services.outages import (
    REASONS,
    DeclareOutage,
    EndOutage,
    declare_outage,
    end_outage,
)
from tests.sync.machine.ground import COPY, Ground, computers, names, pupils, teachers, texts, wish
from tests.sync.machine.places import LAST_MOMENT, Place
from tests.sync.machine.wire import Fault

WRITE_STEPS = ("write.begun", "write.appended", "write.projected")
PULL_STEPS = ("pull.received", "pull.stored", "pull.committed")
TALK_STEPS = (
    "push.batch_built",
    "push.sent",
    "acknowledge.received",
    "acknowledge.stored",
    "acknowledge.committed",
    *PULL_STEPS,
)
CENTRE_STEPS = (
    "judge.locked",
    "judge.judged",
    "judge.stored",
    "judge.projected",
    "answer.committed",
    "answer.signed",
)
OFFER_STEPS = ("offer.asked", "offer.sent", "offer.settled")
REINSERT_STEPS = (
    "reinsert.locked",
    "reinsert.stored",
    "reinsert.projected",
    "reinsert.committed",
)
faults = st.sampled_from(list(Fault))
times = st.integers(1, 2)


class FaultRules(Ground):
    """What happens between desks and the centre, and to both."""

    @precondition(lambda self: self.house.is_something_unsent)
    @rule(name=names, fault=faults)
    def push(self, name: str, fault: Fault) -> None:
        desk = self.desk(name)
        desk.wire.faults.append(fault)
        desk.push()
        desk.wire.faults.clear()

    @rule(name=names, fault=faults, calm=st.integers(0, 3))
    def exchange(self, name: str, fault: Fault, calm: int) -> None:
        desk = self.desk(name)
        desk.wire.faults += [*[Fault.NONE] * calm, fault]
        desk.exchange()
        desk.wire.faults.clear()

    @rule(name=names, pages=st.integers(1, 3))
    def pull_some_pages(self, name: str, pages: int) -> None:
        desk = self.desk(name)
        desk.wire.answers_left = pages
        desk.pull()
        desk.wire.answers_left = None

    @precondition(lambda self: self.house.is_something_unsent)
    @rule()
    def let_everybody_exchange(self) -> None:
        for desk in self.house.desks.values():
            desk.exchange()

    @rule(name=names, step=st.sampled_from(TALK_STEPS), time=times)
    def die_in_an_exchange(self, name: str, step: str, time: int) -> None:
        desk = self.desk(name)
        desk.die_in(self.house.steps, step, time, desk.exchange)

    @rule(name=teachers, step=st.sampled_from(WRITE_STEPS), pupil=pupils, text=texts)
    def die_while_writing(self, name: str, step: str, pupil: int, text: str) -> None:
        act = partial(self.write, name, Place.TODAY, pupil, text)
        self.desk(name).die_in(self.house.steps, step, 1, act)

    @precondition(lambda self: self.house.is_something_unsent)
    @rule(name=names, step=st.sampled_from(CENTRE_STEPS), time=times)
    def kill_the_centre_in_a_push(self, name: str, step: str, time: int) -> None:
        with self.house.steps.deadly(step, time, self.house.centre.kill):
            self.desk(name).push()

    @rule(name=names)
    def close_the_program_and_open_it(self, name: str) -> None:
        self.desk(name).close()
        self.desk(name).open()

    @precondition(lambda self: COPY not in self.house.desks)
    @rule()
    def copy_a_journal(self) -> None:
        self.house.copy("classroom", COPY)
        stations = {self.house.desks[name].journal.station for name in ("classroom", COPY)}
        assert len(stations) == 2, "a copied journal goes on as the same station"

    @precondition(lambda self: COPY not in self.house.desks)
    @rule()
    def clone_a_computer(self) -> None:
        self.house.clone("classroom", COPY)

    @rule(name=st.sampled_from(["classroom", "office"]))
    def back_up(self, name: str) -> None:
        self.house.back_up(name)

    @precondition(lambda self: self.house.backups)
    @rule(data=st.data())
    def restore_from_backup(self, data: st.DataObject) -> None:
        self.house.restore(data.draw(st.sampled_from(sorted(self.house.backups))))

    @rule(name=names)
    def upgrade_a_station(self, name: str) -> None:
        if not self.desk(name).is_newer:
            self.desk(name).upgrade()

    @precondition(lambda self: not self.house.centre.is_newer)
    @rule()
    def upgrade_the_centre(self) -> None:
        self.house.upgrade_the_centre()

    @rule()
    def back_up_the_centre(self) -> None:
        self.house.back_up_centre()

    @precondition(lambda self: self.house.centre_backup is not None)
    @rule()
    def restore_the_centre(self) -> None:
        self.house.restore_centre()

    @precondition(lambda self: self.house.centre_backup is not None)
    @rule(name=names, step=st.sampled_from(OFFER_STEPS), time=times)
    def restore_the_centre_and_die_in_an_offer(self, name: str, step: str, time: int) -> None:
        self.house.restore_centre()
        desk = self.desk(name)
        desk.die_in(self.house.steps, step, time, desk.exchange)

    @precondition(lambda self: self.house.centre_backup is not None)
    @rule(name=names, step=st.sampled_from(REINSERT_STEPS), time=times)
    def restore_the_centre_and_kill_it(self, name: str, step: str, time: int) -> None:
        self.house.restore_centre()
        with self.house.steps.deadly(step, time, self.house.centre.kill):
            self.desk(name).exchange()

    @rule(hours=st.sampled_from([1, 24, 96]))
    def let_time_pass(self, hours: int) -> None:
        if self.house.clock.now < LAST_MOMENT - timedelta(hours=hours):
            self.house.wait(timedelta(hours=hours))

    @rule(computer=computers, minutes=st.sampled_from([-3000, -90, 90, 3000]))
    def set_a_clock_wrong(self, computer: str, minutes: int) -> None:
        clock = self.house.clocks[computer]
        clock.now += timedelta(minutes=minutes)
        # what counts from the start of the computer does not jump
        clock.started += timedelta(minutes=minutes)

    @precondition(lambda self: self.house.is_some_clock_wrong)
    @rule()
    def set_all_clocks_right(self) -> None:
        self.house.set_clocks_right()

    @rule(computer=computers)
    def lose_the_connection(self, computer: str) -> None:
        self.house.wires[computer].is_down = True

    @precondition(lambda self: any(wire.is_down for wire in self.house.wires.values()))
    @rule()
    def get_all_connections_back(self) -> None:
        for wire in self.house.wires.values():
            wire.heal()

    @rule(name=names)
    def notice_an_outage(self, name: str) -> None:
        desk = self.desk(name)
        desk.wire.is_down = True
        for _ in range(5):
            self.house.wait(timedelta(minutes=1))
            desk.exchange()

    @rule(name=names)
    def declare_an_outage(self, name: str) -> None:
        wish(self.desk(name), declare_outage, DeclareOutage(REASONS[0]))
        self.declared.add(name)

    @precondition(lambda self: self.declared)
    @rule()
    def end_declared_outages(self) -> None:
        for name in sorted(self.declared):
            wish(self.desk(name), end_outage, EndOutage())
        self.declared.clear()
