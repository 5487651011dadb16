"""Small complete scenarios to start from, one for each kind of evening, in Dutch or English.

What all kinds share is in ``common.yaml``; a kind's own file replaces top-level keys of it. Texts stand in both
languages as ``[[Nederlands|English]]``, so that neither language nor kind is a copy.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files

from scenario_sim.language import LANGUAGES, Language
from scenario_sim.loading.documents import read_document

KINDS = ("council-meeting", "residents-evening", "demonstration", "online", "speakers")

_SAID = re.compile(r"\[\[(.*?)\|(.*?)\]\]", re.DOTALL)
_KEY = re.compile(r"^([a-z_]+):", re.MULTILINE)


def scenario_files(kind: str, id: str, language: Language) -> Mapping[str, str]:
    """The files of a new scenario of this *kind*, by name; all texts are in *language*."""
    parts = _blocks(_read("common.yaml", language)) | {"id": f"id: {id}\n"}
    for key, block in _blocks(_read(f"{kind}.yaml", language)).items():
        parts[key] = _remarks(parts.get(key, "")) + block.lstrip("\n")
    scenario = "".join(parts.values())
    data = read_document(scenario, kind).data
    readme = _read("README.md", language)
    for key in ("title", "summary"):
        readme = readme.replace(f"@@{key}@@", data[key])
    return {"scenario.yaml": scenario, "README.md": readme}


def _read(name: str, language: Language) -> str:
    text = (files(__name__) / name).read_text(encoding="utf-8")
    return _SAID.sub(lambda found: found[LANGUAGES.index(language) + 1], text)


def _blocks(text: str) -> dict[str, str]:
    """The top-level keys of *text*, each with the remarks and empty lines above it."""
    found: dict[str, str] = {}
    before = ""
    key = ""
    for line in text.splitlines(keepends=True):
        begins = _KEY.match(line)
        if begins is not None:
            key = begins[1]
            found[key], before = before + line, ""
        elif line.startswith("#") or not line.strip():
            before += line
        else:
            found[key], before = found[key] + before + line, ""
    return found


def _remarks(block: str) -> str:
    """The lines above the key of *block*."""
    begins = _KEY.search(block)
    return block[: begins.start()] if begins else ""
