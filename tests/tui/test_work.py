"""Work that takes long says how far it is and can be stopped; what is quick says nothing."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from scenario_sim.errors import LogError
from scenario_sim_tui.screens import work
from scenario_sim_tui.screens.work import Ending, carry_out
from tests.tui.screens import at_home


class Told:
    """What came of work, and whether it was left in order."""

    def __init__(self) -> None:
        self.endings: list[Ending[str]] = []
        self.left = self.enough = False

    def work(self) -> Generator[float, None, str]:
        """Half done until there is *enough* of it."""
        try:
            while not self.enough:
                yield 0.5
            return "done"
        finally:
            self.left = True


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "PATIENCE", 0.0)


async def test_quick_work_shows_nothing_and_gives_its_result() -> None:
    told = Told()

    def quick() -> Generator[float, None, str]:
        yield 0.5
        return "done"

    async with at_home() as table:
        carry_out(table.app, "Opening", quick(), told.endings.append)
        await table.press()
        assert table.screen == "HomeScreen"
    assert [ending.result for ending in told.endings] == ["done"]


@pytest.mark.usefixtures("impatient")
async def test_long_work_shows_how_far_it_is_until_it_is_done() -> None:
    told = Told()
    async with at_home() as table:
        carry_out(table.app, "Opening the session", told.work(), told.endings.append)
        await table.look_until(" 50%")
        assert "Opening the session" in table.text
        assert told.endings == []
        told.enough = True
        await table.wait_for_screen("HomeScreen")
    assert [ending.result for ending in told.endings] == ["done"]


@pytest.mark.usefixtures("impatient")
async def test_long_work_is_stopped_with_escape_and_left_in_order() -> None:
    told = Told()
    async with at_home() as table:
        carry_out(table.app, "Playing on", told.work(), told.endings.append)
        await table.look_until(" 50%")
        assert "Escape stops it." in table.text
        await table.press("escape")
        assert table.screen == "HomeScreen"
    assert [ending.stopped for ending in told.endings] == [True]
    assert told.left


@pytest.mark.usefixtures("impatient")
async def test_an_error_in_long_work_is_told_as_its_end() -> None:
    told = Told()

    def broken() -> Generator[float, None, str]:
        yield 0.1
        raise LogError("line 3 was altered")

    async with at_home() as table:
        carry_out(table.app, "Opening", broken(), told.endings.append)
        await table.wait_for_screen("HomeScreen")
    assert [str(ending.error) for ending in told.endings] == ["line 3 was altered"]
