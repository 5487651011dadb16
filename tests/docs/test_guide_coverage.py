"""The page about the guide: every statement is on it once, and every place that it names is there."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tools"))

import guide  # noqa: E402 - the tools are no package

TEXT = (ROOT / guide.LIST).read_text(encoding="utf-8")
HEAD = "chapters:\n  - chapter: '1'\n    title: One\n    statements:\n"


def wrong_in(body: str) -> list[str]:
    """What is wrong with the statements of *body*, S1 first on line 5; that the others are missing is left out."""
    _, problems = guide.read_guide(HEAD + body, "list.yaml")
    return [f"{problem.where}: {problem.text}" for problem in problems if "is missing" not in problem.text]


def wrong_at(kind: str, name: str) -> list[str]:
    return wrong_in(f"      - id: S1\n        says: Something.\n        at:\n          {kind}: [{name}]\n")


def test_every_statement_has_a_place_or_a_reason_and_every_place_is_there() -> None:
    _, problems = guide.read_guide(TEXT)

    assert [str(problem) for problem in problems] == []


def test_all_182_statements_are_listed_and_at_least_150_have_a_place() -> None:
    listed, _ = guide.read_guide(TEXT)

    assert [f"S{number}" for number in range(1, 183)] == [statement.id for statement in listed.statements]
    assert sum(bool(statement.places) for statement in listed.statements) >= 150


def test_the_page_is_what_the_list_says() -> None:
    listed, _ = guide.read_guide(TEXT)

    assert guide.page(listed) == (ROOT / "docs/reference/guide-coverage.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("kind", "name", "near"),
    [
        ("catalogue", "measures.lisen", "listen"),
        ("catalogue", "mesures.listen", "measures"),
        ("residents-evening", "measures.lisen", "listen"),
        ("residents-evening", "diagnosis.setup.answers.markt", "market"),
        ("residents-evening", "dilemmas.one_hall.option.hold", "options"),
        ("residents-evening", "crowd.places.stand", "stands"),
        ("screen", "diagnose", "diagnosis"),
        ("report", "cards", "card"),
        ("command", "callibrate", "calibrate"),
        ("model", "Mesure", "Measure"),
        ("model", "Measure.leadtime", "lead_time"),
        ("page", "docs/topics/crowd.md", "docs/topics/the-crowd.md"),
    ],
)
def test_a_place_that_is_not_there_is_reported_where_it_stands_with_what_is_near(
    kind: str, name: str, near: str
) -> None:
    found = wrong_at(kind, name)

    assert len(found) == 1
    place, _, said = found[0].partition(": ")
    assert place == f"list.yaml:8:{10 + len(kind) + 4}"
    assert near in said.partition("near: ")[2].rstrip(")").split(", ")


def test_a_kind_of_place_that_is_not_there_is_reported_at_its_key() -> None:
    (found,) = wrong_at("screens", "diagnosis")

    assert found.startswith("list.yaml:8:11: there is no kind of place 'screens' (near: screen")


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("catalogue", "measures.listen"),
        ("residents-evening", "measures.listen"),  # taken over with from:, and without an id of its own
        ("residents-evening", "card.attention"),
        ("screen", "diagnosis"),
        ("command", "calibrate"),
        ("model", "Measure"),
        ("model", "Measure.lead_time"),
        ("page", "CONTRIBUTING.md"),
    ],
)
def test_a_place_that_is_there_is_no_problem(kind: str, name: str) -> None:
    assert wrong_at(kind, name) == []


def test_a_text_is_no_place_to_look_inside() -> None:
    (found,) = wrong_at("catalogue", "measures.listen.title.more")

    assert "there is no 'more' in scenarios/catalogue/catalogue.yaml, measures, listen, title (near: nothing)" in found


def test_a_statement_without_a_place_needs_a_reason() -> None:
    assert wrong_in("      - {id: S1, says: Something.}\n") == ["list.yaml:5:14: S1 has no place; say why in 'lacks'"]
    assert wrong_in("      - {id: S1, says: Something., lacks: Too far from here.}\n") == []


def test_a_statement_twice_and_one_that_the_guide_does_not_have_are_reported() -> None:
    line = "      - {{id: {}, says: Something., lacks: Nothing to play.}}\n"

    assert wrong_in(line.format("S1") + line.format("S1")) == ["list.yaml:6:14: S1 is here a second time"]
    assert wrong_in(line.format("S183")) == ["list.yaml:5:14: the guide has no statement 'S183'"]


def test_a_statement_that_is_missing_is_reported_after_the_one_before_it() -> None:
    start, end = TEXT.index("      - id: S41\n"), TEXT.index("      - id: S42\n")
    before = TEXT[:start].count("\n", 0, TEXT.index("      - id: S40\n")) + 1
    _, problems = guide.read_guide(TEXT[:start] + TEXT[end:], "list.yaml")

    assert [problem.text for problem in problems] == ["S41 is missing; it belongs after this"]
    assert problems[0].line == before
