"""A scenario in another language: a side file ``locale/<language>.yaml`` with texts by key.

    measures.hosts.title: {src: 3f9a1c, text: Hosts at the door}
    title: A disrupted meeting            # without src: never reported as out of date

The keys are those of ``model.parts.texts``; *src* is the beginning of the SHA-256 of the text it was translated
from, so a change of the original shows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from scenario_sim.errors import Problem, ScenarioError
from scenario_sim.language import Language
from scenario_sim.language import mark as N_
from scenario_sim.loading.documents import Document, YamlPath, read_document
from scenario_sim.loading.findings import Findings
from scenario_sim.loading.inherited import NOTHING, Inherited
from scenario_sim.loading.shape import suggestion
from scenario_sim.model.parts import texts
from scenario_sim.model.scenario import Scenario

PartT = TypeVar("PartT", bound=BaseModel)

_MOST_ONE_BY_ONE = 20
_LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Translation:
    """One text of a side file; *made_from* is the mark of the original, empty if the file has none."""

    text: str
    made_from: str = ""


def source_hash(text: str) -> str:
    """Six hexadecimal digits that change with *text*."""
    return hashlib.sha256(text.encode()).hexdigest()[:6]


def read_translations(document: Document) -> dict[str, Translation]:
    """The texts of a side file by key; raises ScenarioError E106 where an entry has another form."""
    findings = Findings(document)
    found: dict[str, Translation] = {}
    if document.data is None:
        return found
    if not isinstance(document.data, dict):
        findings.add((), "E106", N_("this must be a mapping, with a 'key: value' on each line"))
        raise ScenarioError(findings.problems)
    for key, value in document.data.items():
        entry = _entry(value)
        if entry is None:
            findings.add(
                (key,), "E106", N_("a translation is a text, or a mapping with src and text"),
                N_("for example: {example}"), example="{src: 3f9a1c, text: …}",
            )  # fmt: skip
        else:
            found[key] = entry
    if findings.problems:
        raise ScenarioError(findings.problems)
    return found


def _entry(value: Any) -> Translation | None:
    if isinstance(value, str) and len(value) <= _LONGEST:
        return Translation(value)
    if not isinstance(value, dict) or not set(value) <= {"src", "text"}:
        return None
    text, made_from = value.get("text"), value.get("src")
    if not isinstance(text, str | None) or len(text or "") > _LONGEST or isinstance(made_from, dict | tuple):
        return None
    # A hash of digits only, written by hand without quotes, is read as a number; leading zeros may be gone.
    return Translation(text or "", "" if made_from is None else str(made_from).zfill(6))


def check_translations(
    scenario: Scenario, document: Document, language: str, inherited: Inherited = NOTHING
) -> list[Problem]:
    """Warnings W601 (missing), W602 (the original has changed) and W603 (unknown key).

    What *inherited* translates already need not be in the side file.
    """
    original = dict(texts(scenario))
    return check_texts(original, document, language, frozenset(inherited.in_language(language, original)))


def check_texts(
    original: Mapping[str, str], document: Document, language: str, elsewhere: frozenset[str] = frozenset()
) -> list[Problem]:
    """The same for any *original* texts by key; those in *elsewhere* are translated already."""
    given = read_translations(document)
    findings = Findings(document)
    there = elsewhere | {key for key, entry in given.items() if entry.text.strip()}
    missing = [key for key in original if key not in there]
    if len(missing) > _MOST_ONE_BY_ONE:
        findings.add(
            (), "W601", N_("{count} of {all} texts have no translation in '{language}'"),
            N_("the first is {key}"), count=len(missing), all=len(original), language=language, key=missing[0],
        )  # fmt: skip
    else:
        for key in missing:
            findings.add((key,), "W601", N_("'{key}' has no translation in '{language}'"), key=key, language=language)
    for key, entry in given.items():
        path: YamlPath = (key,)
        if key not in original:
            hint, values = suggestion(key, list(original))
            findings.add(
                path,
                "W603",
                N_("the scenario has no text '{key}'"),
                hint,
                at_key=True,
                key=key[:120],
                **values,
            )
        elif entry.made_from and entry.text and entry.made_from != source_hash(original[key]):
            findings.add(
                path, "W602", N_("the original of '{key}' has changed since it was translated"),
                N_("read it again, then run: scenario-sim translate"), key=key,
            )  # fmt: skip
    return findings.problems


def in_language(
    scenario: Scenario, document: Document | None, language: Language, inherited: Inherited = NOTHING
) -> Scenario:
    """*scenario* with the texts of a side file and of the catalogue; what has no translation stays as it is.

    Without either it stays in its own language.
    """
    given = inherited.in_language(language, dict(texts(scenario)))
    if document is not None:
        own = read_translations(document)
        given |= {key: entry.text.strip() for key, entry in own.items() if entry.text.strip()}
    elif not given:
        return scenario
    translated = _with_texts(scenario, given, "")
    return translated.model_copy(update={"language": language})


def _with_texts(part: PartT, given: Mapping[str, str], path: str) -> PartT:
    translatable = {key for key, _ in texts(part, path)}
    changed = {
        name: _value(getattr(part, name), given, f"{path}{name}", translatable) for name in type(part).model_fields
    }
    copy = part.model_copy(update=changed)
    for cached in set(vars(copy)) - set(changed):
        del vars(copy)[cached]  # worked out from the texts before, such as the measures by id
    return copy


def _value(value: Any, given: Mapping[str, str], path: str, translatable: set[str]) -> Any:
    if isinstance(value, BaseModel):
        return _with_texts(value, given, f"{path}.")
    if isinstance(value, tuple):
        return tuple(
            _value(item, given, f"{path}.{getattr(item, 'id', number)}", translatable)
            for number, item in enumerate(value, 1)
        )
    if isinstance(value, dict):
        return {key: _value(item, given, f"{path}.{key}", translatable) for key, item in value.items()}
    if isinstance(value, str) and path in translatable:
        return given.get(path, value)
    return value


def stamp(
    scenario: Scenario,
    before: str,
    file: str,
    *,
    accept: bool = False,
    language: str = "",
    inherited: Inherited = NOTHING,
) -> str:
    """The side file brought up to date with *scenario*, from its text *before* (which may be empty).

    Texts are kept. A missing key comes in with an empty text and the original as a comment above it; a key that
    the scenario no longer has goes to the end, as a comment. A text without *src* gets one. A changed original
    keeps its old mark, so that it goes on being reported, unless *accept* says it has been read again. What
    *inherited* translates does not come in.
    """
    given = read_translations(read_document(before, file)) if before.strip() else {}
    lines = []
    original = dict(texts(scenario))
    elsewhere = set(inherited.in_language(language, original)) - set(given)
    for key, source in original.items():
        if key in elsewhere:
            continue
        entry = given.get(key, Translation(""))
        mark = entry.made_from if entry.made_from and entry.text and not accept else source_hash(source)
        if not entry.text or mark != source_hash(source):
            lines += [f"# {line}" for line in source.splitlines()]
        lines.append(f'{key}: {{src: "{mark}", text: {_quoted(entry.text)}}}')
    gone = [f"#   {key}: {_quoted(entry.text)}" for key, entry in given.items() if key not in original and entry.text]
    if gone:
        lines += ["", "# no longer in the scenario:", *gone]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """*text* between double quotes on one line; JSON's escapes are YAML's too."""
    return json.dumps(text, ensure_ascii=False)
