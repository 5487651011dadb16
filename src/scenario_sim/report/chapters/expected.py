"""Expected and actual: a grid of injects and roles, and what came late or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scenario_sim.evaluation.reactions import Reaction, grid
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.report.document import Block, Heading, Paragraph, table_or
from scenario_sim.report.names import role_short, span_text
from scenario_sim.report.wording import STANDINGS, Wording


def expected(words: Wording) -> Iterator[Block]:
    found = words.evaluation.reactions
    yield Heading(translate(N_("Expected and actual")))
    counted = Counter(one.standing for one in found)
    yield Paragraph("; ".join(f"{translate(said)}: {counted[standing]}" for standing, said in STANDINGS.items()) + ".")
    yield Paragraph(translate(N_(
        "Time is counted on the clock of the scenario, which stands still in a pause: pauses do not count. Late is "
        "what was decided after its deadline for the first time. Not applicable is what was expected after an inject "
        "that did not come, or before a deadline that lay after the end."
    )), "note")  # fmt: skip
    yield _grid(words, found)
    yield _behind(words, found)
    never = [one for one in found if one.why == "did_not_come"]
    if never:
        titles = dict.fromkeys(words.title(one.inject) for one in never)
        said = translate(N_("Injects with an expected action that did not come: {titles}."))
        yield Paragraph(said.format(titles=", ".join(titles)))


def _grid(words: Wording, found: tuple[Reaction, ...]) -> Block:
    rows, texts = grid(found, words.texts), words.texts
    asked = [role.id for role in texts.roles if any(row[role.id] for _, row in rows)]
    cells = []
    for (inject, number), row in rows:
        first = next(one for ones in row.values() for one in ones) if any(row.values()) else None
        if first is None or first.since is None:
            continue
        again = f" ({number})" if number > 1 else ""
        said = ["\n".join(words.standing(one) for one in row[role]) or "·" for role in asked]
        cells.append((f"{words.clock(first.since)} {words.title(inject)}{again}", *said))
    return table_or(
        translate(N_("Nothing was expected of a role in what came: there is nothing to compare.")),
        translate(N_("For each inject and role what came of it; · is: nothing expected of this role")),
        (translate(N_("Inject")), *(role_short(texts, role) for role in asked)),
        cells,
    )


def _behind(words: Wording, found: tuple[Reaction, ...]) -> Block:
    rows = []
    for one in found:
        if one.standing not in ("late", "not") or one.since is None or one.deadline is None:
            continue
        within = span_text(one.deadline - one.since)
        what = translate(N_("nothing"))
        if one.done_at is not None:
            what = f"{words.clock(one.done_at)} {words.title(one.through)} ({words.role(one.by)})"
        who = words.roles(one.roles) or translate(N_("anybody"))
        rows.append((
            f"{words.clock(one.since)} {words.title(one.inject)}", who, words.expected(one), within, what,
            words.standing(one),
        ))  # fmt: skip
    header = (N_("Inject"), N_("Who"), N_("Expected"), N_("Within"), N_("Done"), N_("So"))
    return table_or(
        translate(N_("Nothing came late and nothing was left out.")),
        translate(N_("What came late or not")),
        tuple(map(translate, header)),
        rows,
    )
