"""The language users read: gettext catalogues, Dutch unless they choose otherwise."""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from importlib.resources import files
from typing import Literal

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language: Language = "nl"


def chosen_language(asked: str | None = None, environment: Mapping[str, str] = os.environ) -> Language:
    """The language asked for, else the first one we speak in LANGUAGE, LC_ALL, LC_MESSAGES, LANG, else Dutch.

    The C and POSIX locales say nothing about the user, so they leave Dutch in place.
    """
    candidates = [asked or ""]
    candidates += environment.get("LANGUAGE", "").split(":")
    candidates += [environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    for candidate in candidates:
        for language in LANGUAGES:
            if candidate.lower().startswith(language):
                return language
    return "nl"


def use_language(language: Language) -> None:
    """Let every text from now on come out in *language*."""
    global _catalogue, _language
    folder = str(files("scenario_sim") / "locale")
    _catalogue = gettext.translation("scenario_sim", folder, languages=[language], fallback=True)
    _language = language


def current_language() -> Language:
    return _language


def translate(message: str) -> str:
    """*message* (an English msgid) in the language of the moment; the empty text stays empty."""
    return _catalogue.gettext(message) if message else ""


def translate_plural(one: str, many: str, count: int) -> str:
    return _catalogue.ngettext(one, many, count)


def mark(message: str) -> str:
    """Mark a text for the catalogue where it is defined; it is translated where it is shown."""
    return message


def source_mark(mark_text: str) -> str:
    """A source as users read it: the bare marks EJ and mem become words, the rest stays as written."""
    words = {"EJ": translate("expert judgement"), "mem": translate("from memory, verify")}
    return words.get(mark_text.strip("[] "), mark_text)
