"""The keys of the register, for the help of F1."""

from desktop.views.screen import KeyMeaning

KEYS = (
    KeyMeaning("5 4 3 2 н б о", "Записать отметку или пропуск и перейти к следующему ученику"),
    KeyMeaning("Enter ↓", "К следующему ученику"),
    KeyMeaning("F2", "Исправить то, что стоит в ячейке"),
    KeyMeaning("Delete", "Очистить ячейку"),
    KeyMeaning("Ctrl Z", "Отменить последнюю запись"),
    KeyMeaning("Ctrl Y", "Вернуть отменённое"),
    KeyMeaning("F3", "История ячейки"),
    KeyMeaning("F4", "Урок: тема, задание, вид работы, ещё одна колонка"),
    KeyMeaning("F5", "Ученик: средний балл, отметки по видам работ, пропуски"),
    KeyMeaning("F6", "Перекличка: все присутствуют"),
    KeyMeaning("F7", "Класс и предмет"),
    KeyMeaning("F8", "Четверть, весь год или даты"),
    KeyMeaning("Shift ↓ →", "Выделить несколько ячеек"),
    KeyMeaning("Ctrl C", "Скопировать выделенное как таблицу"),
    KeyMeaning("Ctrl V", "Вставить из таблицы: сначала видно, что куда встанет"),
    KeyMeaning("Ctrl D", "Заполнить вниз тем, что стоит сверху"),
    KeyMeaning("Ctrl Enter", "Открыть урок на его странице"),
    KeyMeaning("Shift F10", "Всё, что можно сделать с ячейкой, уроком и учеником"),
)
