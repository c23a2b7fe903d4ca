"""`./tinhso bench [--json] [--small] [NAME…]`: measure, each figure beside its limit measured in the same run."""

import argparse
import importlib
import json
import os
import sys
import time

from benchmarks.figures import Figure, table

NAMES = (
    "filing",
    "desk",
    "lists",
    "figures",
    "papers",
    "verifying",
    "starting",
    "payments",
    "sync",
    "signons",
    "authority",
    "keys",
    "signing",
    "packages",
    "exchange",
    "documents",
    "load",
)
MODULES = {"load": "mixed", "figures": "counting"}
"""Where a measurement lies that does not lie in the module of its own name."""


def main() -> int:
    """Run the benchmarks named, all when none is; return the exit code."""
    parser = argparse.ArgumentParser(prog="./tinhso bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    parser.add_argument("--small", action="store_true", help="small sizes: shows that it runs, measures nothing")
    options = parser.parse_args()
    strange = [name for name in options.names if name not in NAMES]
    if strange:
        parser.error(f"không có phép đo «{strange[0]}»; có: {', '.join(NAMES)}")
    figures: list[Figure] = []
    for name in options.names or NAMES:
        began = time.monotonic()
        print(f"… {name} (tải máy lúc bắt đầu / load before: {os.getloadavg()[0]:.1f})", file=sys.stderr, flush=True)
        figures += importlib.import_module(f"benchmarks.{MODULES.get(name, name)}").run(small=options.small)
        print(f"  {name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    print(json.dumps([f.to_json() for f in figures], ensure_ascii=False) if options.json else table(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
