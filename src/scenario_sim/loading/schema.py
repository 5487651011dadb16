"""The JSON Schema (2020-12) of a scenario file, for editors; it refuses what ``check`` refuses in shape."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from scenario_sim.model.scenario import Scenario

SCHEMA_ID = "urn:scenario-sim:scenario:1"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"

_EXACTLY_ONE: dict[str, tuple[tuple[str, ...], ...]] = {
    "Rule": (("when", "after"), ("do", "choose")),
    "Question": (("answers", "range"),),
}


class _OurSchema(GenerateJsonSchema):
    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        """A text that may not be empty may not be all spaces either."""
        made = super().str_schema(schema)
        if schema.get("strip_whitespace") and schema.get("min_length"):
            made["pattern"] = r"\S"
        return made

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """Keys that must be ids may be nothing else."""
        made = super().dict_schema(schema)
        if "patternProperties" in made:
            made["additionalProperties"] = False
        return made

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Without defaults that are values of our own; an editor has no use for them."""
        made = super().default_schema(schema)
        if not isinstance(made.get("default"), str | int | float | bool):
            made.pop("default", None)
        return made


def scenario_schema() -> dict[str, Any]:
    """The schema as plain data."""
    made = Scenario.model_json_schema(by_alias=True, schema_generator=_OurSchema, mode="validation")
    definitions = made["$defs"]
    for name in ("Role", "Measure", "Norm"):
        _or_from_the_catalogue(definitions[name])
    for name, groups in _EXACTLY_ONE.items():
        definitions[name]["allOf"] = [_exactly_one(keys) for keys in groups]
    definitions["Question"]["allOf"] = [_one_kind_of_question()]
    definitions["Inject"]["allOf"] = _one_trigger()
    definitions["JoinThresholds"]["oneOf"] = [
        _given_only(keys, ("mean", "sd", "low", "high", "list"))
        for keys in (("mean", "sd"), ("low", "high"), ("list",))
    ]
    for branch in definitions["Delay"].get("anyOf", []):
        if branch.get("type") == "object":
            branch["oneOf"] = [
                _given_only(keys, ("low", "mode", "high", "mean"))
                for keys in (("low", "high"), ("low", "mode", "high"), ("mean",))
            ]
    return {
        "$schema": _DIALECT,
        "$id": SCHEMA_ID,
        "title": "scenario-sim scenario, format 1",
        **{key: value for key, value in made.items() if key != "title"},
    }


def _or_from_the_catalogue(part: dict[str, Any]) -> None:
    """An item either has all that it needs, or takes the rest over with ``from``."""
    part["properties"]["from"] = {
        "type": "string",
        "pattern": "^[A-Za-z][A-Za-z0-9_]*$",
        "description": "The entry of the catalogue that this takes over; keys given here replace those of the entry.",
    }
    part["anyOf"] = [{"required": ["from"]}, {"required": part.pop("required")}]


def _given(key: str) -> dict[str, Any]:
    """The key is there and not empty."""
    return {"required": [key], "properties": {key: {"not": {"type": "null"}}}}


def _given_only(keys: tuple[str, ...], among: tuple[str, ...]) -> dict[str, Any]:
    others = [{"not": _given(key)} for key in among if key not in keys]
    return {"allOf": [_given(key) for key in keys] + others}


def _exactly_one(keys: tuple[str, ...]) -> dict[str, Any]:
    return {"oneOf": [_given(key) for key in keys]}


def _one_kind_of_question() -> dict[str, Any]:
    answers = {"required": ["answers"], "properties": {"answers": {"minItems": 1}}}
    return {"oneOf": [answers, _given("range")]}


def _one_trigger() -> list[dict[str, Any]]:
    by_hand = {"required": ["by_hand"], "properties": {"by_hand": {"const": True}}}
    one = {"oneOf": [*(_given(key) for key in ("at", "after", "when", "rate")), by_hand]}
    return [
        one,
        {"if": _given("delay"), "then": _given("after")},
        {"if": _given("for"), "then": _given("when")},
    ]
