"""What is odd about a station, in the words of the administrator; see ``tables.FindingRow``."""

FINDINGS = {
    "hole": "пропуск в цепочке",
    "fork": "журнал продолжен в двух местах",
    "id_reuse": "номер записи использован дважды",
    "broken": "нечитаемый конверт",
    "lost": "не вернулось после восстановления",
}
