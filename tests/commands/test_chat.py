"""`ansinh chat`: the terminal."""

from __future__ import annotations

from click.testing import CliRunner

from bot.commands.chat import command


def test_conversation_shows_figures_sources_and_choices() -> None:
    result = CliRunner().invoke(command, input="bhyt 4 người\n5\n1\n")
    assert result.exit_code == 0, result.output
    assert "trợ lý tự động" in result.output
    assert "3.825.360 đồng" in result.output
    assert "; khoản 2 Điều 3, 161/2026/NĐ-CP;" in result.output
    assert "5. Xem thêm" in result.output
    assert "1. 6 tháng" in result.output
    assert "Cả nhà đóng: 1.912.680 đồng cho 6 tháng" in result.output
