"""starlette-admin in Vietnamese: the library ships eight languages, this is the ninth."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from starlette_admin import I18nConfig, TimezoneConfig
from starlette_admin import i18n as library

LOCALE = "vi"
CATALOGUE = Path(__file__).parent / "vi.po"

# Nobody chooses a language or a zone: the office works in one of each.
LANGUAGE = I18nConfig(LOCALE, language_cookie_name=None, language_header_name=None)
TIMEZONE = TimezoneConfig(
    "Asia/Ho_Chi_Minh", timezone_cookie_name=None, use_user_locale_timezone=False
)


def speak_vietnamese() -> None:
    """Add the Vietnamese catalogue to those the library keeps for the whole process."""
    compiled = BytesIO()
    with CATALOGUE.open("rb") as source:
        write_mo(compiled, read_po(source, locale=LOCALE, domain="admin"))
    compiled.seek(0)
    library.translations[LOCALE] = Translations(fp=compiled, domain="admin")
