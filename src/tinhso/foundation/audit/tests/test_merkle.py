"""The tree is that of RFC 6962, and a proof holds for its own entry only."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.foundation.audit.rules import first_fault, inclusion_path, leaf, marks_of, root, root_from_path
from tinhso.foundation.audit.rules.faults import Fault


def slow_root(entries):
    """RFC 6962, 2.1, as it stands there."""
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    split = 1
    while split * 2 < len(entries):
        split *= 2
    return sha256(b"\x01" + slow_root(entries[:split]) + slow_root(entries[split:])).digest()


def leaves_of(count):
    return [leaf(b"%d" % n) for n in range(count)]


@given(st.integers(1, 300))
def test_the_root_is_that_of_the_rfc(count):
    assert root(leaves_of(count)) == slow_root([b"%d" % n for n in range(count)])


def test_known_roots_of_the_certificate_transparency_test_vectors():
    entries = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    leaves = [leaf(bytes.fromhex(entry)) for entry in entries]
    assert root(leaves).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert root(leaves[:3]).hex() == "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"


@given(st.integers(1, 200), st.data())
def test_every_entry_is_proved_and_no_other_in_its_place(count, data):
    leaves = leaves_of(count)
    index = data.draw(st.integers(0, count - 1))
    path = inclusion_path(leaves, index)
    assert root_from_path(leaves[index], index=index, count=count, path=path) == root(leaves)
    assert root_from_path(leaf(b"x"), index=index, count=count, path=path) != root(leaves)
    other = data.draw(st.integers(0, count - 1).filter(lambda n: n != index or count == 1))
    if other != index:
        assert root_from_path(leaves[index], index=other, count=count, path=path) != root(leaves)
    assert root_from_path(leaves[index], index=index, count=count, path=[*path, leaf(b"x")]) != root(leaves)


def test_a_tree_of_nothing_is_refused():
    with pytest.raises(ValueError):
        root([])


@given(st.integers(1, 40), st.data())
def test_the_first_broken_row_is_named(count, data):
    leaves = leaves_of(count)
    place = data.draw(st.integers(0, count - 1))
    strange = leaf(b"strange")
    marks = marks_of(leaves)
    assert first_fault(marks, leaves) is None
    assert first_fault(marks, [*leaves[:place], strange, *leaves[place + 1 :]]) == (place, Fault.ALTERED)
    assert first_fault(marks, [*leaves[:place], strange, *leaves[place:]]) == (place, Fault.INSERTED)
    assert first_fault(marks, leaves[:place] + leaves[place + 1 :]) == (place, Fault.REMOVED)
