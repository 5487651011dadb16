"""From plain data to the model: what pydantic refuses, said in our words and at its place in the file."""

from __future__ import annotations

import types
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from scenario_sim.errors import Problem, ScenarioError
from scenario_sim.language import mark as N_
from scenario_sim.loading.documents import Document, YamlPath

ModelT = TypeVar("ModelT", bound=BaseModel)

DID_YOU_MEAN = N_("did you mean '{nearest}'?")
CHOOSE_FROM = N_("choose from: {choices}")

_ID_PATTERN = "A-Za-z0-9_]{0,59}"

_MESSAGES: dict[str, tuple[str, str]] = {
    "model_type": (N_("this must be a mapping, with a 'key: value' on each line"), ""),
    "model_attributes_type": (N_("this must be a mapping, with a 'key: value' on each line"), ""),
    "dict_type": (N_("this must be a mapping, with a 'key: value' on each line"), ""),
    "tuple_type": (N_("this must be a list"), N_("write [a, b], or each item on a line after '- '")),
    "string_type": (N_("this must be text"), N_("put it in quotes if it is meant as text")),
    "string_too_short": (N_("this text is empty"), ""),
    "string_too_long": (N_("this text is longer than {max_length} characters"), ""),
    "int_type": (N_("this must be a whole number"), ""),
    "int_from_float": (N_("this must be a whole number"), ""),
    "float_type": (N_("this must be a number"), ""),
    "finite_number": (N_("this must be a number"), ""),
    "bool_type": (N_("this must be true or false"), ""),
    "greater_than_equal": (N_("this must be at least {ge:g}"), ""),
    "less_than_equal": (N_("this must be at most {le:g}"), ""),
    "too_short": (N_("this needs at least {min_length} items; it has {actual_length}"), ""),
    "too_long": (N_("this takes at most {max_length} items"), ""),
}
_PATTERNS: tuple[tuple[str, str, str], ...] = (
    (
        _ID_PATTERN,
        N_("'{value}' cannot be an id"),
        N_("begin with a letter; then letters, digits and _, at most 60"),
    ),
    (
        "[a-z0-9-]{0,59}",
        N_("'{value}' cannot be the id of a scenario"),
        N_("use small letters, digits and -"),
    ),
    ("good|bad|neutral", N_("'{value}' is none of the choices"), N_("choose from: good, bad, neutral")),
    (
        r"^([^\W\d]+|%)$",
        N_("'{value}' cannot be a unit"),
        N_("one word without digits, such as points, or %"),
    ),
    (r"^[PR]", N_("'{value}' is not a catalogue number"), N_("write P01 or R01, with two digits")),
    (r"^BH", N_("'{value}' is not a catalogue number"), N_("write BH01, with two digits")),
)


def shaped(document: Document, model: type[ModelT]) -> ModelT:
    """The document as *model*; raises ScenarioError with every problem of shape, in the order of the file."""
    if document.data is None:
        raise ScenarioError([Problem("E101", N_("the file is empty"), {}, "", document.file, 1, 1)])
    try:
        return model.model_validate(document.data, strict=True)
    except ValidationError as error:
        problems = [_problem(document, model, details) for details in _one_per_union(error)]
        raise ScenarioError(in_order(problems)) from None


def in_order(problems: list[Problem]) -> list[Problem]:
    """Sorted by place, and the same thing said only once."""
    unique = {(p.file, p.line, p.column, p.code, p.text): p for p in problems}
    return sorted(unique.values(), key=lambda p: (p.file, p.line, p.column, p.code))


def _one_per_union(error: ValidationError) -> Iterator[ErrorDetails]:
    """The errors, with those of the branches of one union put together as one."""
    seen: set[tuple[str | int, ...]] = set()
    every = error.errors(include_url=False, include_context=True)
    for details in every:
        location = details["loc"]
        if details["type"] == "too_short" and any(
            other["loc"][: len(location)] == location and len(other["loc"]) > len(location) for other in every
        ):
            continue  # pydantic counts the items that are right; the wrong ones have been named already
        union = next((at for at, part in enumerate(location) if part in _BRANCHES), None)
        if union is None:
            yield details
        elif location[:union] not in seen:
            seen.add(location[:union])
            yield details | {"loc": location[:union], "type": "number_or_id"}


_BRANCHES = ("constrained-float", "float", "function-after[_free_name(), constrained-str]", "constrained-str")


