"""Every field of a scenario with the path it has in the file, so that a check needs no paths of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from scenario_sim.loading.documents import YamlPath
from scenario_sim.model.amounts import Change, Rate, Span
from scenario_sim.model.expressions import Expression


@dataclass(frozen=True, slots=True)
class Field:
    """One field of one part: its name in the model, its value, and the parts around it, outermost first."""

    path: YamlPath
    name: str
    value: Any
    owners: tuple[BaseModel, ...]

    @property
    def owner(self) -> BaseModel:
        return self.owners[-1]

    def values(self) -> Iterator[tuple[YamlPath, Any]]:
        """The values in this field with their paths: of a list each item, of a mapping each entry."""
        if isinstance(self.value, tuple):
            yield from (((*self.path, index), item) for index, item in enumerate(self.value))
        elif isinstance(self.value, dict):
            yield from (((*self.path, key), item) for key, item in self.value.items())
        elif self.value is not None:
            yield self.path, self.value

    def formulas(self) -> Iterator[tuple[YamlPath, Expression | Change | Rate | Span]]:
        """What in this field holds an expression."""
        for path, value in self.values():
            if isinstance(value, Expression | Change | Rate | Span):
                yield path, value


def fields(part: BaseModel, path: YamlPath = (), around: tuple[BaseModel, ...] = ()) -> Iterator[Field]:
    """All fields of *part* and of the parts inside it."""
    owners = (*around, part)
    for name, info in type(part).model_fields.items():
        field = Field((*path, info.alias or name), name, getattr(part, name), owners)
        yield field
        for inner, value in field.values():
            if isinstance(value, BaseModel):
                yield from fields(value, inner, owners)
