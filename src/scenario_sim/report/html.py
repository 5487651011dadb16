"""A document as one HTML file that asks nothing of the network and prints well."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.report.document import Document, readable

_LONG = re.compile(r"[\w!-~]{24}(?=[\w!-~])")
"""A piece of a word that does not fit a narrow column."""


def html_text(document: Document) -> str:
    """The whole page."""
    labels = {"skip": translate(N_("Go to the content")), "contents": translate(N_("Contents"))}
    return render("report.html", document=document, labels=labels)


def render(template: str, **values: Any) -> str:
    """A template of this package with *values*; every text in it is escaped."""
    drawn: str = environment().get_template(template).render(**values)
    return drawn


@cache
def environment() -> Environment:
    """Escapes everything but what our own templates have made."""
    made = Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        finalize=_finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["drawing"] = Markup
    made.filters["broken"] = _broken
    return made


def _broken(text: str) -> Markup:
    """*text* with places where a very long word may break; the text itself stays as it is."""
    pieces = _LONG.sub("\\g<0>\0", readable(text)).split("\0")  # no \0 is left in what is readable
    return Markup("<wbr>").join(pieces)


def _template(name: str) -> str | None:
    file = files("scenario_sim.report") / "templates" / name
    return file.read_text(encoding="utf-8") if file.is_file() else None


def _finalize(value: Any) -> Any:
    return readable(value) if isinstance(value, str) and not isinstance(value, Markup) else value
