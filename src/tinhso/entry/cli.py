"""`./tinhso`: run, simulate, test, check, bench, verify, figures, shell, help."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

HELP: Final = """\
Tỉnh Số: nền tảng chính quyền số của tỉnh, thành phố, xã

  ./tinhso run [--port N] [--data THƯ_MỤC] [--province TÊN|THƯ_MỤC] [--dossiers N] [--no-demo]
                       chạy mọi thứ trên máy này (run everything on this machine)
  ./tinhso simulate [--dossiers N] [--months M] [--processes P] [--seed S] [--data THƯ_MỤC]
                       tạo một năm hoạt động của tỉnh qua đúng các việc thật; chạy lại để làm tiếp (a province-year)
  ./tinhso test [...]  chạy mọi kiểm thử; tham số của pytest (run every test)
  ./tinhso check       kiểm tra nhanh: kiểu, phong cách, hợp đồng, di trú, bản dịch, giấy phép
  ./tinhso bench [--json] [TÊN ...]   đo tốc độ so với giới hạn đo cùng lượt (measure)
  ./tinhso verify      kiểm tra chuỗi nhật ký (verify the audit chain)
  ./tinhso figures [--rebuild]   đếm lại số liệu và đối chiếu; lập lại từ hồ sơ (recount, rebuild figures)
  ./tinhso keys        nhập, liệt kê, đăng ký khóa ký số (signing keys); xem «keys --help»
  ./tinhso shell       Python với dữ liệu của cài đặt này
  ./tinhso help        trang này
"""


def main() -> int:
    """Run the command on the command line; return its exit code."""
    name, *arguments = sys.argv[1:] or ["help"]
    if name in {"help", "-h", "--help"}:
        print(HELP)
        return 0
    command = _COMMANDS.get(name)
    if command is None:
        print(f"Không có lệnh «{name}».\n\n{HELP}", file=sys.stderr)
        return 2
    return command(arguments)


def _run(arguments: list[str]) -> int:
    from tinhso.entry.run import run

    return run(arguments)


def _simulate(arguments: list[str]) -> int:
    from tinhso.entry.year.command import simulate

    return simulate(arguments)


def _test(arguments: list[str]) -> int:
    from tinhso.entry.quality import test

    return test(arguments)


def _check(arguments: list[str]) -> int:
    from tinhso.entry.quality import check

    return check(arguments)


def _bench(arguments: list[str]) -> int:
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(Path.cwd()), os.environ.get("PYTHONPATH", "")]))
    return subprocess.run([sys.executable, "-m", "benchmarks", *arguments], check=False).returncode


def _verify(arguments: list[str]) -> int:
    from tinhso.entry.inspect import verify

    return verify(arguments)


def _figures(arguments: list[str]) -> int:
    from tinhso.entry.inspect import figures

    return figures(arguments)


def _keys(arguments: list[str]) -> int:
    from tinhso.entry.keys import keys

    return keys(arguments)


def _shell(arguments: list[str]) -> int:
    from tinhso.entry.inspect import shell

    return shell(arguments)


_COMMANDS: Final[dict[str, Callable[[list[str]], int]]] = {
    "run": _run,
    "simulate": _simulate,
    "test": _test,
    "check": _check,
    "bench": _bench,
    "verify": _verify,
    "figures": _figures,
    "keys": _keys,
    "shell": _shell,
}

if __name__ == "__main__":
    sys.exit(main())
