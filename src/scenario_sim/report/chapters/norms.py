"""Norms: the behaviour that showed, what was agreed on it, and the reaction it got."""

from __future__ import annotations

from collections.abc import Iterator

from scenario_sim.evaluation.norms import NormShown
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.scenario import by_id
from scenario_sim.report.document import Block, Heading, Paragraph, table_or
from scenario_sim.report.wording import COLOURS, Wording


def norms(words: Wording) -> Iterator[Block]:
    yield Heading(translate(N_("Norms")))
    if not words.texts.norms:
        yield Paragraph(translate(N_("This scenario has no norms.")))
        return
    header = (N_("Behaviour"), N_("Time"), N_("Agreed reaction"), N_("Who acts"), N_("Reaction that came"))
    yield table_or(
        translate(N_("No behaviour showed that a norm is about.")),
        translate(N_("Behaviour that showed, and the reaction")),
        tuple(map(translate, header)),
        [_shown(words, one) for one in words.evaluation.norms_shown],
    )
    yield agreed_norms(words)
    skipped = words.evaluation.norms_skipped
    if skipped:
        said = [
            f"{by_id(words.texts.norms, id).behaviour} ({one.reason or translate(N_('no reason given'))})"
            for id, one in skipped.items()
        ]
        yield Paragraph(
            translate(N_("The table went on without an agreement on: {norms}.")).format(norms="; ".join(said))
        )


def _shown(words: Wording, one: NormShown) -> tuple[str, ...]:
    norm = by_id(words.texts.norms, one.norm)
    colour = translate(COLOURS[one.colour])
    response = one.response if one.agreed else norm.response
    source = translate(
        N_("agreed at this table") if one.agreed else N_("from the scenario; this table agreed on nothing else")
    )
    who = words.roles(one.who) or translate(N_("not said"))
    return (
        f"{norm.behaviour} ({colour})", f"{words.clock(one.at)} {words.title(one.inject)}", f"{response}\n({source})",
        who, "\n".join(_reaction(words, one)),
    )  # fmt: skip


def _reaction(words: Wording, one: NormShown) -> Iterator[str]:
    if one.reaction is None:
        yield translate(N_("The scenario does not say by which measure this could be seen; ask the table."))
        return
    yield words.standing(one.reaction)
    if one.reaction.through:
        who = words.role(one.reaction.by) if one.reaction.by else translate(N_("nobody; time ran out"))
        who += f" {translate(N_('[computer]'))}" if one.reaction.bot else ""
        yield f"{words.title(one.reaction.through)} – {who}"
    if one.by_who is False:
        yield translate(N_("! not by whom it was agreed"))


def agreed_norms(words: Wording) -> Block:
    """What the table agreed on norms, also on those that did not show."""
    rows = []
    for id, said in words.evaluation.norms_agreed.items():
        behaviour = by_id(words.texts.norms, id).behaviour
        who = words.roles(said.who) or translate(N_("not said"))
        rows.append((behaviour, translate(COLOURS[said.colour]), said.response, who))
    header = (N_("Behaviour"), N_("Colour"), N_("Agreed reaction"), N_("Who acts"))
    return table_or(
        translate(N_("The table agreed on no norms of its own in this session.")),
        translate(N_("What this table agreed")),
        tuple(map(translate, header)),
        rows,
    )
