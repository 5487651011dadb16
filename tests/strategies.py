"""Hypothesis strategies: small valid scenarios as YAML text, commands that make sense or do not, and calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import yaml
from hypothesis import strategies as st

from scenario_sim.errors import SessionOver
from scenario_sim.loading import ScenarioText
from scenario_sim.model.commands import FACILITATOR, Command, command_from
from scenario_sim.session import Session, Setup

ROLES = ("mayor", "police")
INDICATORS = ("tension", "trust")
MEASURES = ("hosts", "warn", "suspend")
INJECTS = ("crowded", "shouting", "filming", "caller", "by_hand_only")
GROUPS = ("locals", "visitors")

# --- scenarios -----------------------------------------------------------------------------------------------

spans = st.sampled_from(["0 s", "1 s", "20 s", "1 min", "90 s", "4 min", "10 min"])
waits = st.sampled_from(["20 s", "1 min", "90 s", "4 min", "10 min"])
delays = st.one_of(
    spans,
    st.sampled_from(["10 s to 3 min", "1 min to 5 min"]),
    st.sampled_from([{"mean": "2 min"}, {"low": "10 s", "mode": "1 min", "high": "9 min"}]),
)
numbers = st.integers(0, 100)
operators = st.sampled_from(["<", "<=", ">", ">="])


def _comparison(left: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds("{} {} {}".format, left, operators, numbers)


simple_conditions = st.one_of(
    _comparison(st.sampled_from(INDICATORS)),
    _comparison(st.sampled_from(["joined(locals)", "minutes", "tension - trust", "max(tension, 2 * trust)"])),
    st.sampled_from(["level >= 2", "visibility > 1", "free(people) < 3", "in_force(hosts)", "decided(warn)"]),
    st.sampled_from(["delivered(shouting)", "count(crowded) < 2", "knows(police, caller)", "wearing(mayor, chair)"]),
    st.sampled_from(["minutes_since(warn) > 3", "chosen(stop_or_go, go_on)", "answer(leak, yes)", "phase(evening)"]),
)
conditions = st.one_of(
    simple_conditions,
    st.builds("{} and not ({})".format, simple_conditions, simple_conditions),
    st.builds("({}) or {}".format, simple_conditions, simple_conditions),
)
amounts = st.integers(-30, 30).map(lambda n: f"{n:+d} points")
changes = st.one_of(amounts, st.builds("{} over {}".format, amounts, waits))
effects = st.dictionaries(st.sampled_from(INDICATORS), changes, max_size=2)
lasting_effects = st.dictionaries(
    st.sampled_from(INDICATORS),
    st.one_of(changes, amounts.map("{} while in force".format), amounts.map("{} per min".format)),
    max_size=2,
)


def _optional(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=keys)


@st.composite
def measures(draw: st.DrawFn, id: str) -> dict[str, Any]:
    return {
        "id": id, "title": id, "kind": "preventive" if id == "hosts" else "response",
        "decided_by": draw(st.sampled_from([["mayor"], ["police"], ["mayor", "police"]])),
        "carried_out_by": ["police"], "lead_time": draw(delays), "effects": draw(lasting_effects),
        "visibility": draw(st.integers(0, 3)), "source": "EJ",
        **draw(_optional(
            duration=delays, on_decision=effects, available=conditions,
            needs=st.fixed_dictionaries({"people": st.integers(1, 4)}),
            when_busy=st.sampled_from(["wait", "refuse"]), at_once=st.sampled_from(["one", "many"]),
            requires=conditions.map(lambda when: [{"text": "Eerst dit.", "when": when}]),
            fails=st.just({"chance": "trust / 2", "text": "Het lukt niet.", "source": "EJ"}),
            ends=st.just([] if id == "warn" else ["warn"]), cancels=st.just(["caller"]),
        )),
    }  # fmt: skip


@st.composite
def injects(draw: st.DrawFn, id: str, trigger: dict[str, Any]) -> dict[str, Any]:
    extra = draw(_optional(
        only_if=conditions, until=conditions, to=st.just(["police"]), norm=st.just("rude"),
        dilemma=st.just("stop_or_go"),
        repeat=st.fixed_dictionaries({"times": st.integers(1, 4), **({} if "after" in trigger else {"pause": waits})}),
        expected=waits.map(lambda within: [{
            "id": f"answer_{id}", "text": "Antwoord.", "role": "mayor", "within": within,
            "met_by": ["warn", "suspend"], "goal": "calm", "if_missed": {"trust": "-3 points"},
        }]),
    ))  # fmt: skip
    return {"id": id, "title": id, "text": "Er gebeurt iets.", "channel": "hall", "source": "EJ",
            "effects": draw(effects), **trigger, **extra}  # fmt: skip


@st.composite
def scenario_data(draw: st.DrawFn) -> dict[str, Any]:
    """A valid scenario of half an hour with all five kinds of triggers, as data."""
    triggers: dict[str, dict[str, Any]] = {
        "crowded": {"at": draw(st.sampled_from(["19:00", "19:05", "+17 min"]))},
        "shouting": {"when": draw(conditions), **draw(_optional(**{"for": waits}))},
        "filming": {"after": draw(st.sampled_from(["shouting", "warn", "stop_or_go"])), "delay": draw(delays)},
        "caller": {"rate": draw(st.sampled_from(["6 per hour", "(tension - 20) / 2 per min", "tension per h"]))},
        "by_hand_only": {"by_hand": True},
    }
    before = draw(st.booleans())
    phases = [
        {"id": "evening", "title": "De avond", "lasts": "30 min", "tick": "30 s", "record": "5 min", "main": True}
    ]
    if before:
        phases.insert(0, {"id": "days", "title": "Ervoor", "lasts": "2 h", "tick": "10 min"})
    rules = [
        {"id": "on_shout", "after": "shouting", "reaction": draw(delays), "do": "warn"},
        {"id": "on_tension", "when": draw(conditions), "reaction": draw(waits), "do": "suspend",
         "repeat": draw(st.booleans())},
        {"id": "decide", "after": "stop_or_go", "reaction": draw(delays), "choose": {"stop_or_go": "go_on"}},
    ]  # fmt: skip
    data: dict[str, Any] = {
        "format": 1, "id": "small", "title": "Klein", "summary": "Een kleine avond.", "language": "nl",
        "place": "Voorbeelddam", "starts": "2026-03-12 19:00", "phases": phases,
        "card": {"description": "Klein.", "attention": ["Let op."], "social_media": ["Kijk mee."]},
        "goals": [{"id": "calm", "title": "Rust", "text": "Rust.", "score": "100 - mean(tension)",
                   "measured_by": "De spanning.", "source": "EJ"}],
        "channels": [{"id": "hall", "title": "Zaal"}],
        "roles": [
            {"id": "mayor", "title": "Burgemeester", "tasks": ["Leidt"], "channels": ["hall"], "source": "EJ",
             "hats": [{"id": "chair", "title": "Voorzitter"}, {"id": "head", "title": "Gezag"}]},
            {"id": "police", "title": "Politie", "tasks": ["Kijkt"], "channels": ["hall"], "source": "EJ"},
        ],
        "diagnosis": [{"id": "leak", "aspect": "context", "text": "Gelekt?", "default": "no", "source": "EJ",
                       "answers": [{"id": "no", "text": "Nee"}, {"id": "yes", "text": "Ja", "sets": {"upset": 20}}]}],
        "constants": [{"id": "upset", "value": 0, "meaning": "Extra spanning.", "source": "EJ"}],
        "resources": [{"id": "people", "title": "Mensen", "amount": "4", "source": "EJ"}],
        "indicators": [
            {"id": "tension", "title": "Spanning", "unit": "points", "range": [0, 100], "source": "EJ",
             "start": f"{draw(st.integers(0, 60))} + upset",
             "drift": [{"rate": f"{draw(st.integers(-3, 3))} points per min", "source": "EJ",
                        **draw(_optional(when=conditions))}]},
            {"id": "trust", "title": "Vertrouwen", "unit": "points", "range": [0, 100], "start": "50",
             "high_is": "good", "visible_to": ["mayor"], "source": "EJ"},
        ],
        "levels": [{"level": 0, "title": "0"}, *(
            {"level": n, "title": str(n), "when": f"tension > {15 * n}"} for n in range(1, 6)
        )],
        "level_falls_after": draw(spans),
        "measures": [draw(measures(id)) for id in MEASURES],
        "injects": [draw(injects(id, trigger)) for id, trigger in triggers.items()],
        "dilemmas": [{"id": "stop_or_go", "question": "Stoppen?", "decided_by": "mayor", "source": "EJ",
                      "options": [{"id": "go_on", "text": "Door", "effects": draw(effects)},
                                  {"id": "stop", "text": "Stop", "starts": ["suspend"]}],
                      **draw(_optional(within=waits, if_undecided=st.just("stop")))}],
        "norms": [{"id": "rude", "behaviour": "Schelden", "colour": "red", "response": "Waarschuwen",
                   "met_by": ["warn"], "within": draw(waits), "source": "EJ"}],
        "policies": [
            {"role": "mayor", "source": "EJ", "prepares": draw(st.sampled_from([[], ["hosts"]])),
             "rules": rules[: draw(st.integers(0, 3))]},
            {"role": "police", "source": "EJ"},
        ],
    }  # fmt: skip
    if before:
        data["measures"][0]["lead_time"] = "30 min"
    group = {"join_threshold": {"mean": "35", "sd": "20"}, "mood": "tension / 4", "source": "EJ"}
    data["crowd"] = {
        "places": [{"id": "room", "title": "Zaal", "tables": draw(st.sampled_from(["1", "6"])), "source": "EJ"}],
        "groups": [{"id": id, "title": id, "place": "room", "size": "40", **group} for id in GROUPS],
    }
    return data


class _WithoutAliases(yaml.SafeDumper):
    """Scenarios have no anchors, so what stands twice is written twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def as_text(data: Any) -> ScenarioText:
    text = yaml.dump(data, Dumper=_WithoutAliases, sort_keys=False, allow_unicode=True)
    return ScenarioText({"scenario.yaml": text})


