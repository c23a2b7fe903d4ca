"""Lays letters into a folder, one .eml file each: how an installation without a mail server works, and demos."""

import os
from dataclasses import dataclass
from pathlib import Path

from tinhso.foundation.notifications.adapters.message import compose
from tinhso.foundation.notifications.data import Channel
from tinhso.foundation.notifications.ports import Letter, NotDelivered


@dataclass(frozen=True, slots=True)
class FolderCarrier:
    """Writes `<id>.eml`, whole or not at all, readable by the owner only. The same letter again is the same file."""

    folder: Path
    sender: str

    @property
    def channel(self) -> Channel:
        """E-mail."""
        return Channel.EMAIL

    def deliver(self, letter: Letter) -> str:
        """Write the file and make sure it is on the disk."""
        data = compose(letter, sender=self.sender).as_bytes()
        fresh = self.folder / f".{letter.id}.{os.getpid()}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self.folder / f"{letter.id}.eml")
        except OSError as error:
            raise NotDelivered(f"Không ghi được thư vào thư mục outbox: {error.strerror}.") from error
        return ""
