"""What the officers' portal brings to the house: the first place of the left rail."""

from tinhso.foundation.work.public import WORK_ROLES
from tinhso.kernel.modules import MenuEntry, Module

MODULE = Module(
    name="officer",
    title="Phân hệ cán bộ",
    menu=(
        MenuEntry(
            "Hộp việc",
            "officer:inbox",
            "inbox",
            1,
            tuple(f"work.{role}" for role in WORK_ROLES),
        ),
        MenuEntry("Tiếp nhận tại quầy", "officer:counter", "file-plus", 3, ("dossiers.receive",)),
        MenuEntry("Sổ theo dõi hồ sơ", "officer:register", "book-open", 4, ("dossiers.receive", "dossiers.oversee")),
    ),
    order=70,
)
