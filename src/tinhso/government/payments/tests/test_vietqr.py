"""VietQR against the vectors of NAPAS and others, and against a reader of its own; codes in what banks make of texts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.government.payments.rules import codes, vietqr
from tinhso.government.payments.rules.vietqr import Transfer

VECTORS = {
    "static, to an account": (
        Transfer("970403", "0011012345678"),
        "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F",
    ),
    "dynamic, with a bill": (
        Transfer("970403", "0011012345678", 180_000, "thanh toan don hang", "NPS6869"),
        "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E",
    ),
    "static, to a card": (
        Transfer("970403", "9704031101234567", to_card=True),
        "00020101021138600010A00000072701300006970403011697040311012345670208QRIBFTTC53037045802VN63044F52",
    ),
    "dynamic, with a purpose": (
        Transfer("970415", "113366668888", 79_000, "Ung Ho Quy Vac Xin"),
        "00020101021238560010A0000007270126000697041501121133666688880208QRIBFTTA53037045405790005802VN62220818Ung Ho Quy Vac Xin63043ACF",
    ),
}


@pytest.mark.parametrize("name", VECTORS)
def test_a_payload_is_what_the_specification_prints(name):
    transfer, payload = VECTORS[name]
    assert vietqr.encode(transfer) == payload


def test_the_check_value_of_the_crc_is_the_catalogues():
    assert vietqr.crc16(b"123456789") == 0x29B1


def read(text):
    """Take a TLV text apart, by regular expression, as another program would."""
    found = {}
    while text:
        tag, length = re.fullmatch(r"(\d\d)(\d\d).*", text, re.DOTALL).groups()
        found[tag], text = text[4 : 4 + int(length)], text[4 + int(length) :]
        assert len(found[tag]) == int(length)
    return found


ACCOUNTS = st.text("0123456789ABCXYZabcxyz", min_size=1, max_size=19)
PLAIN = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ", max_size=25)


@given(st.text("0123456789", min_size=6, max_size=6), ACCOUNTS, st.none() | st.integers(1, 10**13 - 1), PLAIN, PLAIN)
def test_whatever_is_written_is_read_back(bank, account, amount, purpose, bill):
    payload = vietqr.encode(Transfer(bank, account, amount, purpose, bill))

    assert payload.isascii()
    outer = read(payload)
    assert list(outer) == sorted(outer)
    assert read(read(outer["38"])["01"]) == {"00": bank, "01": account}
    assert (outer.get("54"), outer["01"]) == ((str(amount), "12") if amount else (None, "11"))
    more = read(outer.get("62", ""))
    assert (more.get("08", ""), more.get("01", "")) == (purpose, bill)


@given(st.integers(0, 90), st.sampled_from("0123456789ABCDEF"))
def test_a_changed_character_is_noticed_by_the_crc(place, other):
    payload = VECTORS["dynamic, with a purpose"][1]
    changed = payload[:place] + other + payload[place + 1 :]
    fits = f"{vietqr.crc16(changed[:-4].encode()):04X}" == changed[-4:]
    assert fits is (changed == payload)


@pytest.mark.parametrize(
    "wrong",
    [
        Transfer("97040", "1"), Transfer("970403", ""), Transfer("970403", "1" * 20), Transfer("970403", "1", 0),
        Transfer("970403", "1", 10**13), Transfer("970403", "1", 1, "x" * 26), Transfer("970403", "1", 1, "lệ phí"),
        Transfer("970403", "tài"),
    ],
)  # fmt: skip
def test_what_a_payload_cannot_carry_is_refused(wrong):
    with pytest.raises(ValueError):
        vietqr.encode(wrong)


@given(st.text(max_size=60))
def test_a_purpose_is_always_fit_for_a_payload(text):
    plain = vietqr.plain_text(text)
    assert re.fullmatch(r"[A-Z0-9 ]{0,25}", plain)


def test_vietnamese_is_folded():
    assert vietqr.plain_text("Lệ phí đăng ký: 8.000₫ (Phường 1)") == "LE PHI DANG KY 8 000 PHUO"


BODIES = st.text(codes.ALPHABET, min_size=7, max_size=7)


@pytest.mark.parametrize(
    "frame",
    [
        "{0}", "{1}", "MBVCB.123456.{0}.CT tu 0123 toi 0456", "nop le phi {2} cam on", "NOPTIEN{0}H6121",
        "Nộp lệ phí {0} cho bé Ẩn", "{3}", "IBFT {0} {0}",
    ],
)  # fmt: skip
@given(BODIES)
def test_a_code_is_found_in_what_banks_make_of_it(frame, body):
    code = "TS" + body + codes.check_character(body)
    spaced = f"{code[:4]} {code[4:8]} {code[8:]}"
    assert code in codes.find_codes(frame.format(code, code.lower(), spaced, "-".join(code)))


@given(BODIES, st.integers(0, 7), st.sampled_from(codes.ALPHABET))
def test_one_wrong_character_makes_no_other_code(body, place, other):
    code = "TS" + body + codes.check_character(body)
    wrong = code[: 2 + place] + other + code[3 + place :]
    assert codes.is_code(wrong) is (wrong == code)


@given(BODIES, st.integers(0, 7), st.integers(0, 7))
def test_two_characters_swapped_make_no_other_code(body, one, two):
    marks = list(body + codes.check_character(body))
    marks[one], marks[two] = marks[two], marks[one]
    swapped = "TS" + "".join(marks)
    assert codes.is_code(swapped) is (swapped == "TS" + body + codes.check_character(body))


@given(st.text(max_size=700))
def test_any_text_may_be_searched(text):
    assert len(codes.find_codes(text)) <= 5


def test_the_text_to_transfer_begins_with_the_code_and_fits():
    assert codes.transfer_text("TSK7M2Q9XA", "H61.12-261122-0001") == "TSK7M2Q9XA H6112261122000"
