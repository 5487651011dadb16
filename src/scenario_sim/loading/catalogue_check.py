"""A catalogue looked through: its shape, what refers to what, and its translations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scenario_sim.errors import Problem, ScenarioError
from scenario_sim.language import LANGUAGES, translate
from scenario_sim.language import mark as N_
from scenario_sim.loading.catalogue import CATALOGUE_FILE
from scenario_sim.loading.documents import Document, YamlPath, read_document, read_text
from scenario_sim.loading.findings import Findings
from scenario_sim.loading.names import KIND_WORDS
from scenario_sim.loading.shape import in_order, shaped, suggestion
from scenario_sim.loading.translations import check_texts
from scenario_sim.model.catalogue import Catalogue
from scenario_sim.model.parts import texts

WRITTEN_IN = "nl"
"""The language of catalogues; others sit beside it."""


def load_catalogue(folder: Path) -> Catalogue:
    """The catalogue in *folder*; raises ScenarioError with every problem, or UnreadableInput."""
    return _checked(_document(folder))


def check_catalogue(folder: Path) -> list[Problem]:
    """Every problem of the catalogue in *folder*, errors and warnings, by place. Raises UnreadableInput."""
    try:
        catalogue = _checked(_document(folder))
    except ScenarioError as error:
        return list(error.problems)
    problems: list[Problem] = []
    for language in LANGUAGES:
        side = folder / "locale" / f"{language}.yaml"
        if language != WRITTEN_IN and side.is_file():
            try:
                document = read_document(read_text(side), str(side))
                problems += check_texts(dict(texts(catalogue)), document, language)
            except ScenarioError as error:
                problems += error.problems
    return in_order(problems)


def _document(folder: Path) -> Document:
    file = folder / CATALOGUE_FILE
    return read_document(read_text(file), str(file))


def _checked(document: Document) -> Catalogue:
    catalogue = shaped(document, Catalogue)
    findings = Findings(document)
    _duplicates(catalogue, findings)
    known = {
        "role": [role.id for role in catalogue.roles],
        "ground": [ground.id for ground in catalogue.grounds],
    }
    for path, kind, id in _references(catalogue):
        if id not in known[kind]:
            hint, values = suggestion(id, known[kind])
            findings.add(path, "E401", N_("unknown {kind} '{id}'"), hint, kind=translate(KIND_WORDS[kind]), id=id,
                         **values)  # fmt: skip
    if findings.problems:
        raise ScenarioError(findings.problems)
    return catalogue


def _duplicates(catalogue: Catalogue, findings: Findings) -> None:
    for name in ("sources", "grounds", "roles", "measures", "norms"):
        first: dict[str, int] = {}
        for index, entry in enumerate(getattr(catalogue, name)):
            if first.setdefault(entry.id, index) != index:
                findings.add(
                    (name, index, "id"), "E402", N_("the id '{id}' is taken; the first is on line {line}"),
                    N_("give one of them another id"), id=entry.id,
                    line=findings.document.value_place((name, first[entry.id])).line,
                )  # fmt: skip


def _references(catalogue: Catalogue) -> Iterator[tuple[YamlPath, str, str]]:
    """Everything that refers to a role or a ground: where, what it must be, and the id."""
    places = (("grounds", "who", "role"), ("measures", "decided_by", "role"), ("measures", "carried_out_by", "role"),
              ("measures", "ground", "ground"), ("norms", "who", "role"), ("norms", "ground", "ground"))  # fmt: skip
    for name, key, kind in places:
        for index, entry in enumerate(getattr(catalogue, name)):
            for number, id in enumerate(getattr(entry, key)):
                yield (name, index, key, number), kind, id
