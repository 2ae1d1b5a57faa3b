"""Attendance codes and what they count for."""

import pytest

from journal import attendance


def test_only_absences_count_as_missed_lessons() -> None:
    counted = {code for code in attendance.CODES if attendance.counts_as_absence(code)}
    assert counted == {"н", "б", "уп", "нп"}
    assert not attendance.counts_as_absence("")


@pytest.mark.parametrize("code", ["", "н", "о", "осв", "д"])
def test_roll_call_takes_its_codes(code: str) -> None:
    assert attendance.attendance_fault(code) is None


@pytest.mark.parametrize("code", ["б", "уп", "нп"])
def test_reason_is_no_code_of_a_roll_call(code: str) -> None:
    assert "классный руководитель" in str(attendance.attendance_fault(code))


def test_unknown_code_is_named() -> None:
    assert "«щ»" in str(attendance.attendance_fault("щ"))


def test_reason_explains_an_absence_only() -> None:
    assert attendance.reason_fault("н", "б") is None
    assert attendance.reason_fault("о", "") is None
    assert attendance.reason_fault("о", "б")
    assert attendance.reason_fault("н", "о")


def test_mark_beside_an_absence_follows_the_act() -> None:
    fault = attendance.absent_mark_fault
    assert fault("н", "", "allow") is None
    assert fault("н", "", "forbid")
    assert fault("о", "", "forbid") is None
    assert fault("н", "б", "allow_if_medical") is None
    assert fault("н", "уп", "allow_if_medical")
    assert fault("н", "б", "forbid")