scenario_texts: st.SearchStrategy[ScenarioText] = scenario_data().map(as_text)
"""Valid scenarios as the text that a session begins with."""

setups: st.SearchStrategy[Setup] = st.builds(
    Setup,
    text=scenario_texts,
    seed=st.integers(0, 2**64),
    replication=st.integers(0, 3),
    context=st.sampled_from([{}, {"leak": "yes"}]),
    seated=st.sampled_from([(), ("mayor",), ("mayor", "police")]),
    prepare=st.booleans(),
)

# --- commands ------------------------------------------------------------------------------------------------

texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40),
    st.sampled_from(["{by}", '"quoted"\n\r\n\x00\x1f\x7f\u2028', "é\u0301 👩‍🚒 שלום", "x" * 5000]),
)
"""What people type, and what they never would: control characters, line ends, any script."""

makers = st.sampled_from([*ROLES, FACILITATOR, "nobody"])
_nonsense = "no_such_thing"


@st.composite
def commands(draw: st.DrawFn) -> Command:
    """A command of any type, by anybody, about things that are there or not."""
    measure = st.sampled_from([*MEASURES, _nonsense])
    inject = st.sampled_from([*INJECTS, _nonsense])
    added = st.sampled_from(["+1", "+2", "+0", "+"])
    role = st.sampled_from([*ROLES, _nonsense])
    choice = {
        "dilemma": st.sampled_from(["stop_or_go", _nonsense]),
        "option": st.sampled_from(["go_on", "stop", _nonsense]),
    }
    norm = st.sampled_from(["rude", _nonsense])
    goal = st.sampled_from(["calm", _nonsense])
    colour = st.sampled_from(["green", "amber", "red"])
    fields: dict[str, dict[str, st.SearchStrategy[Any]]] = {
        "ProposeMeasure": {"measure": measure},
        "DecideMeasure": {"measure": measure},
        "EndMeasure": {"measure": measure},
        "ChooseOption": choice,
        "WearHat": {"hat": st.sampled_from(["chair", "head", _nonsense])},
        "ShareInject": {"inject": inject | added, "to": st.lists(role, min_size=1, max_size=2)},
        "Improvise": {"text": texts},
        "Adjudicate": {
            "action": st.integers(1, 3),
            "effects": st.dictionaries(st.sampled_from([*INDICATORS, _nonsense]), changes, max_size=2),
            "text": texts,
        },
        "FireInject": {"inject": inject},
        "PostponeInject": {"inject": inject, "delay": st.floats(0.0001, 4000)},
        "SkipInject": {"inject": inject},
        "TakeSeat": {"role": role},
        "LeaveSeat": {"role": role},
        "AddNote": {"text": texts, "goal": st.none() | goal},
        "AddInject": {
            "title": texts.map(lambda text: text[:200]),
            "text": texts,
            "channel": st.sampled_from(["hall", _nonsense]),
            "to": st.lists(role, min_size=1, max_size=2),
            "effects": st.dictionaries(st.sampled_from([*INDICATORS, _nonsense]), changes, max_size=2),
        },
        "JudgeBehaviour": {"norm": norm, "colour": colour, "confidence": st.integers(1, 5)},
        "RevealJudgements": {"norm": norm},
        "AgreeNorm": {
            "norm": norm,
            "colour": colour,
            "response": texts.map(lambda text: text[:2000]),
            "who": st.lists(role, max_size=2),
        },
        "AdviseOption": {**choice, "confidence": st.integers(1, 5)},
        "RevealAdvice": {"dilemma": choice["dilemma"]},
        "RewordInject": {"inject": inject | added, "text": texts},
        "SkipNorm": {"norm": norm},
        "ReviewAction": {"text": texts.map(lambda text: text[:2000]), "done": st.booleans(), "owner": role},
        "WeighGoals": {"weights": st.dictionaries(goal, st.integers(0, 5), max_size=2)},
        "SetBookmark": {"text": texts},
        "Withdraw": {"record": st.integers(1, 500)},
        "StopForReal": {},
        "GoOn": {},
        "LookBack": {"surprised": texts, "change": texts},
        "AgreeAction": {"text": texts.map(lambda text: text[:2000]), "owner": role, "goal": st.none() | goal},
        "EndExercise": {},
    }
    # Most sessions go on for a while: the end is drawn last, so that shrinking does not begin with it.
    type = draw(st.sampled_from([name for name in fields if name != "EndExercise"] * 3 + ["EndExercise"]))
    filled = {key: draw(strategy) for key, strategy in fields[type].items()}
    return command_from({"type": type, "by": draw(makers), "why": draw(st.just("") | texts), **filled})


