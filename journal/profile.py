"""The school's local act as data: one TOML text, versioned, every key with its meaning.

A stored version must mean the same for ever: a key that a text leaves out has the value that the
general act had when the key was born, so a default is never changed once it was released.
Source: requirements, s. 4 (table of the five schools).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Annotated, Literal

import msgspec

from journal.act_sections import (
    Cards,
    ClassTeacher,
    Deadline,
    Finals,
    Grading,
    Marks,
    TemporaryJournal,
    Time,
    Timetable,
    Workplace,
    grades_of,
)
from journal.act_text import read_act

Shipped = Literal["general", "amu", "tal", "mic", "anc", "nem"]
Certifier = Literal["deputy", "director", "administrator", "secretary"]
Form = Annotated[str, msgspec.Meta(pattern=r"^F-\d\d$", description="номер формы, например F-01")]

# A mapping that a text gives is laid over these: a line left out keeps the general value.
_CERTIFIER: Mapping[str, Certifier] = {"F-01": "deputy", "F-20": "deputy"}
_SEAL: Mapping[str, bool] = {"F-01": True, "F-20": False}


@dataclass(frozen=True, slots=True)
class Profile:
    """One version of the school's local act.

    Attributes:
        version: of the school's act, from 1; grows with every change.
        title: what people call it.
        certifier: post whose signature certifies a printed form (C-08).
        seal: whether the certified form needs the school's seal.
        agreed: post with which the print of a form is agreed, and which signs for that
            (ANC-P4.D.2); no line of that kind where it is not named.
    """

    version: Annotated[int, msgspec.Meta(ge=1, description="номер редакции, целое число от 1")]
    title: Annotated[str, msgspec.Meta(min_length=1, description="название в кавычках")]
    time: Time = field(default_factory=Time)
    grading: Grading = field(default_factory=Grading)
    marks: Marks = field(default_factory=Marks)
    deadline: Deadline = field(default_factory=Deadline)
    temporary_journal: TemporaryJournal = field(default_factory=TemporaryJournal)
    finals: Finals = field(default_factory=Finals)
    class_teacher: ClassTeacher = field(default_factory=ClassTeacher)
    cards: Cards = field(default_factory=Cards)
    timetable: Timetable = field(default_factory=Timetable)
    workplace: Workplace = field(default_factory=Workplace)
    certifier: Annotated[
        Mapping[Form, Certifier],
        msgspec.Meta(description='"F-01" = "deputy", "director", "administrator" или "secretary"'),
    ] = field(default_factory=dict)
    seal: Annotated[
        Mapping[Form, bool], msgspec.Meta(description='"F-01" = true (да) или false (нет)')
    ] = field(default_factory=dict)
    agreed: Annotated[
        Mapping[Form, Certifier],
        msgspec.Meta(description='"F-01" = "administrator" или другая должность'),
    ] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "certifier", {**_CERTIFIER, **self.certifier})
        object.__setattr__(self, "seal", {**_SEAL, **self.seal})

    @property
    def time_zone(self) -> str:
        """The school's time zone (IANA name)."""
        return self.time.zone

    @property
    def staff_week(self) -> int:
        """Working days in a week of the staff, 5 or 6."""
        return self.time.staff_week

    @property
    def week_by_grade(self) -> Mapping[int, int]:
        """Days of study a week for each grade 1-11."""
        bands = self.time.week_days.items()
        return {grade: week for band, week in bands for grade in grades_of(band)}

    def is_graded(self, grade: int, subject: str = "") -> bool:
        """Tell whether marks are taken in the subject of the grade at all."""
        return self.marks_fault(grade, subject) is None

    def marks_fault(self, grade: int, subject: str) -> str | None:
        """Return why no marks are taken there, or ``None`` (MIC-1.2a)."""
        if grade in self.grading.unmarked_grades:
            return f"В {grade} классе отметки не ставятся: так решено локальным актом школы."
        if subject in self.grading.unmarked_subjects:
            return f"По предмету «{subject}» отметки не ставятся: так решено локальным актом школы."
        return None

    def needs_topic(self, grade: int) -> bool:
        """Tell whether a lesson of the grade is not filled in without a topic (MIC-1.2a)."""
        return grade not in self.grading.topic_optional_grades

    def homework_fault(self, grade: int) -> str | None:
        """Return why the grade takes no homework, or ``None`` (MIC-1.2a)."""
        if grade not in self.grading.homework_off_grades:
            return None
        return f"В {grade} классе домашние задания не задаются: так решено локальным актом школы."


def parse_profile(text: str) -> Profile:
    """Read a local act from its TOML text.

    Raises:
        UserError: the text is no TOML, or a key is unknown, missing or has a wrong value; the
            sentence names section and key.
    """
    return read_act(text, Profile)


def profile_text(name: Shipped) -> str:
    """Return the TOML text of a shipped local act, as a school may start its own from."""
    file = resources.files("journal") / "profiles" / f"{name}.toml"
    return file.read_text(encoding="utf-8")


def shipped_profile(name: Shipped) -> Profile:
    """Return a local act that the program ships: the general one or a school's."""
    return parse_profile(profile_text(name))
