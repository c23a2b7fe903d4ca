from pathlib import Path
from string import Template

import pytest
from django.conf import settings

from tinhso.foundation.notifications.content import load_content
from tinhso.foundation.notifications.data import Group, Language
from tinhso.foundation.notifications.rules.templates import CONTEXT, BadTemplate, read_frame, read_template, write
from tinhso.kernel.text import nfc

FOLDER = Path(settings.CONTENT_DIR) / "notifications"
NAMES = sorted(path.stem for path in FOLDER.glob("[!_]*.yaml"))
GOOD = """group: dossier
link: /cua-toi/ho-so/$subject_id/
vi:
  title: "Hồ sơ $code"
  body: "Hồ sơ $code"
  email_subject: "Hồ sơ $code"
  email_text: |
    Kính gửi Ông/Bà,

    Hồ sơ $code
en:
  title: "Dossier $code"
  body: "Dossier $code"
  email_subject: "Dossier $code"
  email_text: |
    Dossier $code
"""


def read(tmp_path, text):
    path = tmp_path / "sample.yaml"
    path.write_text(text, encoding="utf-8")
    return read_template(path)


def test_every_template_of_the_house_can_be_used():
    assert load_content() == len(NAMES) >= 8


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_use_the_same_names_and_need_nothing_else(name):
    template = read_template(FOLDER / f"{name}.yaml")
    used = {
        language: {text: set(Template(words).get_identifiers()) for text, words in texts.items()}
        for language, texts in template.texts.items()
    }
    assert used[Language.VI] == used[Language.EN]
    values = dict.fromkeys(CONTEXT, "Ủy ban nhân dân")
    for language in Language:
        written = write(template, language, values)
        for text in (written.title, written.body, written.email_subject, written.email_text):
            assert "$" not in text
            assert text == nfc(text)


def test_a_good_file_is_taken(tmp_path):
    template = read(tmp_path, GOOD)
    assert (template.name, template.group) == ("sample", Group.DOSSIER)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('body: "Hồ sơ $code"', 'body: "Hồ sơ của $applicant"', r"sample.yaml:5: \$applicant is not known"),
        ("    Hồ sơ $code\n", "    Số $number\n", r"sample.yaml:10: \$number is not known"),
        ("$subject_id", "$code", r"sample.yaml:2: \$code is not known"),
        ('title: "Hồ sơ $code"', 'title: "Hồ sơ $ code"', r"sample.yaml:4: a \$ stands alone"),
        ("link: /cua-toi", "link: https://elsewhere/", r"sample.yaml:2: link must be a path"),
        ("link: /cua-toi", "link: //elsewhere", r"sample.yaml:2: link must be a path"),
        ("group: dossier", "group: gossip", r"sample.yaml:1: group must be one of"),
        ('  title: "Dossier $code"\n', "", r"sample.yaml:12: missing: title"),
        ("group: dossier", "group: dossier\nsms: x", r"sample.yaml:2: sms is not known here"),
        ("en:", "vi:", r"sample.yaml:11: vi stands here twice"),
        ('title: "Hồ sơ $code"', 'title: "Hồ sơ $code', r"sample.yaml:\d+: "),
        ('title: "Hồ sơ $code"', 'title: ""', r"sample.yaml:4: a text is expected"),
        ('title: "Hồ sơ $code"', "title: [a]", r"sample.yaml:4: a text is expected"),
        ('title: "Hồ sơ $code"', 'title: "Hô\u0300 sơ $code"', r"sample.yaml:4: a text is composed"),
    ],
)
def test_a_fault_is_named_by_file_and_line(tmp_path, old, new, said):
    assert old in GOOD
    with pytest.raises(BadTemplate, match=said):
        read(tmp_path, GOOD.replace(old, new, 1))


def test_an_empty_file_is_refused(tmp_path):
    with pytest.raises(BadTemplate, match=r"sample.yaml:1"):
        read(tmp_path, "")


def test_a_frame_must_hold_the_text_and_the_link(tmp_path):
    path = tmp_path / "_frame.yaml"
    path.write_text("vi: $text $link\nen: $text\n", encoding="utf-8")
    with pytest.raises(BadTemplate, match=r"_frame.yaml:2: .*\$link"):
        read_frame(path)


def test_a_dollar_sign_in_a_value_stays_as_it_is():
    template = read_template(FOLDER / "dossier_refused.yaml")
    written = write(template, Language.VI, {"code": "$unit", "procedure": "$$", "unit": "A"})
    assert written.title == "Hồ sơ $unit không được tiếp nhận"
