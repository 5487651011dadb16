"""Amounts with a unit, the changes measures and injects make, rates of hazards, and delays with a spread."""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic_core import core_schema

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.expressions import Expression, parse
from scenario_sim.model.faults import Fault
from scenario_sim.model.units import DURATION_PATTERN, duration_in_words, parse_duration, seconds_per

_CHANGE = re.compile(
    r"^(?P<amount>.+?)\s+(?P<unit>[^\W\d]+|%)"
    r"(?:\s+over\s+(?P<over>.+)|\s+per\s+(?P<per>\w+)|\s+(?P<held>while in force))?$"
)
_RATE = re.compile(r"^(?P<amount>.+?)\s+per\s+(?P<per>\w+)$")
CHANGE_PATTERN = r"^.+\s\S+(\s+over\s.+|\s+per\s+\w+|\s+while in force)?$"

DELAY_PATTERN = DURATION_PATTERN[:-1] + r"(to\s" + DURATION_PATTERN[1:-1] + ")?$"
LONGEST_AMOUNT = 500


class _Parsed:
    """Shared by the values below: written as text, kept as text plus what it means."""

    text: str

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.text!r})"

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.text == getattr(other, "text", None)

    def __hash__(self) -> int:
        return hash((type(self), self.text))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        def validate(value: Any) -> _Parsed:
            if isinstance(value, cls):
                return value
            try:
                return cls(_short(value) if isinstance(value, str) else _not_text(value))  # type: ignore[call-arg]
            except Fault as fault:
                raise fault.for_pydantic() from None

        return core_schema.no_info_plain_validator_function(
            validate, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "string", "maxLength": LONGEST_AMOUNT, "pattern": cls._pattern()}

    @classmethod
    def _pattern(cls) -> str:
        return CHANGE_PATTERN


def _short(text: str) -> str:
    """*text* without spaces around it, refused when it is too long: the patterns here cost the square of it."""
    if len(text) > LONGEST_AMOUNT:
        raise Fault(
            "E205",
            N_("this amount is {length} characters long; {most} is the most"),
            length=len(text),
            most=LONGEST_AMOUNT,
        )
    return text.strip()


def _not_text(value: object) -> str:
    raise Fault(
        "E205",
        N_("'{value}' has no unit"),
        N_("write the amount with its unit, such as -8 points or 10 min"),
        value=str(value)[:40],
    )


