"""Qt's own words in Russian: standard buttons, menus of text fields, dates."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication


def speak_russian(app: QApplication) -> QTranslator:
    """Make Qt's own dialogs and menus Russian, whatever the computer's language is.

    Raises:
        RuntimeError: Qt's translations are missing, that is, the installation is broken.
    """
    QLocale.setDefault(QLocale(QLocale.Language.Russian, QLocale.Country.Russia))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not translator.load("qtbase_ru", folder):
        raise RuntimeError("Qt's Russian translation is missing")
    app.installTranslator(translator)
    return translator
