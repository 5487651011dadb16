"""The evidence on a goal in words, line by line; every line begins with a mark that needs no colour."""

from __future__ import annotations

from collections.abc import Iterator

from scenario_sim.evaluation.evidence import Evidence
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.events import AuthorityExceeded
from scenario_sim.model.scenario import Scenario, by_id
from scenario_sim_tui.words import expected_text, role_title, span_text, title_of, unit_word

MOST = 6
"""Lines of one kind under a goal; the rest is counted."""

NOTE_MARKS = {"strength": "+", "improvement": "–", "remark": "•"}


def evidence_lines(found: Evidence, texts: Scenario) -> list[str]:
    """What came in time and what did not, power that was exceeded, the numbers, and what people noted."""
    lines: list[str] = []
    for kind in (_missed(found, texts), _met(found, texts), _exceeded(found, texts), _numbers(found, texts)):
        lines += _at_most(list(kind))
    lines += [
        f"{NOTE_MARKS.get(note.kind, '•')} {texts.clock(note.at)} {note.text} – {role_title(texts, note.by)}"
        for note in found.notes
    ]
    return [f"    {line}\n" for line in lines]


def _at_most(lines: list[str]) -> list[str]:
    more = len(lines) - MOST
    if more <= 0:
        return lines
    return [*lines[:MOST], "  " + translate(N_("and {count} more")).format(count=more)]


def _missed(found: Evidence, texts: Scenario) -> Iterator[str]:
    for one in found.missed:
        said = translate(N_("{clock} not in time: {expected}"))
        expected = expected_text(texts, one.inject, one.expected)
        yield "✖ " + said.format(clock=texts.clock(one.at), expected=expected)


def _met(found: Evidence, texts: Scenario) -> Iterator[str]:
    for one in found.met:
        said = translate(N_("{clock} after {span}: {expected}"))
        expected = expected_text(texts, one.inject, one.expected)
        yield "✓ " + said.format(clock=texts.clock(one.at), span=span_text(one.seconds), expected=expected)


def _exceeded(found: Evidence, texts: Scenario) -> Iterator[str]:
    for one in found.exceeded:
        if isinstance(one, AuthorityExceeded):
            said = translate(N_("{clock} {what}: outside the authority of {role}"))
            what = title_of(texts, one.what)
        else:
            said = translate(N_("{clock} {what}: a requirement was not met ({role})"))
            what = title_of(texts, one.measure)
        yield "! " + said.format(clock=texts.clock(one.at), what=what, role=role_title(texts, one.by))


def _numbers(found: Evidence, texts: Scenario) -> Iterator[str]:
    for id, number in found.numbers.items():
        indicator = by_id(texts.indicators, id)
        said = translate(N_("{what}: from {first} to {last} {unit}, mean {mean} (lowest {low}, highest {high})"))
        yield "≈ " + said.format(
            what=indicator.title,
            first=f"{number.start:.0f}",
            last=f"{number.end:.0f}",
            unit=unit_word(indicator.unit),
            mean=f"{number.mean:.0f}",
            low=f"{number.low:.0f}",
            high=f"{number.high:.0f}",
        )
