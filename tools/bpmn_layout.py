"""Draw process.bpmn of a procedure package from the steps table in its procedure.yaml.

    python tools/bpmn_layout.py content/procedures/*/*/

The drawing itself is `tinhso.government.procedures.package.drawing`, which the workshop uses too. An official may
change the file by hand afterwards; this tool need not be run again.
"""

import sys
from pathlib import Path

import yaml

from tinhso.government.procedures.package.drawing import draw


def main(folders: list[str]) -> None:
    """Write process.bpmn into each package folder named."""
    for folder in map(Path, folders):
        package = yaml.safe_load((folder / "procedure.yaml").read_text(encoding="utf-8"))
        (folder / "process.bpmn").write_bytes(draw(package))
        print(folder / "process.bpmn")


if __name__ == "__main__":
    main(sys.argv[1:])
