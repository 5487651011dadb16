"""The parts of a screen that are drawn often: its keys in one line, a column that scrolls, text that stays."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.content import Content

from scenario_sim_tui.widgets.column import Column
from scenario_sim_tui.widgets.foot import Foot
from scenario_sim_tui.widgets.still import Still
from tests.tui.screens import at_briefing, at_home


async def test_each_action_stands_at_the_foot_once_and_a_click_on_it_does_what_its_key_does() -> None:
    async with at_home() as table:
        line = table.text.splitlines()[-1]
        assert line.count("Quit") == 1

        await table.pilot.click(Foot, offset=(line.index("Help"), 0))
        await table.pilot.pause()

        assert table.screen == "Message"


async def test_the_foot_follows_the_cursor() -> None:
    async with at_briefing() as table:
        await table.to_play()
        assert "/ Search" not in table.text.splitlines()[-1]

        await table.press("a")

        assert "/ Search" in table.text.splitlines()[-1]


class OneColumn(App[None]):
    def compose(self) -> ComposeResult:
        yield Column(id="column")


async def test_a_column_scrolls_with_the_arrow_keys_and_wraps_again_when_it_gets_narrower() -> None:
    async with OneColumn().run_test(size=(40, 5)) as pilot:
        column = pilot.app.query_one(Column)
        column.show_text(Content("\n".join(f"line {number} of a text" for number in range(20))))
        column.focus()
        await pilot.press(*["down"] * 30)
        await pilot.pause()
        assert [column.render_line(y).text.strip() for y in (0, 4)] == ["line 15 of a text", "line 19 of a text"]

        await pilot.resize_terminal(12, 5)
        await pilot.press("home")
        await pilot.pause()
        assert [column.render_line(y).text.strip() for y in (0, 1)] == ["line 0 of", "a text"]


class Counting(Still):
    """Counts how often it is asked what it looks like."""

    painted = 0

    def render(self) -> Content:
        self.painted += 1
        return Content.empty().append(str(self.content))


class OneText(App[None]):
    def compose(self) -> ComposeResult:
        yield Counting(Content.styled("19:05", "bold"))


async def test_text_is_painted_anew_only_for_other_words_or_another_style() -> None:
    async with OneText().run_test() as pilot:
        await pilot.pause()
        text = pilot.app.query_one(Counting)
        before = text.painted

        text.update(Content.styled("19:05", "bold"))
        await pilot.pause()
        assert text.painted == before

        text.update(Content("19:05"))
        await pilot.pause()
        assert text.painted == before + 1
