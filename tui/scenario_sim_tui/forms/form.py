"""A form: a few fields that together make one command. How it is shown is up to a dialog or to the line mode."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from scenario_sim.language import mark as N_
from scenario_sim.language import translate

MadeT = TypeVar("MadeT")
MadeT_co = TypeVar("MadeT_co", covariant=True)
WHY = N_("Why? (goes into the log)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text."""

    id: str
    label: str
    value: str = ""
    max_length: int = 500


@dataclass(frozen=True, slots=True)
class Lines:
    """Several lines of text."""

    id: str
    label: str
    value: str = ""
    max_length: int = 5000


@dataclass(frozen=True, slots=True)
class Pick:
    """One or *several* of *items*, each an id with the words for it."""

    id: str
    label: str
    items: Sequence[tuple[str, str]]
    chosen: tuple[str, ...] = ()
    several: bool = False


Field = Line | Lines | Pick


class Unfit(ValueError):
    """What was filled in in *field* cannot be; its text says what is needed."""

    def __init__(self, field: str, needed: str) -> None:
        super().__init__(needed)
        self.field = field


@dataclass(frozen=True, slots=True)
class Answers:
    """What was filled in: a text in each field for text, and the ids chosen in each field to choose in."""

    texts: Mapping[str, str]
    picked: Mapping[str, tuple[str, ...]]

    def text(self, field: str, needed: str = "") -> str:
        """The text of a field. Raises Unfit with *needed* when that is given and the field is empty."""
        text = self.texts[field].strip()
        if needed and not text:
            raise Unfit(field, needed)
        return text

    def chosen(self, field: str, needed: str = "") -> tuple[str, ...]:
        """The ids chosen in a field. Raises Unfit with *needed* when that is given and none is chosen."""
        chosen = self.picked[field]
        if needed and not chosen:
            raise Unfit(field, needed)
        return chosen


@dataclass(frozen=True, slots=True)
class Form(Generic[MadeT_co]):
    """*make* gives what the answers make, or raises Unfit; *said* explains it; *button* and *back* are the ways out,
    with usual words when they are empty."""

    title: str
    said: str
    fields: Sequence[Field]
    make: Callable[[Answers], MadeT_co]
    button: str = ""
    back: str = ""

    def made(self, answers: Answers) -> MadeT_co:
        """What *answers* make. Raises Unfit, also for a text that is too long."""
        for field in self.fields:
            if not isinstance(field, Pick) and len(answers.text(field.id)) > field.max_length:
                said = translate(N_("At most {most} characters.")).format(most=field.max_length)
                raise Unfit(field.id, said)
        return self.make(answers)
