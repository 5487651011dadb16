"""The language users read: gettext catalogues, Dutch unless they choose otherwise."""

from __future__ import annotations

import gettext
import os
import re
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


SOURCE_WORDS = {
    "EJ": mark("expert judgement"),
    "mem": mark("from memory, verify"),
    "src": mark("source"),
    "guide": mark("guide"),
    "direction": mark("direction"),
    "sizes": mark("sizes"),
    "size": mark("size"),
    "default": mark("default"),
    "lead time": mark("lead time"),
    "legal basis": mark("legal basis"),
    "law": mark("law"),
    "pattern": mark("pattern"),
    "colour": mark("colour"),
    "response": mark("response"),
    "weights": mark("weights"),
    "rule": mark("rule"),
    "goal": mark("goal"),
    "range": mark("range"),
    "numbers": mark("numbers"),
    "number of circles": mark("number of circles"),
    "times": mark("times"),
    "rate": mark("rate"),
    "text": mark("text"),
    "visibility": mark("visibility"),
    "options": mark("options"),
    "check the article": mark("check the article"),
    "check the legal basis": mark("check the legal basis"),
    "rules of procedure": mark("rules of procedure"),
    "side effect": mark("side effect"),
    "and": mark("and"),
}
"""The fixed words of source marks; authors write them as they are here, readers see them in their language."""

_SOURCE_WORD = re.compile(r"\b(" + "|".join(sorted(SOURCE_WORDS, key=len, reverse=True)) + r")\b")
_REMARK = re.compile(r"\s*\(([^()]*)\)")
_LOWER_WORD = re.compile(r"\b[a-z][a-z'’-]*\b")
_REFERENCE = re.compile(r"\b[A-Z]+\d+[a-z]?\b|\b\d+\.\d+\b|\bEJ\b|\bmem\b|\bguide\b|\b[A-Z][a-z]+ \d{4}\b")


def source_mark(written: str) -> str:
    """A source as users read it: its fixed words and marks in their language.

    Remarks between them are in the language of the file's writer. Readers in English see all of it; readers in another
    language see of each part only what has a fixed form, unless nothing has.
    """
    marks = written.strip("[] ")
    if _language != "en":
        marks = "; ".join(filter(None, (_without_remarks(part.strip()) for part in marks.split(";"))))
    return _SOURCE_WORD.sub(lambda found: translate(SOURCE_WORDS[found[0]]), marks)


def _without_remarks(part: str) -> str:
    """``range: src I1 (70 or more seen)`` as ``range: src I1``; a part without any reference stays as it is."""
    if not _REFERENCE.search(part):
        return part
    part = _REMARK.sub(lambda found: found[0] if _is_fixed(found[1]) else "", part)
    label, colon, references = part.rpartition(":")
    kept = [_fixed_words(one) for one in references.split(",")]
    said = ", ".join(one for one in kept if one and _REFERENCE.search(one)) or references.strip()
    return f"{label}: {said}" if colon and _is_fixed(label) else said


def _is_fixed(words: str) -> bool:
    return _fixed_words(words) == " ".join(words.split())


def _fixed_words(text: str) -> str:
    """*text* without the words in small letters that have no fixed form, in the source's language or the reader's."""
    known = {word for fixed in SOURCE_WORDS for word in (*fixed.split(), *translate(SOURCE_WORDS[fixed]).split())}
    return " ".join(_LOWER_WORD.sub(lambda found: found[0] if found[0] in known else "", text).split())
