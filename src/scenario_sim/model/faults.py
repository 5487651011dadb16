"""How a model refuses a value: a code, a message and a hint that the loader turns into a Problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic_core import PydanticCustomError


class Fault(ValueError):
    """A value that cannot be what it says; *column* counts from 0 inside the value's own text."""

    def __init__(self, code: str, message: str, hint: str = "", column: int = 0, **values: object) -> None:
        super().__init__(message.format(**values))
        self.code = code
        self.message = message
        self.hint = hint
        self.column = column
        self.values = values

    def for_pydantic(self) -> PydanticCustomError:
        from pydantic_core import PydanticCustomError  # not above: units and clocks are read without a model too

        return PydanticCustomError(
            "fault",
            "{fault_message}",
            {
                "fault_message": str(self),
                "code": self.code,
                "message": self.message,
                "hint": self.hint,
                "column": self.column,
                "values": self.values,
            },
        )
