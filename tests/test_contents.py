"""What the contents say of the chapters, and which of them a command means."""

from pathlib import Path

import pytest
from contents import called, numbered

SWAPPED = """
root: pages/welcome
parts:
  - caption: First
    chapters:
      - file: notebooks/12-b.md
      - file: notebooks/11-a
  - caption: Second
    chapters:
      - file: pages/glossary
      - file: notebooks/30-c.md
"""


def test_numbers_follow_the_contents_whatever_the_files_are_called(tmp_path):
    Path(tmp_path, "_toc.yml").write_text(SWAPPED)
    numbers = {path.name: number for path, number in numbered(tmp_path).items()}
    assert numbers == {"12-b.md": "11", "11-a.md": "12", "30-c.md": "21"}


def test_a_command_means_a_file_by_the_number_in_its_name():
    paths = [Path("11-a.md"), Path("110-b.md"), Path("12-c.md")]
    assert called("11", paths) == [Path("11-a.md")]
    with pytest.raises(SystemExit, match="called 1-…"):
        called("1", paths)
