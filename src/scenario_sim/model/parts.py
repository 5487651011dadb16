"""What every part of a scenario shares: strictness, ids, and texts that can be translated."""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from scenario_sim.language import mark as N_
from scenario_sim.model.expressions import FUNCTIONS, SPECIAL_NAMES
from scenario_sim.model.faults import Fault


class Part(BaseModel):
    """A piece of a scenario: frozen, and without unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with *update*; what was worked out from the fields of this one does not come along."""
        copy = super().model_copy(update=update, deep=deep)
        for name in copy.__dict__.keys() - type(self).model_fields.keys():
            del copy.__dict__[name]
        return copy


class _Translatable:
    """Marks a text that users read, so that a side file per language can replace it."""


def _free_name(value: str) -> str:
    if keyword.iskeyword(value) or value in FUNCTIONS or value in SPECIAL_NAMES:
        raise Fault(
            "E403", N_("'{id}' has a meaning of its own in conditions"), N_("choose another id"), id=value
        ).for_pydantic()
    return value


Id = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,59}$"),
    AfterValidator(_free_name),
]
"""How other parts and conditions refer to a part: a letter, then letters, digits and _."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True), _Translatable()]
"""A text that users read, in the scenario's own language."""

Source = Annotated[str, StringConstraints(min_length=1, max_length=400)]
"""Where a number or a claim comes from: ``guide 6.1``, ``src L8``, ``EJ`` (expert judgement), ``mem`` (verify)."""


class Reference(Part):
    """An entry of the source list: what a mark such as ``L8`` stands for."""

    id: Annotated[str, StringConstraints(max_length=20)]
    text: Text


def texts(part: BaseModel, path: str = "") -> Iterator[tuple[str, str]]:
    """Every translatable text below *part* as (key, text).

    A key joins field names and ids, so it survives a change of order: ``measures.hosts_at_door.title``.
    Texts without an id of their own are numbered from 1: ``card.attention.3``.
    """
    for name, field in type(part).model_fields.items():
        yield from _texts_of(getattr(part, name), f"{path}{name}", any(_marks(field.metadata, field.annotation)))


def _texts_of(value: Any, path: str, translatable: bool) -> Iterator[tuple[str, str]]:
    if isinstance(value, BaseModel):
        yield from texts(value, f"{path}.")
    elif isinstance(value, tuple):
        for number, item in enumerate(value, 1):
            yield from _texts_of(item, f"{path}.{getattr(item, 'id', number)}", translatable)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts_of(item, f"{path}.{key}", translatable)
    elif translatable and isinstance(value, str):
        yield path, value


def _marks(metadata: list[Any], annotation: Any) -> Iterator[bool]:
    """Whether a field's annotation carries the mark anywhere, also inside tuples, dicts and unions."""
    yield any(isinstance(item, _Translatable) for item in metadata)
    yield from (isinstance(item, _Translatable) for item in getattr(annotation, "__metadata__", ()))
    for inner in getattr(annotation, "__args__", ()):
        yield from _marks([], inner)
