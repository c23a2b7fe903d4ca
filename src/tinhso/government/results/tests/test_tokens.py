"""Tokens people type from paper."""

from hypothesis import given
from hypothesis import strategies as st

from tinhso.government.results.public import clean_token, new_token
from tinhso.government.results.tokens import ALPHABET, check_character

bodies = st.text(alphabet=ALPHABET, min_size=12, max_size=12)


@given(bodies, st.integers(0, 12), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(body, place, wrong):
    token = body + check_character(body)
    changed = token[:place] + wrong + token[place + 1 :]

    assert clean_token(changed) == (token if changed == token else "")


@given(bodies)
def test_a_token_typed_in_small_letters_with_spaces_and_lookalikes_is_understood(body):
    token = body + check_character(body)
    typed = f"{token[:4]} {token[4:8]}-{token[8:]}".lower().replace("0", "o").replace("1", "l")

    assert clean_token(typed) == token


@given(st.text(max_size=80))
def test_whatever_is_typed_becomes_a_token_or_nothing(typed):
    cleaned = clean_token(typed)

    assert cleaned == "" or (len(cleaned) == 13 and set(cleaned) <= set(ALPHABET))


def test_a_thousand_tokens_are_a_thousand():
    tokens = {new_token() for _ in range(1000)}

    assert len(tokens) == 1000
    assert all(clean_token(token) == token for token in tokens)
