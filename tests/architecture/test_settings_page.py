"""docs/settings.md lists every setting, as the code has it."""

from tinhso.settings import env


def test_the_page_and_the_table_are_equal():
    page = (env.ROOT / "docs" / "settings.md").read_text()
    rows = [line.split("|")[1].strip(" `") for line in page.splitlines() if line.startswith("| `")]
    assert rows == [setting.name for setting in env.ALL]
    assert [s.name for s in env.ALL if s.meaning not in page] == []
