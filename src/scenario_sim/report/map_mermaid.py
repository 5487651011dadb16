"""The map of a scenario as a Mermaid flowchart: text that a wiki or a repository shows as a drawing."""

from __future__ import annotations

from collections.abc import Iterator

from scenario_sim.language import translate
from scenario_sim.report.scenario_map import WAYS, ScenarioMap, Spot, Way, answers

LONGEST = 60
"""Of a title in a node, in characters: Mermaid reads no text of more than 50,000, and no more than 500 arrows."""

MOST_ARROWS = 480

_SHAPES: dict[Way, tuple[str, str]] = {
    "time": ("[", "]"), "condition": ("{{", "}}"), "chance": (">", "]"), "after": ("[", "]"), "hand": ("([", "])"),
}  # fmt: skip
_COLOURS = ("#f5f8f5", "#f9f0cc", "#f8dcb4", "#f3c2a5", "#e9a5a0", "#cf8f9b")


def map_mermaid(drawn: ScenarioMap) -> str:
    """The flowchart; ``%%`` lines are remarks. Arrows: what comes after an inject, the dilemma that it brings (dotted),
    and what answers it (thick) as far as Mermaid takes so many."""
    lines = ["flowchart LR", f"  %% {_plain(drawn.scenario.title)}"]
    for stretch in drawn.phases:
        there = [spot for spot in drawn.of_way("time") if stretch.holds(spot.at)]
        lines += _group(f"phase_{stretch.id}", stretch.title, there)
        lines += [f"  {_node(one)} ~~~ {_node(two)}" for one, two in zip(there[:-1:4], there[4::4], strict=False)]
    late = [spot for spot in drawn.of_way("time") if spot.at is not None and spot.at >= drawn.phases[-1].ends]
    lines += _group("late", translate(WAYS["time"]), late)
    for way in WAYS:
        if way != "time":
            lines += _group(f"way_{way}", translate(WAYS[way]), list(drawn.of_way(way)))
    lines += _answers(drawn)
    lines += _arrows(drawn)
    lines += [f"  classDef level{level} fill:{colour},stroke:#666,color:#111" for level, colour in enumerate(_COLOURS)]
    for level in range(len(_COLOURS)):
        there = [spot for spot in drawn.spots if (spot.inject.level or 0) == level]
        lines += [f"  class {','.join(map(_node, there))} level{level}"] if there else []
    return "\n".join(lines) + "\n"


def _group(id: str, title: str, spots: list[Spot]) -> list[str]:
    if not spots:
        return []
    nodes = []
    for spot in spots:
        left, right = _SHAPES[spot.way]
        words = [f"{spot.mark} {spot.inject.title}", spot.briefly, " ".join(spot.indicators)]
        nodes.append(f"    {_node(spot)}{left}{_quoted(*words)}{right}")
    return [f"  subgraph {id}[{_quoted(title)}]", "    direction TB", *nodes, "  end"]


def _answers(drawn: ScenarioMap) -> Iterator[str]:
    """The dilemmas, and the measures that answer an inject or that one follows."""
    wanted = {id for spot in drawn.spots for id in (*answers(spot.inject), spot.inject.after)}
    for dilemma in drawn.scenario.dilemmas:
        yield f"  {drawn.marks[dilemma.id]}{{{_quoted(f'{drawn.marks[dilemma.id]} {dilemma.question}')}}}"
    for measure in drawn.scenario.measures:
        if measure.id in wanted:
            yield f"  {drawn.marks[measure.id]}([{_quoted(f'{drawn.marks[measure.id]} {measure.title}')}])"


def _arrows(drawn: ScenarioMap) -> list[str]:
    """What leads to what; answers come last, so that they are what is left out when there are too many."""
    marks = drawn.marks
    follows = [f"  {_name(marks[spot.inject.after])} --> {_node(spot)}" for spot in drawn.spots
               if spot.inject.after is not None and spot.inject.after in marks]  # fmt: skip
    brings = [f"  {_node(spot)} -.-> {spot.dilemma}" for spot in drawn.spots if spot.dilemma]
    answer = [f"  {_node(spot)} ==> {mark}" for spot in drawn.spots for mark in spot.measures if mark[0] == "M"]
    room = MOST_ARROWS - len(follows) - len(brings) - len(drawn.spots) // 4
    left_out = [f"  %% … {len(answer) - room}"] if len(answer) > room else []
    return [*follows, *brings, *answer[:room], *left_out]


def _node(spot: Spot) -> str:
    return _name(spot.mark)


def _name(mark: str) -> str:
    """The name of a node; a number alone is none."""
    return f"i{mark}" if mark[0].isdigit() else mark


def _quoted(*lines: str) -> str:
    said = "<br/>".join(_plain(line) for line in lines if line)
    return f'"{said}"'


def _plain(text: str) -> str:
    """*text*, short, with the signs that mean something to Mermaid or to HTML as codes."""
    short = " ".join(text.split())
    short = short if len(short) <= LONGEST else short[: LONGEST - 1].rstrip() + "…"
    codes = {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "&": "#amp;", "`": "#96;", "\\": "#92;"}
    return "".join(codes.get(letter, letter) for letter in short)
