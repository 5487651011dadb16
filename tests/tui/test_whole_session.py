"""A whole session of the disrupted council meeting in a real terminal, by keys alone, and read back from its log."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scenario_sim.language import Language, translate, use_language
from scenario_sim.loading import known_scenarios, load_scenario

if not Path("/proc/self/schedstat").exists():
    pytest.skip("only Linux tells when a program waits for a key", allow_module_level=True)

from tests.tui.terminal import Terminal

SCENARIO = "disrupted-council-meeting"
ADDED, SHARED, REWORDED = "Een stoel valt om", "voor jou", "Iets anders gezegd."


class Evening:
    """What the people around the table do, one step of the session after the other."""

    def __init__(self, terminal: Terminal, language: Language) -> None:
        use_language(language)
        self.terminal = terminal
        self.texts = load_scenario(SCENARIO, language)
        self.press, self.see, self.type = terminal.press, terminal.wait_for, terminal.type

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
        self.see("scenario-sim", translate("Quit"))
        self.press(*["down"] * [entry.id for entry in known_scenarios()].index(SCENARIO), "enter")
        self.see(translate("Briefing"), "^n")
        self.press("tab", "tab", "end", *["backspace"] * 6, "7")
        self.terminal.wait_until(lambda text: re.search(rf"{translate('Seed')} 7\s", text) is not None, "the seed")
        self.press("ctrl+n")

    def walk_the_four_steps(self) -> None:
        self.see(translate("Diagnosis"), "^n")
        leaked = next(question for question in self.texts.diagnosis if question.id == "surprise")
        self.press("down", "space")
        self.see(f"(•) {leaked.answers[-1].text}")
        self.press("ctrl+n")
        self.see(self.texts.goals[1].title, "^n", without=translate("Diagnosis"))
        self.press("5")
        self.see("■■■■■")
        self.press("ctrl+n")
        self.see(translate("this is what you play"), "^n")
        self.press("escape")
        self.see("■■■■■", without=translate("this is what you play"))
        self.press("ctrl+n")
        self.see(translate("this is what you play"), "^n")
        self.press("ctrl+n")
        self.see(translate("Description of the scenario"), "^n")
        self.press("ctrl+n")

    def prepare(self) -> None:
        self.see(translate("Preparation"), "[x]", "^n")
        self.press("ctrl+n")
        self.see("▸1", "1×" if False else "×", translate("What reaches you"))

    # --- the norm round and the dilemma --------------------------------------------------------------------

    def say(self, seat: str, answer: int, sure: str, sentence: str) -> None:
        """One seat takes the keyboard in a blind round, and gives it back."""
        self.press("enter")
        turn = translate("Give the keyboard to: {role}").format(role=self.texts.role(seat).title)
        self.see(turn)
        self.press(*["down"] * answer, "space", sure, "tab")
        self.type(sentence)
        self.press("enter")
        self.see(without=turn)

    def agree_on_norms(self) -> None:
        self.press("b")
        self.see(translate("Norm round"), translate("not judged yet"))
        self.press("enter")
        self.see(translate("Who has the keyboard? Nobody else looks."))
        self.say("mayor", 0, "4", "Dat mag gewoon")
        self.say("police", 2, "5", "Dat mag juist niet")
        assert "Dat mag" not in self.terminal.text
        self.press("escape")
        self.see(without=translate("Who has the keyboard? Nobody else looks."))
        self.press("v")
        self.see(translate("divided"), "Dat mag gewoon")
        self.press("g")
        heading = translate("We agree: {behaviour}").format(behaviour=self.texts.norms[0].behaviour)
        self.see(heading)
        self.press("tab", "end")
        self.type(" En samen")
        self.press("tab", "down", "space", "ctrl+s")
        self.see(f"✓ {translate('agreed')}", without=heading)
        self.press("down", "n")
        self.fill(translate("Skip: {title}").format(title=self.texts.norms[1].behaviour), "geen tijd meer")
        self.see(f"→ {translate('skipped')}")
        self.press("escape")
        self.see(translate("What reaches you"))

    def decide_with_a_blind_round(self) -> None:
        self.press("d")
        heading = f"{translate('Dilemma')}:"
        self.see(heading)
        self.press("b")
        blind = translate("Blind round: what would you do?")
        self.see(blind)
        self.say("mayor", 0, "2", "volgens de regels")
        self.say("police", 2, "5", "dat is rustiger")
        self.press("v")
        self.see(heading, without=blind)
        self.press("home", "down", "space", "tab")
        self.type("iedereen telt")
        self.press("enter")
        self.see(without=heading)

    def until(self, clock: str) -> None:
        """Play on to *clock*; a dilemma on the way is decided by the first option."""
        while True:
            self.press("u")
            self.see(translate("Run until"))
            self.press("ctrl+u")
            self.type(clock)
            self.press("enter")
            self.see(without=translate("Run until"))
            text = self.terminal.wait_until(
                lambda text: f" {clock} " in text.splitlines()[0] or translate("Dilemma") in _middle(text),
                f"{clock} or a dilemma",
            )
            if translate("Dilemma") not in _middle(text):
                return
            if f"{translate('Dilemma')}:" not in text:
                self.press("d")
            self.see(f"{translate('Dilemma')}:")
            self.press("home", "space", "ctrl+s")
            self.see(without=f"{translate('Dilemma')}:")


def _middle(text: str) -> str:
    """The screen without the line of keys at its bottom."""
    return "\n".join(text.splitlines()[:-1])


@pytest.mark.long
@pytest.mark.parametrize(("size", "language"), [((80, 24), "nl"), ((120, 40), "en")])
def test_a_whole_session_by_keys_is_read_back_from_its_log(
    size: tuple[int, int], language: Language, own_home: Path
) -> None:
    with Terminal("--lang", language, size=size, folder=own_home) as terminal:
        evening = Evening(terminal, language)
        try:
            evening.choose_the_scenario()
            evening.walk_the_four_steps()
            evening.prepare()
            evening.agree_on_norms()
            evening.decide_with_a_blind_round()
            evening.until("20:10")
        finally:
            print(terminal.text)