def _problem(document: Document, model: type[BaseModel], details: ErrorDetails) -> Problem:
    path, rest = _in_file(document, details["loc"])
    context = details.get("ctx", {})
    match details["type"]:
        case "missing":
            return _at(document, path, "E105", N_("the key '{key}' is missing here"), {"key": details["loc"][-1]})
        case "extra_forbidden":
            return _unknown_key(document, model, path)
        case "fault":
            place = document.value_place(path)
            column = place.column
            if place.text_column and not rest:
                column = place.text_column + context["column"]
            return Problem(
                context["code"], context["message"], context["values"], context["hint"],
                document.file, place.line, column,
            )  # fmt: skip
        case "literal_error":
            return _not_a_choice(document, model, path, details["input"])
        case "string_pattern_mismatch":
            return _not_the_pattern(document, path, context["pattern"], details["input"], key=rest == ("[key]",))
        case "number_or_id":
            return _at(document, path, "E106", N_("this must be a number or an id"), {})
        case kind:
            message, hint = _MESSAGES.get(kind, (N_("this value does not fit here"), ""))
            return _at(document, path, "E106", message, dict(context), hint)


def _at(document: Document, path: YamlPath, code: str, message: str, values: dict[str, Any], hint: str = "") -> Problem:
    place = document.value_place(path)
    return Problem(code, message, values, hint, document.file, place.line, place.column)


def _in_file(document: Document, location: tuple[str | int, ...]) -> tuple[YamlPath, YamlPath]:
    """The part of pydantic's location that is in the file, and the rest (names of branches, parts of a text)."""
    path: YamlPath = ()
    for at, part in enumerate(location):
        if (*path, part) not in document.values:
            return path, location[at:]
        path = (*path, part)
    return path, ()


def _unknown_key(document: Document, model: type[BaseModel], path: YamlPath) -> Problem:
    place = document.key_place(path)
    key = str(path[-1])
    owner = model_at(model, path[:-1])
    allowed = field_names(owner) if owner else []
    hint, values = suggestion(key, allowed)
    return Problem(
        "E104",
        N_("unknown key '{key}'"),
        {"key": key[:60], **values},
        hint,
        document.file,
        place.line,
        place.column,
    )


def suggestion(word: str, known: list[str], *, most: int = 12) -> tuple[str, dict[str, Any]]:
    """A hint with its values: the nearest of *known*, else all of them if they are few."""
    nearest = get_close_matches(word[:60], known, n=1, cutoff=0.6)
    if not nearest:
        nearest = [name for name in known if name.lower() == word.lower()][:1]
    if nearest:
        return DID_YOU_MEAN, {"nearest": nearest[0]}
    if known and len(known) <= most:
        return CHOOSE_FROM, {"choices": ", ".join(known)}
    return "", {}


def _not_a_choice(document: Document, model: type[BaseModel], path: YamlPath, given: Any) -> Problem:
    choices = [str(choice) for choice in _choices(annotation_at(model, path))]
    nearest = get_close_matches(str(given)[:60], choices, n=1)
    values = {"value": str(given)[:60], "choices": ", ".join(choices)}
    hint = CHOOSE_FROM
    if nearest:
        hint, values = DID_YOU_MEAN, values | {"nearest": nearest[0]}
    return _at(document, path, "E106", N_("'{value}' is none of the choices"), values, hint)


def _not_the_pattern(document: Document, path: YamlPath, pattern: str, given: Any, *, key: bool) -> Problem:
    place = document.key_place(path) if key else document.value_place(path)
    other = (N_("'{value}' does not have the right form"), "")
    message, hint = next(((words, how) for part, words, how in _PATTERNS if part in pattern), other)
    return Problem("E106", message, {"value": str(given)[:60]}, hint, document.file, place.line, place.column)


def field_names(model: type[BaseModel]) -> list[str]:
    """The keys an author may write in this part."""
    return [field.alias or name for name, field in model.model_fields.items()]


def model_at(model: type[BaseModel], path: YamlPath) -> type[BaseModel] | None:
    return next(_models(annotation_at(model, path)), None)


def annotation_at(annotation: Any, path: YamlPath) -> Any:
    """The type that the model wants at *path*; None if the path leaves the model."""
    for part in path:
        annotation = next(_inside(annotation, part), None)
    return annotation


def _inside(annotation: Any, part: str | int) -> Iterator[Any]:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            if (field.alias or name) == part:
                yield field.annotation
    elif origin is Annotated:
        yield from _inside(arguments[0], part)
    elif origin in (Union, types.UnionType):
        for branch in arguments:
            yield from _inside(branch, part)
    elif origin is tuple and isinstance(part, int):
        yield arguments[0] if arguments[-1] is Ellipsis else arguments[min(part, len(arguments) - 1)]
    elif origin is dict:
        yield arguments[1]


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in (Union, types.UnionType, Annotated):
        for branch in get_args(annotation):
            yield from _models(branch)


def _choices(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
    else:
        for branch in get_args(annotation):
            yield from _choices(branch)
