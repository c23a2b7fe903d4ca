"""`./tinhso keys`: the operator puts signing keys into the register."""

import argparse
import getpass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from tinhso.entry.inspect import installation
from tinhso.settings import env

if TYPE_CHECKING:
    from tinhso.foundation.signing.public import PlacedKey


def keys(arguments: list[str]) -> int:
    """List what a token or a service holds, register one of it, or take a PKCS#12 file in; 1 when it is refused."""
    parser = argparse.ArgumentParser(prog="./tinhso keys", description=__doc__)
    parser.add_argument("--data", type=Path, default=env.DATA_DIR.path(), help="thư mục dữ liệu của cài đặt")
    acts = parser.add_subparsers(dest="act", required=True)
    taken = acts.add_parser("import", help="nhập tệp PKCS#12; mật khẩu được hỏi, không ghi trên dòng lệnh")
    taken.add_argument("file", type=Path)
    listed = acts.add_parser("list", help="liệt kê khóa trong thiết bị (token:TÊN) hoặc dịch vụ từ xa (csc:TÊN)")
    listed.add_argument("place")
    entered = acts.add_parser("register", help="đăng ký một khóa đã liệt kê")
    entered.add_argument("place")
    entered.add_argument("ref")
    for one in (taken, entered):
        one.add_argument("--holder", required=True, help="mã cán bộ (tài khoản) hoặc mã đơn vị giữ con dấu")
    given = parser.parse_args(arguments)
    with installation(given.data):
        from tinhso.kernel.errors import DomainError

        try:
            return {"import": _import, "list": _list, "register": _register}[given.act](given)
        except DomainError as refused:
            print(refused.sentence)
            return 1


def _import(given: argparse.Namespace) -> int:
    from tinhso.foundation.signing import public as signing
    from tinhso.kernel import clock
    from tinhso.kernel.actors import SYSTEM

    holder = _holder(given.holder)
    made = signing.import_pkcs12(
        SYSTEM,
        holder_id=holder,
        data=given.file.read_bytes(),
        passphrase=getpass.getpass("Mật khẩu của tệp: "),
        now=clock.now(),
    )
    print(f"Đã đăng ký {made.subject}, số {made.serial}.")
    return 0


def _list(given: argparse.Namespace) -> int:
    for one in _placed(given.place):
        print(f"{one.ref}\t{one.label}")
    return 0


def _register(given: argparse.Namespace) -> int:
    from tinhso.foundation.signing import public as signing
    from tinhso.kernel import clock
    from tinhso.kernel.actors import SYSTEM

    found = next((one for one in _placed(given.place) if one.ref == given.ref), None)
    if found is None:
        raise signing.KeyNotFound("Không có khóa này ở đó. Chạy «./tinhso keys list» để xem.")
    kind = signing.KeyKind.REMOTE if given.place.startswith("csc:") else signing.KeyKind.PKCS11
    place = signing.KeyPlace(kind, found.ref, found.chain, found.consent)
    made = signing.register_key(SYSTEM, holder_id=_holder(given.holder), place=place, now=clock.now())
    print(f"Đã đăng ký {made.subject}, số {made.serial}.")
    return 0


def _placed(place: str) -> "list[PlacedKey]":
    from tinhso.foundation.signing import public as signing

    kind, _colon, name = place.partition(":")
    return signing.keys_in(signing.KeyKind.REMOTE if kind == "csc" else signing.KeyKind.PKCS11, name)


def _holder(code: str) -> UUID:
    """Return the account of an officer by their code, or the unit of that code. Raises KeyNotFound."""
    from tinhso.foundation.identity import public as identity
    from tinhso.foundation.organisations import public as organisations
    from tinhso.foundation.signing import public as signing

    unit = organisations.find_unit(code)
    if unit is not None:
        return unit.id
    account = identity.find_by_number(code)
    if account is None:
        raise signing.KeyNotFound("Không có cán bộ hay đơn vị mã này. Kiểm tra lại mã sau --holder.")
    return account.id
