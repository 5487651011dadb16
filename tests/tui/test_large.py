"""Large scenarios, long feeds, wide characters and lost terminals: nothing breaks and nothing is lost."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
import yaml

from scenario_sim.model.commands import FACILITATOR, AddInject, AddNote
from scenario_sim.session import replay_file, verify
from scenario_sim_tui.screens.play import PlayScreen
from scenario_sim_tui.widgets.feed import Feed
from tests.strategies import as_text
from tests.tui.screens import LOG, STARTER, at_briefing

ROLES, MEASURES, FEED = 12, 60, 500
WIDE = "消防隊 👩‍🚒 Ωmega é́ שלום"


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """The starter with 12 roles and 60 measures, and a shout that comes 500 times in an evening."""
    data = yaml.safe_load((STARTER / "scenario.yaml").read_text(encoding="utf-8"))
    first = data["roles"][0]
    while len(data["roles"]) < ROLES:
        number = len(data["roles"]) + 1
        data["roles"].append(
            {**first, "id": f"role_{number}", "title": f"Rol nummer {number} {WIDE}", "short": f"R{number}"}
        )
    while len(data["measures"]) < MEASURES:
        number = len(data["measures"]) + 1
        data["measures"].append({
            "id": f"measure_{number}", "title": f"Maatregel {number} {WIDE}", "kind": "response",
            "decided_by": [f"role_{3 + number % 9}"], "carried_out_by": [first["id"]], "lead_time": "1 min",
            "source": "EJ",
        })  # fmt: skip
    data["injects"].append({
        "id": "shout_again", "title": f"Geroep {WIDE}", "text": f"Iemand roept: {WIDE}.", "at": "19:00",
        "channel": data["channels"][0]["id"], "to": [role["id"] for role in data["roles"]], "source": "EJ",
        "repeat": {"times": FEED, "pause": "5 s"},
    })  # fmt: skip
    folder = tmp_path / "large"
    folder.mkdir()
    (folder / "scenario.yaml").write_text(as_text(data).files["scenario.yaml"], encoding="utf-8")
    return folder


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_a_large_scenario_with_a_long_feed_is_played_like_any_other(large: Path, size: tuple[int, int]) -> None:
    async with at_briefing(size, large) as table:
        await table.to_play()
        play = table.app.screen
        assert isinstance(play, PlayScreen)
        assert len(play.viewers) == ROLES + 1
        play.tell(play.session.run(45 * 60))
        await table.press()
        assert play.query_one("#feed", Feed).option_count >= FEED
        assert "消防隊" in table.text
        await table.press("r", "9")
        play.action_look(FACILITATOR)
        await table.press("a", "end", "enter")
        assert table.screen == "DecisionDialog"
        await table.type("é́x")
        await table.press("ctrl+s")
        assert table.screen == "PlayScreen"
        await table.press("v")
        assert table.screen == "BeamerScreen"
        assert "Geroep" in table.text
        await table.press("z", "f")
        for other in ((60, 20), size):
            await table.pilot.resize_terminal(*other)
            await table.press()
            assert "EXERCISE" in table.text
        play.session.send(AddNote(by=FACILITATOR, text=WIDE))
    session = replay_file(LOG)
    assert session.view().notes[0].text == WIDE
    assert any(status for status in session.view().statuses if status.measure == f"measure_{MEASURES}")


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="there are no lost terminals here")
async def test_a_lost_terminal_leaves_a_whole_log_that_knows_where_the_clock_stood() -> None:
    async with at_briefing() as table:
        await table.to_play()
        play = table.app.screen
        assert isinstance(play, PlayScreen)
        play.tell(play.session.run(123.0))
        os.kill(os.getpid(), signal.SIGHUP)
        await table.pilot.pause(0.2)
        assert table.app._exit
        table.app.close_session()
    assert replay_file(LOG).now == 123.0
    assert verify(LOG).torn == 0


async def test_a_message_of_the_moment_is_on_the_beamer_with_its_wide_characters() -> None:
    async with at_briefing((80, 24)) as table:
        await table.to_play()
        play = table.app.screen
        assert isinstance(play, PlayScreen)
        channel = play.session.scenario.channels[0].id
        everybody = tuple(role.id for role in play.session.scenario.roles)
        await table.press("v")
        play.session.send(AddInject(by=FACILITATOR, title=WIDE, text=f"{WIDE} " * 20, channel=channel, to=everybody))
        await table.pilot.pause(0.4)
        assert "消防隊" in table.text
