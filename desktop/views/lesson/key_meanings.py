"""The keys of a lesson, for the help of F1."""

from desktop.views.screen import KeyMeaning

KEYS = (
    KeyMeaning("F6", "Все присутствуют; потом кого нет: 3 17 кры о 10м"),
    KeyMeaning("5 4 3 2 н б о", "Записать отметку или пропуск и перейти к следующему ученику"),
    KeyMeaning("Enter ↓", "К следующему ученику"),
    KeyMeaning("F7", "К тому, чего уроку ещё не хватает"),
    KeyMeaning("Enter", "В пустом поле темы и задания: записать из КТП"),
    KeyMeaning("↓", "В поле темы: другая тема плана"),
    KeyMeaning("F8", "К ученикам и отметкам"),
    KeyMeaning("F4", "Ещё одна колонка отметок"),
    KeyMeaning("F3", "История ячейки"),
    KeyMeaning("F5", "Ученик: средний балл, отметки по видам работ, пропуски"),
    KeyMeaning("Alt → Alt ←", "Следующий и предыдущий урок дня"),
    KeyMeaning("Alt Home", "К моим урокам дня, например с урока, где вы замещаете"),
    KeyMeaning("Ctrl Z", "Отменить последнюю запись"),
)
