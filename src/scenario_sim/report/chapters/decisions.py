"""Decisions: by whom, why, whether they had the power, on what legal ground, and what they did not know."""

from __future__ import annotations

from collections.abc import Iterator

from scenario_sim.evaluation.evaluation import ConsideredDecision
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.report.chapters.course import letters
from scenario_sim.report.document import Block, Bullets, Heading, Paragraph, table_or
from scenario_sim.report.wording import Wording


def decisions(words: Wording) -> Iterator[Block]:
    yield Heading(translate(N_("Decisions")))
    yield Paragraph(translate(N_(
        "[computer] marks what was decided by the rules of an empty chair. A decision without the power is not blocked "
        "in the exercise: it is recorded here. Legal grounds are a help, not legal advice: have them checked."
    )), "note")  # fmt: skip
    rows = [
        (
            name,
            words.clock(one.decision.at),
            words.decided(one.decision),
            words.decider(one.decision),
            _why(one),
            "\n".join(_authority(words, one)),
            "\n".join(_grounds(words, one)) or translate(N_("none named in the scenario")),
        )
        for name, one in zip(letters(words), words.evaluation.decisions, strict=True)
    ]
    header = (N_("No."), N_("Time"), N_("Decision"), N_("By"), N_("Why"), N_("Authority"), N_("Legal ground"))
    yield table_or(
        translate(N_("Nothing was decided in this session.")),
        translate(N_("The decisions")),
        tuple(map(translate, header)),
        rows,
    )
    yield from _grounds_named(words)
    yield from _improvised(words)


def _why(one: ConsideredDecision) -> str:
    if one.decision.why:
        return one.decision.why
    return translate(N_("by its rules")) if one.decision.bot else translate(N_("no reason given"))


def _authority(words: Wording, one: ConsideredDecision) -> Iterator[str]:
    decision = one.decision
    if decision.belongs_to:
        said = translate(N_("! Outside authority; it belongs to {owners}."))
        yield said.format(owners=words.roles(decision.belongs_to))
    for place in decision.unmet:
        requirement = words.texts.measure(decision.what).requires[place - 1].text
        yield translate(N_("! Requirement not met: {text}")).format(text=requirement)
    if decision.kind == "improvised":
        yield translate(N_("not checked: the scenario does not know this action"))
    elif not decision.by:
        yield translate(N_("nobody decided"))
    elif not decision.belongs_to and not decision.unmet:
        yield translate(N_("within authority"))
    if one.dissent:
        yield translate(N_("Advised otherwise: {roles}")).format(roles=words.roles(one.dissent))


def _grounds(words: Wording, one: ConsideredDecision) -> Iterator[str]:
    laws = {ground.id: ground.law for ground in words.texts.grounds}
    yield from (laws[id] for id in one.grounds if id in laws)
    if one.decision.kind in ("measure", "ended"):
        basis = words.texts.measure(one.decision.what).legal_basis
        yield from [basis] if basis else []


def _grounds_named(words: Wording) -> Iterator[Block]:
    used = {id for one in words.evaluation.decisions for id in one.grounds}
    named = [ground for ground in words.texts.grounds if ground.id in used]
    if named:
        yield Heading(translate(N_("What these grounds allow")), 2)
        yield Bullets(tuple(f"{ground.law}: {ground.allows}" for ground in named))


def _improvised(words: Wording) -> Iterator[Block]:
    if not words.evaluation.improvised:
        return
    yield Heading(translate(N_("Own actions, and how the facilitator judged them")), 2)
    rows = []
    for one in words.evaluation.improvised:
        effects = ", ".join(f"{words.title(id)} {change}" for id, change in one.changes.items())
        judged = "\n".join(filter(None, (one.judged, effects))) or translate(N_("not judged, without effect"))
        rows.append((words.clock(one.at), words.role(one.by), one.text, judged))
    header = (translate(N_("Time")), translate(N_("By")), translate(N_("Action")), translate(N_("Judged")))
    yield table_or("", translate(N_("Own actions")), header, rows)