# --- calls ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Call:
    """One call of a session: *name* is run (by *value* seconds), step, send (*value*) or mark."""

    name: str
    value: Any = None

    def on(self, session: Session) -> None:
        """Make the call; after the end of the session it is left out."""
        try:
            match self.name:
                case "run":
                    session.run(session.now + self.value)
                case "send":
                    session.send(self.value)
                case _:
                    getattr(session, self.name)()
        except SessionOver:
            assert session.is_over


calls: st.SearchStrategy[list[Call]] = st.lists(
    st.one_of(
        st.builds(Call, st.just("run"), st.floats(0, 900) | st.integers(0, 900)),
        st.builds(Call, st.just("send"), commands()),
        st.sampled_from([Call("step"), Call("mark")]),
    ),
    max_size=20,
)


def played(setup: Setup, calls: list[Call], look: Callable[[Session], object] = lambda _: None) -> Session:
    """A session in memory after *calls*; *look* is called between them."""
    session = Session(setup)
    for call in calls:
        call.on(session)
        look(session)
    return session


# --- texts that can be told apart ----------------------------------------------------------------------------


def told_apart(setup: Setup, calls: list[Call]) -> tuple[Setup, list[Call]]:
    """The same session with a text of its own for everything that some people must not see: whoever finds
    ``TEXT-caller`` or ``NOTE-3`` on a screen knows where it comes from."""
    data = yaml.safe_load(setup.text.files["scenario.yaml"])
    for inject in data["injects"]:
        inject["title"], inject["text"] = f"TITLE-{inject['id']}-", f"TEXT-{inject['id']}-"
        for expected in inject.get("expected", ()):
            expected["text"] = f"EXPECTED-{inject['id']}-"
    for norm in data["norms"]:
        norm["response"] = f"EXPECTED-{norm['id']}-"
    return replace(setup, text=as_text(data)), [_own_words(call, number) for number, call in enumerate(calls)]


