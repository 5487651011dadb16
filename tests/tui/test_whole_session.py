"""A whole session of the disrupted council meeting in a real terminal, by keys alone, and read back from its log."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scenario_sim.language import Language, translate, use_language
from scenario_sim.loading import known_scenarios, load_scenario
from scenario_sim.session import Session, decisions_in, replay_file, verify

if not Path("/proc/self/schedstat").exists():
    pytest.skip("only Linux tells when a program waits for a key", allow_module_level=True)

from tests.tui.terminal import Terminal

SCENARIO = "disrupted-council-meeting"


class Evening:
    """What the people around the table do, one step of the session after the other."""

    def __init__(self, terminal: Terminal, language: Language) -> None:
        use_language(language)
        self.terminal = terminal
        self.texts = load_scenario(SCENARIO, language)
        self.press, self.see, self.type = terminal.press, terminal.wait_for, terminal.type

    def said(self, message: str, **values: str) -> str:
        return translate(message).format(**values)

    def fill(self, heading: str, *answers: str) -> None:
        """A form of lines: each answer and enter; the last enter confirms."""
        self.see(heading)
        for answer in answers:
            if answer:
                self.type(answer)
            self.press("enter")
        self.see(without=heading)

    # --- before play ---------------------------------------------------------------------------------------

    def choose_the_scenario(self) -> None:
        self.see("scenario-sim", self.said("Replay"))
        self.press(*["down"] * [entry.id for entry in known_scenarios()].index(SCENARIO), "enter")
        self.see(self.said("Briefing"), "ctrl+n")
        self.press("tab", "tab", "end", *["backspace"] * 6, "7")
        self.terminal.wait_until(lambda text: re.search(rf"{self.said('Seed')}\W+7\s", text) is not None, "the seed")
        self.press("ctrl+n")

    def walk_the_four_steps(self) -> None:
        """Diagnosis, goals, timeline and card; once back from the timeline to the goals."""
        self.see(self.said("Diagnosis"), "ctrl+n")
        self.press("down", "space")
        self.see(f"(•) {self.texts.diagnosis[0].answers[-1].text}")
        self.press("ctrl+n")
        self.see(self.texts.goals[0].title, "ctrl+n", without=self.said("Diagnosis"))
        self.press("5")
        self.see("■■■■■")
        self.press("ctrl+n")
        self.see(self.said("this is what you play"), "ctrl+n")
        self.press("escape")
        self.see("■■■■■", without=self.said("this is what you play"))
        self.press("ctrl+n")
        self.see(self.said("this is what you play"), "ctrl+n")
        self.press("ctrl+n")
        self.see(self.said("Description of the scenario"), "ctrl+n")
        self.press("ctrl+n")

    def prepare(self) -> None:
        self.see(self.said("Preparation"), "[x]", "ctrl+n")
        self.press("ctrl+n")
        self.see("▸1", self.said("What reaches you"), self.said("Dilemma"))

    # --- the norm round and the dilemma --------------------------------------------------------------------

    def answer(self, seat: str, answer: int, sure: str, sentence: str) -> None:
        """One seat takes the keyboard in a blind round, and gives it back."""
        self.press("enter")
        turn = self.said("Give the keyboard to: {role}", role=self.texts.role(seat).title)
        self.see(turn)
        self.press(*["down"] * answer, "space", sure, "tab")
        self.type(sentence)
        self.press("enter")
        self.see(without=turn)

    def agree_on_norms(self) -> None:
        self.press("b")
        self.see(self.said("Norm round"), self.said("not judged yet"))
        self.press("enter")
        self.see(self.said("Who has the keyboard? Nobody else looks."))
        self.answer("mayor", 0, "4", "toegestaan")
        self.answer("police", 2, "5", "verboden")
        assert "toegestaan" not in self.terminal.text
        self.press("escape")
        self.see(without=self.said("Who has the keyboard? Nobody else looks."))
        self.press("v")
        self.see(self.said("divided"), "toegestaan", "verboden")
        self.press("g")
        heading = self.said("We agree: {behaviour}", behaviour=self.texts.norms[0].behaviour)
        self.see(heading)
        self.press("tab", "end")
        self.type(" Samen.")
        self.press("tab", "down", "space", "ctrl+s")
        self.see(f"✓ {self.said('agreed')}", without=heading)
        self.press("down", "n")
        self.fill(self.said("Skip: {title}", title=self.texts.norms[1].behaviour), "geen tijd meer")
        self.see(f"→ {self.said('skipped')}")
        self.press("escape")
        self.see(self.said("What reaches you"))

    def decide_with_a_blind_round(self) -> None:
        self.press("d")
        heading = f"{self.said('Dilemma')}:"
        self.see(heading)
        self.press("b")
        blind = self.said("Blind round: what would you do?")
        self.see(blind)
        self.answer("mayor", 0, "2", "regels")
        self.answer("police", 2, "5", "rustiger")
        self.press("v")
        self.see(heading, without=blind)
        self.press("home", "down", "space", "tab")
        self.type("iedereen telt")
        self.press("enter")
        self.see(without=heading)

    # --- play ----------------------------------------------------------------------------------------------

    def until(self, clock: str) -> None:
        """Play on to *clock*; a dilemma on the way is decided by the first option."""
        while True:
            self.press("u")
            self.see(self.said("Run until"))
            self.press("ctrl+u")
            self.type(clock)
            self.press("enter")
            self.see(without=self.said("Run until"))
            text = self.terminal.wait_until(
                lambda text: f" {clock} " in text.splitlines()[0] or self.is_dilemma(text), f"{clock} or a dilemma"
            )
            if not self.is_dilemma(text):
                return
            if f"{self.said('Dilemma')}:" not in text:
                self.press("d")
            self.see(f"{self.said('Dilemma')}:")
            self.press("home", "space", "ctrl+s")
            self.see(without=f"{self.said('Dilemma')}:")

    def is_dilemma(self, text: str) -> bool:
        """Whether the screen, without the keys at its foot, speaks of one."""
        return self.said("Dilemma").lower() in "\n".join(text.splitlines()[:-1]).lower()

    def let_the_clock_run(self) -> None:
        """At the pace of the room, so that nothing comes meanwhile, however slow this machine is."""
        self.press("-", "-", "-", "-")
        self.see(" 1×")
        self.press("space")
        self.see("▶ 1×")
        self.press("space")
        self.see("‖")
        self.press("n")

    def decide(self, measure: str, why: str) -> None:
        """Search the measure by its whole title, choose it and say why."""
        title = self.texts.measure(measure).title
        self.press("f", "a", "/")
        self.type(title)
        self.press("enter", "enter")
        self.see(self.said("Why? (goes into the log)"))
        self.type(why)
        self.press("enter")
        self.see(without=self.said("Why? (goes into the log)"))
        self.press("a", "/", "escape", "f")

    def decide_within_and_beyond_authority(self) -> None:
        self.press("1")
        self.see("▸1")
        self.decide("gavel", "eerst rust")
        self.press("2")
        self.see("▸2")
        self.decide("remove_listener", "het loopt uit de hand")
        said = "Outside authority: {what} belongs to {owners}, not to {by}. It is recorded."
        self.see(translate(said).partition(":")[0])

    def improvise(self) -> None:
        self.press("1", "o")
        self.fill(self.said("Own action"), "koffie voor iedereen", "even lucht")
        heading = self.said("Facilitator: what comes of this action?")
        self.see(heading)
        self.type("tension_inside: -5")
        self.press("tab")
        self.type("het wordt stiller")
        self.press("enter")
        self.see(without=heading)

    def add_and_pass_on(self) -> None:
        """The facilitator brings a message for the mayor, and gives it other words; the mayor passes it on."""
        self.press("g")
        self.see(f"f {self.said('Now')}")
        self.press("a")
        heading = self.said("A new message")
        self.see(heading)
        self.type("Een stoel valt om")
        self.press("enter")
        self.type("Hard.")
        self.press("tab", "tab", "space", "tab", "tab")
        self.type("even kijken")
        self.press("enter")
        self.see(without=heading)
        self.press("q")
        self.see(self.said("What reaches you"))
        self.press("f", "end", "t")
        heading = self.said("Other words: {title}", title="Een stoel valt om")
        self.see(heading)
        self.press("f7")
        self.type("Met een klap.")
        self.press("ctrl+s")
        self.see(without=heading)
        self.press("2")
        self.see("▸2", without="Een stoel valt om")
        self.press("1", "f", "end")
        self.see("▸1", "Een stoel valt om", "Met een klap.")
        self.press("h")
        self.see(self.said("Pass on: {title}", title="Een stoel valt om"))
        self.press("space", "tab")
        self.type("voor jou")
        self.press("enter")
        self.see(self.said("Told: {roles}.", roles=self.texts.role("police").title))
        self.press("2", "f", "end")
        self.see("▸2", "Een stoel valt om")

    def note_and_bookmark_and_change_hats(self) -> None:
        self.press("1", "k")
        heading = self.said("Note of {who}", who=self.texts.role("mayor").title)
        self.see(heading)
        self.type("rustig gebleven")
        self.press("tab", "up", "up", "space", "tab", "down", "space", "ctrl+s")
        self.see(without=heading)
        self.press("m")
        self.fill(self.said("Bookmark this moment"), "kantelpunt")
        self.press("w")
        heading = self.said("In which capacity does {role} act?", role=self.texts.role("mayor").title)
        self.see(heading)
        self.press("down", "space", "ctrl+s")
        self.see(without=heading)

    def lead(self) -> None:
        """Postpone, skip and bring what is coming; a seat changes hands; who knew what, and social media."""
        self.press("g")
        self.see(f"f {self.said('Now')}")
        self.press("p", "ctrl+u")
        self.type("15")
        self.press("enter")
        self.type("eerst praten")
        self.press("enter")
        self.see(self.said("Done; it is in the log."))
        self.press("down", "s")
        self.type("past hier niet")
        self.press("enter")
        self.see(self.said("Done; it is in the log."), without=self.said("It does not come any more."))
        self.press("end", "f")
        self.see(self.said("Bring now"))
        self.type("nu wel")
        self.press("enter")
        self.see(without=self.said("Why? (goes into the log)"))
        self.press("z", *["down"] * 5, "space", "tab")
        self.type("naar huis")
        self.press("enter")
        self.see(without=self.said("Hand over a seat"))
        self.press("w")
        self.see(self.said("Who knew what, and when"))
        self.press("q", "v")
        self.see(self.said("Social media"), without=self.said("Who knew what, and when"))
        self.press("q", "q")
        self.see(self.said("What reaches you"))

    def stop_for_real(self, why: str, beamer: Terminal | None = None) -> None:
        """Everything stands still, on the second screen too, until the facilitator goes on."""
        self.press("x")
        self.fill(self.said("REAL INCIDENT: stop the exercise?"), why)
        self.see(" ".join(self.said("REAL INCIDENT")))
        if beamer is not None:
            beamer.wait_until(lambda text: not text.strip(), "a blank page")
        self.press("g")
        self.fill(self.said("Facilitator: does the exercise go on?"), "loos alarm")
        self.see(without=" ".join(self.said("REAL INCIDENT")))
        if beamer is not None:
            beamer.wait_for(self.texts.title)

    def show_the_beamer(self) -> None:
        self.press("v")
        self.see(self.said("What all can see and hear"), without=self.said("Actions"))
        self.press("v")
        self.see(self.said("What reaches you"))

    # --- after play ----------------------------------------------------------------------------------------

    def end(self) -> None:
        self.press("e")
        self.see(self.said("End the exercise?"))
        self.press("y")
        self.see(self.said("Outcome"), self.texts.goals[0].title, self.said("Debrief"))
        self.press("t")
        self.see(self.said("Timeline"), self.said("Level (0-5)"))
        self.press("q", "c")
        self.see(self.said("Scenario card"))
        self.press("q", "m")
        self.fill(self.said("Bookmark this moment"), "na afloop")

    def debrief(self) -> None:
        self.press("d")
        self.see(self.said("1 Hot wash: every role looks back"))
        self.press("enter")
        looking_back = self.said("Looking back: {role}", role=self.texts.role("mayor").title)
        self.fill(looking_back, "de snelheid", "de griffier", "eerder schorsen")
        self.press("a")
        heading = self.said("What will you do?")
        self.see(heading)
        self.type("bodes oefenen")
        self.press("enter")
        self.type("1 mei")
        self.press("enter")
        self.type("verslag in de raad")
        self.press("enter", "space", "ctrl+s")
        self.see("1. bodes oefenen", without=heading)
        self.press("n")
        self.see(self.said("What was said?"))
        self.type("dat ging goed")
        self.press("ctrl+s")
        self.see(without=self.said("What was said?"))
        self.stop_for_real("nu echt")
        self.press("q")
        self.see(self.said("Outcome"))
        self.press("q")
        self.see("scenario-sim", self.said("Replay"))
        self.press("ctrl+q")


@pytest.mark.long
@pytest.mark.parametrize(("size", "language"), [((80, 24), "nl"), ((120, 40), "en")])
def test_a_whole_session_by_keys_is_read_back_from_its_log(
    size: tuple[int, int], language: Language, own_home: Path
) -> None:
    with Terminal("--lang", language, size=size, folder=own_home) as terminal:
        evening = Evening(terminal, language)
        evening.choose_the_scenario()
        evening.walk_the_four_steps()
        evening.prepare()
        evening.agree_on_norms()
        evening.decide_with_a_blind_round()
        evening.until("20:10")
        evening.let_the_clock_run()
        with Terminal("--lang", language, "play", "--beamer", size=size, folder=own_home) as beamer:
            beamer.wait_for(evening.texts.title, evening.said("What all can see and hear"))
            evening.decide_within_and_beyond_authority()
            evening.improvise()
            evening.add_and_pass_on()
            evening.note_and_bookmark_and_change_hats()
            evening.lead()
            assert "Een stoel valt om" not in beamer.text
            evening.stop_for_real("brandalarm", beamer)
            evening.show_the_beamer()
            beamer.press("q")
            assert beamer.wait_for_end() == 0
        evening.end()
        evening.debrief()
        assert terminal.wait_for_end() == 0
    (log,) = (own_home / "sessions").glob("*.jsonl")
    verify(log)
    holds_all_that_was_done(replay_file(log))


def holds_all_that_was_done(session: Session) -> None:
    """Every decision, rationale, vote, norm, note, adjudication, skip reason and action item."""
    table, talk, entries = session.table, session.table.talk, session.log.entries
    reasons = {(entry.type, entry.why) for entry in entries if entry.kind == "command" and entry.why}
    assert talk.weights["G1"] == 5
    assert session.context["surprise"] == "leaked"

    norm, other = session.scenario.norms[:2]
    judged = {by: (one.colour, one.confidence, one.sentence) for by, one in talk.judgements[norm.id].items()}
    assert judged == {"mayor": ("green", 4, "toegestaan"), "police": ("red", 5, "verboden")}
    assert talk.agreed[norm.id].response.endswith("Samen.")
    assert talk.skipped[other.id].reason == "geen tijd meer"

    choice = next(choice for choice in table.choices if choice.dilemma in talk.advice_shown)
    advice = {by: (one.confidence, one.sentence) for by, one in talk.advice[choice.dilemma].items()}
    assert advice == {"mayor": (2, "regels"), "police": (5, "rustiger")}
    made = {one.what: one for one in decisions_in(entries)}
    assert made[choice.dilemma].why == "iedereen telt"
    assert (made["gavel"].by, made["gavel"].why, made["gavel"].belongs_to) == ("mayor", "eerst rust", ())
    beyond = made["remove_listener"]
    assert (beyond.by, beyond.why, beyond.belongs_to != ()) == ("police", "het loopt uit de hand", True)
    assert made["koffie voor iedereen"].why == "even lucht"
    assert table.adjudicated[1].text == "het wordt stiller"
    assert dict(table.adjudicated[1].changes) == {"tension_inside": "-5 points"}

    (added,) = (one for one in table.deliveries if one.added is not None)
    assert added.told_by == {"police": "mayor"}
    assert talk.reworded == {"+1": "Met een klap."}
    assert {
        ("AddInject", "even kijken"), ("ShareInject", "voor jou"), ("PostponeInject", "eerst praten"),
        ("SkipInject", "past hier niet"), ("FireInject", "nu wel"), ("LeaveSeat", "naar huis"),
        ("StopForReal", "brandalarm"), ("StopForReal", "nu echt"), ("GoOn", "loos alarm"),
    } <= reasons  # fmt: skip
    assert table.hats["mayor"] == "commander"
    assert "communication" not in table.seated

    assert [(one.by, one.text, one.kind, one.goal) for one in talk.notes] == [
        ("mayor", "rustig gebleven", "strength", "G1"),
        ("facilitator", "dat ging goed", "remark", ""),
    ]
    assert [one.text for one in talk.bookmarks] == ["kantelpunt", "na afloop"]
    back = talk.looked_back["mayor"]
    assert (back.surprised, back.went_well, back.change) == ("de snelheid", "de griffier", "eerder schorsen")
    assert [(one.text, one.owner, one.due, one.check) for one in talk.actions] == [
        ("bodes oefenen", "mayor", "1 mei", "verslag in de raad")
    ]
