"""Which row each kind of entry folds to."""

from journal.facts_page import (
    AttendanceRow,
    ColumnRow,
    HomeworkRow,
    LessonChangeRow,
    MarkRow,
    PlanTopicRow,
    RollCallRow,
    TermMarkRow,
    TopicRow,
)
from journal.facts_paper import (
    CopyRow,
    CopyStateRow,
    IntervalActRow,
    IntervalRow,
    RedactionRow,
    RestoredRow,
    StationRow,
)
from journal.facts_school import (
    CalendarDayRow,
    CardRow,
    ClassRow,
    ClosingRow,
    PageRow,
    PeriodRow,
    ProfileRow,
    PupilRow,
    SchoolRow,
    StaffRow,
    SubstitutionRow,
    TimetableRow,
)
from journal.tables import Fact

ROW_OF_KIND: dict[str, type[Fact]] = {
    "mark.set": MarkRow,
    "attendance.set": AttendanceRow,
    "lesson.rollcall": RollCallRow,
    "lesson.topic": TopicRow,
    "lesson.homework": HomeworkRow,
    "lesson.column": ColumnRow,
    "lesson.change": LessonChangeRow,
    "term.mark": TermMarkRow,
    "plan.topic": PlanTopicRow,
    "pupil.set": PupilRow,
    "card.edit": CardRow,
    "school.set": SchoolRow,
    "profile.set": ProfileRow,
    "calendar.day": CalendarDayRow,
    "period.set": PeriodRow,
    "period.close": ClosingRow,
    "staff.set": StaffRow,
    "class.set": ClassRow,
    "page.set": PageRow,
    "timetable.set": TimetableRow,
    "substitution.set": SubstitutionRow,
    "station.set": StationRow,
    "interval.open": IntervalRow,
    "interval.close": RestoredRow,
    "redaction.set": RedactionRow,
    "interval.act": IntervalActRow,
    "copy.printed": CopyRow,
    "copy.state": CopyStateRow,
}
OWNER_COLUMN = {"page": "page", "class": "class_id", "card": "pupil", "absence": "class_id"}