_FREE_TEXTS = {
    "AddInject": {"title": "ADDED-{n}-", "text": "ADDED-{n}-"},
    "AddNote": {"text": "NOTE-{n}-"},
    "RewordInject": {"text": "REWORDED-{n}-"},
    "JudgeBehaviour": {"why": "SAID-{n}-"},
    "AdviseOption": {"why": "SAID-{n}-"},
}


def _own_words(call: Call, number: int) -> Call:
    if call.name != "send" or call.value.type not in _FREE_TEXTS:
        return call
    own = {field: text.format(n=number) for field, text in _FREE_TEXTS[call.value.type].items()}
    return Call("send", call.value.model_copy(update=own))


def secrets_of(session: Session, role: str) -> set[str]:
    """The texts of *session* after ``told_apart`` that *role* must not see: what did not reach it, what is expected,
    what others noted, and what others said as long as it is blind."""
    everything, talk = session.view(), session.table.talk
    feed = {one.inject for one in everything.feed if role in one.known}
    secrets = {"EXPECTED-"}
    for inject in session.scenario.injects:
        if inject.id not in feed:
            secrets |= {f"TITLE-{inject.id}-", f"TEXT-{inject.id}-"}
    for one in everything.feed:
        if one.added is not None and one.inject not in feed:
            secrets |= {one.added.title, one.added.text}
    secrets |= {text for inject, text in talk.reworded.items() if inject not in feed}
    secrets |= {note.text for note in talk.notes if note.by != role}
    for said, shown in ((talk.judgements, talk.judgements_shown), (talk.advice, talk.advice_shown)):
        secrets |= {
            one.sentence for about, by in said.items() if about not in shown for one in by.values() if one.by != role
        }
    return secrets - {""}
