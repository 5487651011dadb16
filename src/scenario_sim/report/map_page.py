"""The map of a scenario as one web page: the drawing with the tables beneath it. It asks nothing of the network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from scenario_sim.language import mark as N_
from scenario_sim.language import source_mark, translate
from scenario_sim.loading.conditions import constant_value
from scenario_sim.model.amounts import Change
from scenario_sim.model.scenario import Scenario
from scenario_sim.model.units import duration_in_words, unit_text
from scenario_sim.report.conditions import condition_text
from scenario_sim.report.map_svg import map_svg
from scenario_sim.report.scenario_map import ScenarioMap, Spot, direction, unit_of_time

STYLE = """body { font: 16px/1.45 Arial, Helvetica, "Liberation Sans", sans-serif; color: #1b1b1b; margin: 1.5rem }
h1, h2 { line-height: 1.2 }
.map { overflow-x: auto; border: 1px solid #ccc } .map svg { width: 100%; min-width: 1500px; height: auto }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 2rem }
th, td { border: 1px solid #bbb; padding: .3rem .5rem; text-align: left; vertical-align: top }
thead th { background: #eef3fb }
@page { size: A3 landscape; margin: 8mm }
@media print { body { margin: 0; font-size: 9pt } h1 { display: none }
.map { border: 0; break-after: page } .map svg { min-width: 0 }
tr { break-inside: avoid } thead { display: table-header-group } }"""

Row = Sequence[str | list[str]]
"""The cells of a row; a cell of several texts is a list."""


def map_page(drawn: ScenarioMap) -> str:
    """The whole page, in the language of the scenario's texts and of the moment."""
    scenario = drawn.scenario
    title = translate(N_("Map of the scenario “{title}”")).format(title=scenario.title)
    said = translate(N_(
        "The figures are assumptions of this scenario, not a forecast. Numbers, letters and marks in the drawing are "
        "those of the tables."
    ))  # fmt: skip
    tables = "\n".join(_table(*table) for table in _tables(drawn))
    return f"""<!doctype html>
<html lang="{scenario.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>
{STYLE}
</style>
</head>
<body>
<h1>{escape(title)}</h1>
<div class="map" tabindex="0">
{map_svg(drawn)}</div>
<p>{escape(scenario.summary)}</p>
<p>{escape(said)}</p>
{tables}
</body>
</html>
"""


def _tables(drawn: ScenarioMap) -> Iterator[tuple[str, Sequence[str], Iterable[Row]]]:
    """Each table: its name, the heads of its columns, its rows."""
    scenario, marks = drawn.scenario, drawn.marks
    heads = (N_("No."), N_("Inject"), N_("When"), N_("To"), N_("Expected"), N_("Leads to"), N_("Changes"), N_("Level"))
    yield translate(N_("Injects")), _said(*heads, N_("Source")), (_inject(drawn, spot) for spot in drawn.spots)
    if scenario.dilemmas:
        yield translate(N_("Dilemmas")), _said(N_("No."), N_("Dilemma"), N_("Decides"), N_("Options")), (
            (marks[one.id], one.question, _role(scenario, one.decided_by), [
                option.text + _in_brackets([*(marks[id] for id in option.starts), *_changes(scenario, option.effects)])
                for option in one.options
            ])
            for one in scenario.dilemmas
        )  # fmt: skip
    yield translate(N_("Measures")), _said(
        N_("No."), N_("Measure"), N_("Decides"), N_("Lead time"), N_("Changes"), N_("Source")
    ), (
        (marks[one.id], one.title, [_role(scenario, id) for id in one.decided_by], one.lead_time.in_words(),
         _changes(scenario, one.effects), source_mark(one.source))
        for one in scenario.measures
    )  # fmt: skip
    yield (
        translate(N_("Indicators")),
        _said(N_("No."), N_("Indicator"), N_("Range"), N_("Source")),
        (
            (
                marks[one.id],
                one.title,
                f"{one.range[0]:g} – {one.range[1]:g} {unit_text(one.unit)}",
                source_mark(one.source),
            )
            for one in scenario.indicators
        ),
    )
    yield (
        translate(N_("Levels")),
        _said(N_("Level"), N_("Name"), N_("When"), N_("Picture")),
        (
            (str(one.level), one.title, condition_text(one.when, scenario) if one.when else "", one.picture or "")
            for one in scenario.levels
        ),
    )


def _inject(drawn: ScenarioMap, spot: Spot) -> Row:
    inject, scenario, marks = spot.inject, drawn.scenario, drawn.marks
    expected = []
    for one in inject.expected:
        within = translate(N_("within {time}")).format(time=duration_in_words(one.within.seconds))
        met = ", ".join(marks[id] for id in one.met_by)
        expected.append(f"{_role(scenario, one.role)}: {one.text} ({within}; {met})")
    leads = [f"→ {mark}" for mark in spot.follows] + ([spot.dilemma] if spot.dilemma else [])
    to = [_role(scenario, id) for id in scenario.listeners(inject)]
    level = "" if inject.level is None else str(inject.level)
    changes = _changes(scenario, inject.effects)
    said = [inject.title, inject.text]
    return spot.mark, said, spot.when, to, expected, leads, changes, level, source_mark(inject.source)


def _changes(scenario: Scenario, effects: dict[str, Change]) -> list[str]:
    titles = {indicator.id: indicator.title for indicator in scenario.indicators}
    return [f"{direction(change)} {titles[id]} ({_amount(change, scenario)})" for id, change in effects.items()]


def _amount(change: Change, scenario: Scenario) -> str:
    """``-8 punten``, with the time that it takes."""
    constant = constant_value(change.amount)
    size = condition_text(change.amount, scenario) if constant is None else f"{constant:+g}"
    said = f"{size} {unit_text(change.unit)}"
    match change.kind:
        case "over":
            return translate(N_("{amount} in {time}")).format(amount=said, time=duration_in_words(change.seconds))
        case "per":
            return translate(N_("{amount} per {unit}")).format(amount=said, unit=unit_of_time(change.seconds))
        case "held":
            return translate(N_("{amount} while in force")).format(amount=said)
        case _:
            return said


def _role(scenario: Scenario, id: str) -> str:
    return scenario.role(id).title


def _in_brackets(texts: Sequence[str]) -> str:
    return f" ({'; '.join(texts)})" if texts else ""


def _said(*heads: str) -> list[str]:
    return [translate(head) for head in heads]


def _table(name: str, heads: Sequence[str], rows: Iterable[Row]) -> str:
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "\n".join("<tr>" + "".join(_cell(cell) for cell in row) + "</tr>" for row in rows)
    return f"<h2>{escape(name)}</h2>\n<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def _cell(cell: str | list[str]) -> str:
    return "<td>" + ("<br>".join(map(escape, cell)) if isinstance(cell, list) else escape(cell)) + "</td>"
