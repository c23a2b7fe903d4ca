"""Vietnamese text is found without marks and listed in dictionary order."""

import random
import unicodedata

from tinhso.kernel import text
from tinhso.kernel.ids import uuid7


def test_a_name_is_found_without_marks_in_either_unicode_form():
    for form in ("NFC", "NFD"):
        assert text.fold(unicodedata.normalize(form, "NGUYỄN  Đình Ước")) == "nguyen dinh uoc"


def test_letters_and_tones_stand_in_dictionary_order():
    words = "An Ăn Ân Ấn Doãn Dương Đào Đỗ Oanh Ông Uyên Ứng".split()
    tones = "ba bà bả bã bá bạ".split()
    for right in (words, tones):
        shuffled = right[:]
        random.Random(7).shuffle(shuffled)
        assert sorted(shuffled, key=text.sort_key) == right


def test_people_are_listed_by_given_name():
    people = ["Trần Văn Bình", "Nguyễn Thị An", "Lê Ánh", "Đỗ An"]
    assert sorted(people, key=text.name_sort_key) == ["Đỗ An", "Nguyễn Thị An", "Lê Ánh", "Trần Văn Bình"]


def test_a_stranger_sees_a_masked_name():
    assert text.mask_name("Nguyễn Văn Bình") == "N***** V** B***"


def test_ids_sort_by_the_time_they_were_made():
    made = [uuid7() for _ in range(5000)]
    assert made == sorted(made) and len(set(made)) == 5000
    assert {(u.version, u.variant) for u in made} == {(7, "specified in RFC 4122")}
