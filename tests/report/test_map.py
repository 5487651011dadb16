"""The map of a scenario: everything is on it, nothing overlaps or sticks out, and what people wrote stays text."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from scenario_sim.language import use_language
from scenario_sim.loading import load_scenario
from scenario_sim.model.scenario import Scenario
from scenario_sim.report.drawing import text_width, wrapped
from scenario_sim.report.map_mermaid import MOST_ARROWS, map_mermaid
from scenario_sim.report.map_page import map_page
from scenario_sim.report.map_svg import A3, map_svg
from scenario_sim.report.scenario_map import ScenarioMap, scenario_map
from tests.builders import build, inject, measure

SVG = "{http://www.w3.org/2000/svg}"
SHIPPED = sorted(path.parent.name for path in Path(__file__).parents[2].glob("scenarios/*/scenario.yaml"))
NASTY = """</text><script>alert("1")</script> & 'two' `three` #4 [x] {y} --> <b>"""


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


def drawn(scenario: Scenario) -> ElementTree.Element:
    return ElementTree.fromstring(map_svg(scenario_map(scenario)))


@pytest.mark.parametrize("id", SHIPPED)
def test_every_inject_dilemma_and_measure_is_on_the_drawing(id: str) -> None:
    scenario = load_scenario(id)
    told = {element.text or "" for element in drawn(scenario).iter()}
    placed = scenario_map(scenario)

    for part in (*scenario.injects, *scenario.measures, *scenario.dilemmas):
        mark = placed.marks[part.id]
        assert any(text.startswith(f"{mark} ") for text in told), part.id


@pytest.mark.parametrize("id", SHIPPED)
def test_no_box_lies_on_another_and_none_sticks_out_of_the_sheet(id: str) -> None:
    root = drawn(load_scenario(id))
    width, height = map(float, root.attrib["viewBox"].split()[2:])
    boxes = [tuple(float(box.attrib[key]) for key in ("x", "y", "width", "height"))
             for box in root.iter(f"{SVG}rect") if box.attrib.get("class", "").startswith("box")]  # fmt: skip

    assert len(boxes) > 20
    assert all(x >= 0 and y >= 0 and x + w <= width and y + h <= height for x, y, w, h in boxes)
    for (x, y, w, h), (x2, y2, w2, h2) in combinations(boxes, 2):
        assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y
    assert width / height == pytest.approx(A3[0] / A3[1], rel=0.01)


@pytest.mark.parametrize("id", SHIPPED)
def test_no_text_is_wider_than_its_box(id: str) -> None:
    for group in drawn(load_scenario(id)).iter(f"{SVG}g"):
        box = group.find(f"{SVG}rect")
        assert box is not None
        right = float(box.attrib["x"]) + float(box.attrib["width"])
        for text in group.iter(f"{SVG}text"):
            bold = "bold" in text.attrib.get("class", "")
            wide = text_width(text.text or "", float(text.attrib["font-size"]), bold=bold)
            assert float(text.attrib["x"]) + wide <= right


def test_the_drawing_has_a_title_and_a_description_and_asks_for_nothing_outside() -> None:
    text = map_svg(scenario_map(load_scenario("online-threats")))
    root = ElementTree.fromstring(text)

    first, second = list(root)[:2]
    assert (first.tag, second.tag) == (f"{SVG}title", f"{SVG}desc")
    assert root.attrib["aria-labelledby"] == "map-title map-told"
    assert re.findall(r"(?:href|src|url)\W", text) == []


def hostile() -> ScenarioMap:
    return scenario_map(build(
        title=NASTY, measures=[measure("nothing", title=NASTY)],
        injects=[inject("shout", title=NASTY, text=NASTY, at="19:10"), inject("echo", title=NASTY, after="shout")],
    ))  # fmt: skip


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not any(name.startswith("on") or name in ("src", "href") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_what_people_wrote_stays_text_in_every_form() -> None:
    page = _Tags()
    page.feed(map_page(hostile()))

    assert not {"script", "b", "link", "img", "iframe"} & set(page.tags)
    assert any(text == NASTY for text in page.texts)
    ElementTree.fromstring(map_svg(hostile()))
    for line in map_mermaid(hostile()).splitlines():
        label = re.search(r'"(.*)"', line)
        assert label is None or not set('"`\\<>').intersection(label[1].replace("<br/>", ""))


@pytest.mark.parametrize("id", SHIPPED)
def test_every_arrow_of_the_flowchart_joins_nodes_that_are_there(id: str) -> None:
    text = map_mermaid(scenario_map(load_scenario(id)))
    nodes = set(re.findall(r"^ +(\w+)(?:\[|\{|>|\()", text, re.MULTILINE))
    arrows = re.findall(r"^ +(\w+) (?:-->|-\.->|==>|~~~) (\w+)$", text, re.MULTILINE)

    assert arrows
    assert {end for arrow in arrows for end in arrow} <= nodes
    assert len(arrows) <= MOST_ARROWS and len(text) < 50_000
    assert text.count("subgraph") == len(re.findall(r"^  end$", text, re.MULTILINE))


def test_an_inject_stands_at_its_time_and_what_follows_it_after_that() -> None:
    chain = [inject("shout", at="19:10"), inject("echo", after="shout", delay="2 min to 6 min"),
             inject("late", when="tension > 5", hold="3 min"), inject("chance", rate="2 per hour")]  # fmt: skip
    spots = {spot.inject.id: spot for spot in scenario_map(build(injects=chain)).spots}

    assert (spots["shout"].at, spots["echo"].at, spots["late"].at) == (600.0, 840.0, None)
    assert spots["shout"].follows == (spots["echo"].mark,)
    assert spots["echo"].when == "2 – 6 min after “shout”"
    assert spots["late"].when == "when tension > 5, for 3 min"
    assert spots["chance"].when == "by chance, 2 per hour"


def test_wrapping_keeps_every_letter_and_the_width() -> None:
    text = "Een heel lang woord: aansprakelijkheidswaardevaststellingsveranderingen en dan nog wat"
    lines = wrapped(text, 10, 90)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(text_width(line, 10) <= 90 for line in lines)
    assert wrapped(text, 10, 90, 2)[-1].endswith("…")