class Duration(_Parsed):
    """A fixed time span; *seconds* is at least 0."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.seconds = parse_duration(text)

    @classmethod
    def _pattern(cls) -> str:
        return DURATION_PATTERN


class Change(_Parsed):
    """What something does to an indicator.

    ``-8 points`` at once; ``-8 points over 5 min`` evenly; ``-2 points per min`` and ``-6 points while in force``
    as long as the measure is in force. *amount* is an expression; *kind* is one of once, over, per, held;
    *seconds* is the span of ``over`` or of one unit of ``per``.
    """

    def __init__(self, text: str) -> None:
        found = _CHANGE.match(text)
        if found is None:
            _not_text(text)
        assert found is not None
        self.text = text
        self.amount: Expression = parse(found["amount"])
        if self.amount.gives != "number":
            raise Fault("E303", N_("something true or false stands where a number is needed"))
        self.unit: str = found["unit"]
        self.unit_column = found.start("unit")
        self.kind: Literal["once", "over", "per", "held"] = "once"
        self.seconds = 0.0
        if found["over"]:
            self.kind, self.seconds = "over", parse_duration(found["over"])
        elif found["per"]:
            self.kind, self.seconds = "per", _time_unit(found["per"], found.start("per"))
        elif found["held"]:
            self.kind = "held"


class Rate(_Parsed):
    """How often something happens: ``3 per hour`` or ``(tension_inside - 40) / 10 per hour``; below 0 counts as 0."""

    def __init__(self, text: str) -> None:
        found = _RATE.match(text)
        if found is None:
            raise Fault("E206", N_("'{text}' is not a rate"), N_("write it as 3 per hour"), text=text[:60])
        self.text = text
        self.amount: Expression = parse(found["amount"])
        if self.amount.gives != "number":
            raise Fault("E303", N_("something true or false stands where a number is needed"))
        self.seconds = _time_unit(found["per"], found.start("per"))

    @classmethod
    def _pattern(cls) -> str:
        return r"^.+\sper\s+\w+$"


class Span(_Parsed):
    """A time span that may depend on the diagnosis: ``4 h`` or ``days_left days``."""

    def __init__(self, text: str) -> None:
        self.text = text
        head, _, unit = text.rpartition(" ")
        size = seconds_per(unit)
        if re.match(DURATION_PATTERN, text) or size is None:
            self.amount, self.seconds = parse("1"), parse_duration(text)
        else:
            self.amount, self.seconds = parse(head), size

    @classmethod
    def _pattern(cls) -> str:
        return r"^.+\s?[a-z]+$"


def _time_unit(word: str, column: int) -> float:
    size = seconds_per(word)
    if size is None:
        raise Fault(
            "E201",
            N_("'{unit}' is not a unit of time"),
            N_("use s, min, h, days or weeks"),
            column=column,
            unit=word,
        )
    return size


class Delay(BaseModel):
    """A time span with a spread. As text ``5 min`` (fixed) or ``2 min to 8 min`` (every value as likely);
    as a mapping ``{low: 2 min, mode: 4 min, high: 9 min}`` (triangular) or ``{mean: 5 min}`` (exponential).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    low: Duration | None = None
    mode: Duration | None = None
    high: Duration | None = None
    mean: Duration | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if isinstance(value, Delay | dict):
            return value
        if not isinstance(value, str):
            _raise_no_unit(value)
        low, to, high = value.partition(" to ")
        return {"low": low.strip(), "high": high.strip() if to else low.strip()}

    @model_validator(mode="after")
    def _one_shape(self) -> Delay:
        shape = [part is not None for part in (self.low, self.mode, self.high, self.mean)]
        if shape not in ([True, False, True, False], [True, True, True, False], [False, False, False, True]):
            raise Fault(
                "E207",
                N_("this is not a spread of time"),
                N_("give low and high, or low, mode and high, or only mean"),
            ).for_pydantic()
        if self.low and self.high:
            middle = self.mode.seconds if self.mode else self.low.seconds
            if not self.low.seconds <= middle <= self.high.seconds:
                raise Fault("E207", N_("low, mode and high must go up")).for_pydantic()
        return self

    @property
    def fixed(self) -> float | None:
        """The seconds it always takes, if it has no spread."""
        is_fixed = self.low is not None and self.high is not None and self.low.seconds == self.high.seconds
        return self.low.seconds if is_fixed and self.low else None

    @property
    def expected(self) -> float:
        """The mean in seconds."""
        if self.mean:
            return self.mean.seconds
        assert self.low and self.high
        if self.mode:
            return (self.low.seconds + self.mode.seconds + self.high.seconds) / 3
        return (self.low.seconds + self.high.seconds) / 2

    def in_words(self) -> str:
        """How long it takes, for readers: ``at once``, ``5 min``, ``2 – 8 min``, ``1 hour – 2 days``."""
        if not self.expected:
            return translate(N_("at once"))
        if self.low and self.high:
            return _span(duration_in_words(self.low.seconds), duration_in_words(self.high.seconds))
        return translate(N_("about {time}")).format(time=duration_in_words(self.expected))

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"anyOf": [{"type": "string", "maxLength": LONGEST_AMOUNT, "pattern": DELAY_PATTERN}, handler(schema)]}


def _raise_no_unit(value: object) -> None:
    try:
        _not_text(value)
    except Fault as fault:
        raise fault.for_pydantic() from None


def _span(low: str, high: str) -> str:
    """``2 – 8 min``: a unit that both have is said once."""
    if low == high:
        return low
    number, _, unit = low.partition(" ")
    return f"{number if high.endswith(f' {unit}') and high.count(' ') == 1 else low} – {high}"
