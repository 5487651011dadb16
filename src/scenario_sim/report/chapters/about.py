"""About a report: the log it rests on, its seal, the assumptions, and what the marks mean."""

from __future__ import annotations

from collections.abc import Iterator

from scenario_sim.language import mark as N_
from scenario_sim.language import source_mark, translate
from scenario_sim.model.scenario import Scenario
from scenario_sim.report.document import Block, Bullets, Facts, Heading, Paragraph, Table, table_or
from scenario_sim.report.wording import Wording, number

MARKS = (
    ("EJ", N_("expert judgement: somebody with knowledge of the field chose this number; it has not been measured")),
    ("mem", N_("written down from memory; verify it before you rely on it")),
    ("src", N_("from a source; a letter and a number say which one in the list of the scenario")),
    ("guide", N_("from the guide for municipalities that the program follows")),
)


def about(words: Wording, torn: int) -> Iterator[Block]:
    origin = words.evaluation.origin
    yield Heading(translate(N_("About this report")))
    yield Paragraph(translate(N_(
        "This report was made from the log of the session and from nothing else. The log was checked when the report "
        "was made: its chain is whole, and playing it again gives the same events."
    )))  # fmt: skip
    if torn:
        said = translate(N_("The last record was not written out and is left out ({count} bytes)."))
        yield Paragraph(said.format(count=torn), "warning")
    yield Facts((
        (translate(N_("Seal of the last record")), origin.head),
        (translate(N_("Records in the log")), str(origin.records)),
        (translate(N_("Fingerprint of the events")), origin.digest),
        (translate(N_("First and last record (UTC)")), " – ".join(one or "?" for one in origin.recorded)),
        (translate(N_("Scenario")), f"{origin.scenario}, {translate(N_('version'))} {origin.scenario_version}"),
        (translate(N_("Digest of the scenario")), origin.scenario_digest),
        (translate(N_("Seed of all chance")), f"{origin.seed} ({translate(N_('replication'))} {origin.replication})"),
        (translate(N_("Played with")), f"scenario-sim {origin.program_version}"),
    ))  # fmt: skip
    yield Paragraph(translate(N_(
        "The seal shows whether the log was changed afterwards, if you keep it somewhere else too: scenario-sim verify "
        "prints it. The whole evaluation stands in the .json form of this report."
    )), "note")  # fmt: skip
    yield _diagnosis(words)
    yield from marks(words.texts)


def _diagnosis(words: Wording) -> Block:
    rows = []
    for question in words.texts.diagnosis:
        value = words.evaluation.origin.context.get(question.id)
        answers = {answer.id: answer.text for answer in question.answers}
        said = answers.get(value, value) if isinstance(value, str) else number(value) if value is not None else "–"
        rows.append((question.text, f"{said} {question.unit or ''}".strip(), source_mark(question.source)))
    header = (translate(N_("Question")), translate(N_("Answer")), translate(N_("Source")))
    return table_or(
        translate(N_("This scenario asks no questions beforehand.")),
        translate(N_("The diagnosis: assumptions with which this session was played")),
        header,
        rows,
    )


def marks(texts: Scenario) -> Iterator[Block]:
    """What the marks of sources mean, and the list of sources."""
    yield Heading(translate(N_("Marks and sources")), 2)
    rows = tuple((f"{mark} – {source_mark(mark)}", translate(said)) for mark, said in MARKS)
    yield Table(translate(N_("What the marks mean")), (translate(N_("Mark")), translate(N_("Meaning"))), rows)
    if texts.sources:
        yield Bullets(tuple(f"{entry.id}: {entry.text}" for entry in texts.sources))
