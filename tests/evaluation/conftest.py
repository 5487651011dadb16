"""A played evening of the council scenario: people and policies, an order from the wrong chair, information passed on
late, notes, agreements, a look back – and texts that are made to break a report."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenario_sim.language import use_language
from scenario_sim.loading import read_package
from scenario_sim.model.commands import (
    FACILITATOR,
    AddInject,
    AddNote,
    AgreeAction,
    AgreeNorm,
    Command,
    DecideMeasure,
    FireInject,
    Improvise,
    LookBack,
    ReviewAction,
    SetBookmark,
    ShareInject,
    WeighGoals,
)
from scenario_sim.session import JsonlLog, Log, Session, Setup

HOSTILE = (
    "<script>alert(1)</script>",
    "=1+1",
    "@SUM(A1)",
    "| # *a* [x](javascript:alert(1)) <b> &lt; ---",
    "👩‍🚒 שלום é\u0301",
    "\x00\x07\x1b[31m\x7f\u0085\ufffe",
    "regel 1\r\nregel 2\u2028regel 3",
    "{{ 7*7 }} {% raw %} %s {by}",
    "</title></style>-->]]>",
    "lang" * 1250,
)
"""What people type, and what they never would."""

BEFORE: tuple[Command, ...] = (
    WeighGoals(by=FACILITATOR, weights={"G1": 5, "G2": 3, "G5": 2}),
    AgreeNorm(
        by=FACILITATOR, norm="heckling", colour="amber", response=f"Eén waarschuwing {HOSTILE[0]}", who=("mayor",)
    ),
    DecideMeasure(by="mayor", measure="low_profile_police", why="Zichtbaar, maar in gewone uniformen"),
)
DURING: tuple[tuple[float, Command], ...] = (
    (1500, FireInject(by=FACILITATOR, inject="shout")),
    (1560, DecideMeasure(by="police", measure="gavel", why=HOSTILE[1])),
    (1800, FireInject(by=FACILITATOR, inject="slow_clapping")),
    (2400, DecideMeasure(by="mayor", measure="suspend_meeting", why=HOSTILE[5])),
    (2460, AddInject(by=FACILITATOR, title=HOSTILE[8], text=HOSTILE[0], channel="hall", to=("police",))),
    (2520, Improvise(by="police", text=HOSTILE[3], why=HOSTILE[7])),
    (2700, ShareInject(by="police", inject="+1", to=("mayor",))),
    (2760, FireInject(by=FACILITATOR, inject="doors_rumour")),
    (2800, SetBookmark(by=FACILITATOR, text=HOSTILE[4])),
    *((3000 + n, AddNote(by="mayor", text=text, kind=kind, goal=goal)) for n, (text, kind, goal) in enumerate(zip(
        HOSTILE, ("strength", "improvement", "remark") * 4, ("G1", "G3", None, "G5") * 3, strict=False))),
)  # fmt: skip
AFTER: tuple[Command, ...] = (
    LookBack(by="mayor", surprised=HOSTILE[6], went_well="De griffier hielp", change=HOSTILE[0]),
    AgreeAction(by=FACILITATOR, text="Afspraak over de orde", owner="clerk", due="1 mei", check=HOSTILE[0], goal="G3"),
    AgreeAction(by=FACILITATOR, text=HOSTILE[1], owner="police"),
    ReviewAction(by=FACILITATOR, text=HOSTILE[9][:2000], done=True, owner="clerk"),
)


def played(log: Log | None = None) -> Session:
    """The evening, to its end."""
    setup = Setup(read_package("disrupted-council-meeting"), seed=5, seated=("mayor", "police"),
                  context={"outside_group": "organised"})  # fmt: skip
    session = Session(setup, log)
    for command in BEFORE:
        session.send(command)
    for at, command in DURING:
        session.run(at)
        session.send(command)
    session.run(session.ends)
    for command in AFTER:
        session.send(command)
    return session


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


@pytest.fixture(scope="session")
def evening() -> Session:
    return played()


@pytest.fixture(scope="session")
def logged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the same evening."""
    path = tmp_path_factory.mktemp("evening") / "evening.jsonl"
    session = played(JsonlLog(path, new=True))
    session.close()
    return path
