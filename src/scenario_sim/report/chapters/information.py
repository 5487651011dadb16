"""Information: who learned what when, and what was decided by somebody who did not know what others knew."""

from __future__ import annotations

from collections.abc import Iterator

from scenario_sim.evaluation.knowledge import Shared, Unaware
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.report.chapters.course import letters
from scenario_sim.report.document import Block, Heading, Paragraph, table_or
from scenario_sim.report.names import span_text
from scenario_sim.report.wording import Wording

MOST = 8
"""Injects that did not ask for the decision, of each decision, the latest first; the rest is counted."""


def information(words: Wording) -> Iterator[Block]:
    yield Heading(translate(N_("Information: who knew what when")))
    yield Paragraph(translate(N_(
        "The log knows what reached a seat and what was passed on in the program. It does not hear what people say to "
        "each other. Did they sit around one table? Then they often knew more than stands here. And knowing would not "
        "always have changed the decision. So use these tables to ask: did you know this then, and did it matter?"
    )), "note")  # fmt: skip
    yield _spread(words)
    yield _without(words)


def _spread(words: Wording) -> Block:
    rows = []
    for number, one in enumerate(words.evaluation.shared, 1):
        told = list(_later(words, one))
        if told or (one.never and one.known):
            first = words.roles(role for role in one.known if not one.later[role])
            never = words.roles(one.never) or translate(N_("nobody"))
            nobody = translate(N_("nobody was told"))
            rows.append((
                f"{number} {words.title(one.inject)}", words.clock(one.at), first, "\n".join(told) or nobody, never
            ))  # fmt: skip
    header = (N_("Inject"), N_("Time"), N_("Knew first"), N_("Learned later"), N_("Never learned it"))
    return table_or(
        translate(N_("Everything that came reached all roles at once, so there was nothing to share.")),
        translate(N_("What did not reach everybody at once")),
        tuple(map(translate, header)),
        rows,
    )


def _later(words: Wording, one: Shared) -> Iterator[str]:
    for role, seconds in one.later.items():
        if seconds:
            said = translate(N_("{role}: {span} later, from {by}"))
            by = words.role(one.told_by[role]) if role in one.told_by else "?"
            yield said.format(role=words.role(role), span=span_text(seconds), by=by)


def _without(words: Wording) -> Block:
    numbers = {(one.inject, one.number): n for n, one in enumerate(words.evaluation.shared, 1)}
    rows = []
    for name, one in zip(letters(words), words.evaluation.decisions, strict=True):
        if not one.unaware:
            continue
        said = [_fact(words, fact, numbers) for fact in one.unaware if fact.asked]
        others = sorted((numbers[fact.inject, fact.number] for fact in one.unaware if not fact.asked), reverse=True)
        if others:
            listed = translate(N_("also no. {numbers}")).format(numbers=", ".join(map(str, others[:MOST])))
            more = translate(N_("and {count} more")).format(count=len(others) - MOST) if len(others) > MOST else ""
            said.append(f"{listed} {more}".rstrip())
        what = f"{name} {words.decided(one.decision)}"
        rows.append((what, words.clock(one.decision.at), words.decider(one.decision), "\n".join(said)))
    header = (N_("Decision"), N_("Time"), N_("By"), N_("Did not know yet"))
    return table_or(
        translate(N_("No decision was taken by somebody who did not know what others knew.")),
        translate(N_("Decisions taken while others knew more; ► asked for this decision, the rest by number")),
        tuple(map(translate, header)),
        rows,
    )


def _fact(words: Wording, fact: Unaware, numbers: dict[tuple[str, int], int]) -> str:
    learned = (
        translate(N_("never learned it"))
        if fact.learned is None
        else translate(N_("learned it at {clock}")).format(clock=words.clock(fact.learned))
    )
    said = translate(N_("{number} {inject} (known to: {roles}; {learned})"))
    text = said.format(
        number=numbers[fact.inject, fact.number], inject=words.title(fact.inject), roles=words.roles(fact.knew),
        learned=learned,
    )  # fmt: skip
    return f"► {text}"
