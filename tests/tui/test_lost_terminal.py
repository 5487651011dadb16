"""A terminal that is lost, resized or full of wide characters: nothing breaks, and nothing of the session is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenario_sim.language import translate
from scenario_sim.model.commands import FACILITATOR, AddInject, AddNote
from scenario_sim.session import JsonlLog, Session, Setup, replay_file, resume, verify
from tests.session.conftest import STARTER

if not Path("/proc/self/schedstat").exists():
    pytest.skip("only Linux tells when a program waits for a key", allow_module_level=True)

from tests.tui.terminal import Terminal

WIDE = "消防隊 👩‍🚒 Ωmega é́ שלום"


@pytest.fixture
def evening(own_home: Path) -> Path:
    """An evening of the starter at ten past seven, with wide characters in its last message."""
    path = own_home / "evening.jsonl"
    session = Session(Setup(STARTER, seed=7, seated=("mayor",)), JsonlLog(path, new=True))
    session.run(600)
    session.send(AddInject(by=FACILITATOR, title=WIDE, text=f"{WIDE} " * 20, channel="hall", to=("mayor",)))
    session.close()
    return path


def test_a_lost_terminal_loses_nothing_and_lets_go_of_the_log(evening: Path, own_home: Path) -> None:
    before = replay_file(evening)
    with Terminal("--lang", "en", "play", str(evening), size=(80, 24), folder=own_home) as terminal:
        terminal.wait_for(translate("What reaches you"), f" {before.scenario.clock(before.now)} ")
        terminal.press("k")
        terminal.type("just in time")
        terminal.press("ctrl+s")
        terminal.wait_for(translate("What reaches you"), without="just in time")
        terminal.press("space")
        terminal.wait_until(lambda text: " 19:10 " not in text.splitlines()[0], "a later time")
        terminal.hang_up()
        terminal.wait_for_end()
    assert verify(evening).torn == 0
    after = resume(evening)
    assert [note.text for note in after.view().notes] == ["just in time"]
    assert after.now > before.now
    after.close()


@pytest.mark.parametrize("sizes", [[(80, 24), (40, 10), (200, 60), (20, 5), (80, 24)]])
def test_a_terminal_of_any_size_shows_the_table_again_when_there_is_room(
    evening: Path, own_home: Path, sizes: list[tuple[int, int]]
) -> None:
    with Terminal("--lang", "en", "play", str(evening), size=(120, 40), folder=own_home) as terminal:
        terminal.wait_for(translate("What reaches you"))
        for size in sizes:
            terminal.resize(size)
            terminal.settle()
            assert terminal.process.poll() is None
        terminal.wait_for("EXERCISE", translate("What reaches you"), translate("State of things"))
        terminal.press("f", "end", "enter")
        terminal.wait_for("Ωmega")
        terminal.press("escape", "q")
        terminal.wait_for(translate("Scenarios"))
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    session = resume(evening)
    session.send(AddNote(by=FACILITATOR, text=WIDE))
    session.close()
    assert verify(evening).torn == 0
