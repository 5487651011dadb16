"""Write the reference pages that follow from the code and from what is listed: the scenario file, the language of
conditions, and where the guide is.

python3 run.py --reference            write scenario-file.md, expressions.md and guide-coverage.md in docs/reference
python3 run.py --reference --check    exit code 1 when they are not what they should be

Either way a place of the guide's statements that is not there is reported.
"""

from __future__ import annotations

import inspect
import sys
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import guide
from parts import parts_of_the_model
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from scenario_sim.errors import ScenarioError
from scenario_sim.language import use_language
from scenario_sim.model import amounts, scenario
from scenario_sim.model.expressions import DEEPEST, FUNCTIONS, LONGEST_TEXT, MOST_NODES, SPECIAL_NAMES
from scenario_sim.model.parts import Part

PAGES = Path(__file__).resolve().parents[1] / "docs" / "reference"
OWN_NAMES = {"Expression": "expression", "Change": "change", "Duration": "duration", "Delay": "delay",
             "Rate": "rate", "Span": "span", "str": "text", "int": "whole number", "float": "number",
             "bool": "true or false", "datetime": "date and time", "NoneType": "nothing"}  # fmt: skip


def scenario_page() -> str:
    lines = [
        "# The scenario file",
        "",
        "Generated from the model by `python3 run.py --reference`. Every part may have only the keys named here;",
        "`scenario-sim schema` prints the same as a JSON Schema for editors. Keys with * must be given.",
        "",
        *_kinds_of_values(),
    ]
    for part in sorted(parts_of_the_model(), key=lambda part: part is not scenario.Scenario):
        lines += _section(part)
    return "\n".join(lines).rstrip() + "\n"


def _kinds_of_values() -> list[str]:
    lines = ["| value | means |", "|---|---|"]
    for kind in (amounts.Duration, amounts.Span, amounts.Delay, amounts.Rate, amounts.Change):
        lines.append(f"| {OWN_NAMES[kind.__name__]} | {_doc(kind)} |")
    return [*lines, "| expression | A number or a condition; see [expressions](expressions.md). |", ""]


def _section(part: type[BaseModel]) -> list[str]:
    lines = [f"## {part.__name__}", "", _doc(part), "", "| key | value | |", "|---|---|---|"]
    for name, field in part.model_fields.items():
        needed = "\\*" if field.is_required() else ""
        default = field.default if field.default not in (PydanticUndefined, None, ()) else None
        remark = " ".join(filter(None, (field.description, f"Left out: `{default}`." if default is not None else "")))
        lines.append(f"| `{field.alias or name}`{needed} | {_type(field.annotation)} | {remark} |")
    return [*lines, ""]


def _type(kind: Any) -> str:
    origin = get_origin(kind)
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in get_args(kind))
    if origin in (Union, UnionType):
        return " or ".join(_type(item) for item in get_args(kind) if item is not type(None))
    if origin is tuple:
        items = get_args(kind)
        return f"list of {_type(items[0])}" if items[-1] is Ellipsis else f"[{', '.join(map(_type, items))}]"
    if origin is dict:
        key, value = get_args(kind)
        return f"mapping of {_type(key)} to {_type(value)}"
    if hasattr(kind, "__metadata__"):
        return _type(get_args(kind)[0])
    if inspect.isclass(kind) and issubclass(kind, Part):
        return f"[{kind.__name__}](#{kind.__name__.lower()})"
    return OWN_NAMES.get(getattr(kind, "__name__", ""), str(kind))


def _doc(thing: Any) -> str:
    return " ".join((inspect.getdoc(thing) or "").split()).replace("``", "`").replace("|", "\\|")


def expressions_page() -> str:
    lines = [
        "# Expressions",
        "",
        "Generated from the code by `python3 run.py --reference`. Conditions and amounts are written in a small closed",
        "language: comparisons (`<` `<=` `>` `>=` `==` `!=`, also chained: `20 < tension <= 60`), arithmetic",
        "(`+` `-` `*`, and `/` by a number that is not zero), `and`, `or`, `not`, and the names and functions below.",
        f"At most {LONGEST_TEXT} characters, {MOST_NODES} parts and {DEEPEST} levels deep. Nothing else is understood,",
        "so a scenario can do no harm to the computer that plays it.",
        "",
        "Names: every indicator, every constant and every numeric question of the diagnosis by its id, and",
        "",
        "| name | means |",
        "|---|---|",
        *(f"| `{name}` | {meaning} |" for name, meaning in SPECIAL_NAMES.items()),
        "",
        "| function | gives | means |",
        "|---|---|---|",
    ]
    for name, function in FUNCTIONS.items():
        gives = "true or false" if function.gives == "truth" else "a number"
        where = " (only in the score of a goal)" if function.over_the_run else ""
        lines.append(f"| `{name}({', '.join(function.arguments)})` | {gives} | {function.meaning}{where} |")
    return "\n".join(lines) + "\n"


def guide_page() -> tuple[str, list[str]]:
    """The page about the guide, and what is wrong with the list behind it, as lines to print."""
    try:
        listed, problems = guide.read_guide((guide.ROOT / guide.LIST).read_text(encoding="utf-8"))
    except ScenarioError as error:
        return "", [str(problem) for problem in error.problems]
    return "" if problems else guide.page(listed), [str(problem) for problem in problems]


def main(arguments: list[str]) -> int:
    use_language("en")
    stale = []
    coverage, problems = guide_page()
    pages = {"scenario-file.md": scenario_page(), "expressions.md": expressions_page(), "guide-coverage.md": coverage}
    for name, text in pages.items():
        page = PAGES / name
        if text and (not page.exists() or page.read_text(encoding="utf-8") != text):
            stale.append(name)
            if "--check" not in arguments:
                page.write_text(text, encoding="utf-8", newline="\n")
    if stale:
        print(("stale: " if "--check" in arguments else "written: ") + ", ".join(stale))
    print(*problems, sep="\n", end="\n" if problems else "", file=sys.stderr)
    return 1 if problems or (stale and "--check" in arguments) else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
