"""Typed readers of the environment, and the one table of every setting the house knows."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its variable, what it is when unset, and what it does."""

    name: str
    default: str
    meaning: str

    def text(self) -> str:
        """Return the value as text."""
        return os.environ.get(self.name, self.default)

    def flag(self) -> bool:
        """Return the value as yes or no. Refuses other words with ValueError."""
        value = self.text().strip().lower()
        if value in {"1", "true", "yes", "on"}:
            return True
        if value in {"", "0", "false", "no", "off"}:
            return False
        raise ValueError(f"{self.name} must be yes or no, not {value!r}")

    def number(self) -> int:
        """Return the value as a whole number. Refuses anything else with ValueError."""
        try:
            return int(self.text())
        except ValueError:
            raise ValueError(f"{self.name} must be a whole number, not {self.text()!r}") from None

    def path(self) -> Path:
        """Return the value as an absolute path."""
        return Path(self.text()).expanduser().resolve()

    def words(self) -> list[str]:
        """Return the value as a list, split at commas."""
        return [word.strip() for word in self.text().split(",") if word.strip()]


ROOT: Final = Path(__file__).resolve().parents[3]

DATA_DIR: Final = Setting("TINHSO_DATA", str(ROOT / "var"), "folder of everything the installation writes")
CONTENT_DIR: Final = Setting("TINHSO_CONTENT", str(ROOT / "content"), "folder of reviewed content")
PROVINCE: Final = Setting(
    "TINHSO_PROVINCE", "vinh-long-2023", "name of the province under content/provinces, or a folder"
)
DATABASE_URL: Final = Setting("DATABASE_URL", "", "PostgreSQL of the running program; empty: the embedded server")
DATABASE_ADMIN_URL: Final = Setting(
    "DATABASE_ADMIN_URL", "", "role that owns the tables and migrates; empty: DATABASE_URL"
)
DATABASE_POOL: Final = Setting("TINHSO_DATABASE_POOL", "8", "most connections of one process")
SECRET_KEY: Final = Setting(
    "TINHSO_SECRET_KEY", "", "Django's secret; empty: made at first start, kept in the data folder"
)
DEBUG: Final = Setting("TINHSO_DEBUG", "no", "developer's error pages")
HOSTS: Final = Setting("TINHSO_HOSTS", "localhost,127.0.0.1,[::1]", "host names served, split at commas")
PUBLIC_URL: Final = Setting("TINHSO_PUBLIC_URL", "http://localhost:8000", "address printed in QR codes and letters")
HTTPS: Final = Setting("TINHSO_HTTPS", "no", "served behind TLS: secure cookies and HSTS")
TRUSTED_PROXIES: Final = Setting("TINHSO_TRUSTED_PROXIES", "", "addresses whose X-Forwarded-For is believed")
WEB_WORKERS: Final = Setting("TINHSO_WEB_WORKERS", "2", "web processes")
WEB_THREADS: Final = Setting("TINHSO_WEB_THREADS", "4", "threads of one web process")
EMAIL_URL: Final = Setting(
    "TINHSO_EMAIL_URL", "", "smtp://user:password@host:port?tls=yes|starttls; empty: files in the outbox folder"
)
EMAIL_FROM: Final = Setting("TINHSO_EMAIL_FROM", "no-reply@localhost", "sender of letters")
FILES_S3_BUCKET: Final = Setting("TINHSO_FILES_S3_BUCKET", "", "bucket for files; empty: the data folder")
FILES_S3_ENDPOINT: Final = Setting("TINHSO_FILES_S3_ENDPOINT", "", "address of the S3 service")
FILE_MAX_MB: Final = Setting("TINHSO_FILE_MAX_MB", "20", "largest single file")
OFFICER_MFA: Final = Setting("TINHSO_OFFICER_MFA", "yes", "officers need a second factor (demo officers excepted)")
DEMO: Final = Setting("TINHSO_DEMO", "no", "the demo province is loaded: show the demo banner and sign-ins")
NATIONAL_URL: Final = Setting(
    "TINHSO_NATIONAL_URL", "", "address of the National Portal's exchange; empty: the simulator, when there is one"
)
NATIONAL_KEY: Final = Setting(
    "TINHSO_NATIONAL_KEY", "", "AccessKey:SecretKey that the National Portal's exchange gave this province"
)
NATIONAL_PARTNER: Final = Setting(
    "TINHSO_NATIONAL_PARTNER", "", "AppName:PartnerCode:PartnerCodeCus of this province at that exchange"
)
NATIONAL_CONNECTIONS: Final = Setting(
    "TINHSO_NATIONAL_CONNECTIONS", "4", "connections to the National Portal's exchange of one worker, 1 to 16"
)
POPULATION_URL: Final = Setting(
    "TINHSO_POPULATION_URL", "", "address of the population database's service; empty: the simulator, when there is one"
)
POPULATION_AUTH_URL: Final = Setting(
    "TINHSO_POPULATION_AUTH_URL", "", "urlXacThuc that is signed with a look-up; empty: TINHSO_POPULATION_URL"
)
POPULATION_KEY: Final = Setting(
    "TINHSO_POPULATION_KEY", "", "userName:secretKey:ApiKey that the population database gave this province"
)
POPULATION_CLIENT: Final = Setting(
    "TINHSO_POPULATION_CLIENT", "", "X-Road-Client: the subsystem of this province at the security server"
)
POPULATION_CODES: Final = Setting(
    "TINHSO_POPULATION_CODES", "VPCP:037", "MaDVC:MaTichHop of this province's connection to the population database"
)
POPULATION_HOURLY: Final = Setting(
    "TINHSO_POPULATION_HOURLY", "60", "most look-ups in the population database by one officer in an hour"
)
SIGN_ON_URL: Final = Setting(
    "TINHSO_SIGN_ON_URL", "", "address of the State's sign-on (VNeID, national portal); empty: the stand-in, or none"
)
SIGN_ON_PROVIDER: Final = Setting("TINHSO_SIGN_ON_PROVIDER", "vneid", "its entry in content/identity/providers.yaml")
SIGN_ON_CLIENT: Final = Setting("TINHSO_SIGN_ON_CLIENT", "", "client id that the State's sign-on gave us")
SIGN_ON_SECRET: Final = Setting("TINHSO_SIGN_ON_SECRET", "", "client secret that the State's sign-on gave us")
READ_ASSURANCE: Final = Setting(
    "TINHSO_READ_ASSURANCE", "1", "identity level (1 or 2) a citizen needs to see results and the personal store"
)
PHONE_COOLING_HOURS: Final = Setting(
    "TINHSO_PHONE_COOLING_HOURS", "24", "hours that sensitive acts wait after the counter changed a telephone number"
)
MESSAGES_URL: Final = Setting(
    "TINHSO_MESSAGES_URL", "", "address of the SMS and Zalo gateway (docs/gateways.md); empty: the simulator, or none"
)
MESSAGES_KEY: Final = Setting("TINHSO_MESSAGES_KEY", "", "secret shared with the gateway: signs messages and receipts")
SMS_ACCENTS: Final = Setting(
    "TINHSO_SMS_ACCENTS", "no", "SMS keep their Vietnamese marks (70 letters a part); no: plain letters (160 a part)"
)
QUIET_HOURS: Final = Setting(
    "TINHSO_QUIET_HOURS", "21:00-07:00", "no SMS, Zalo or push in these hours, but of security; empty: at any hour"
)
PUSH_HOSTS: Final = Setting(
    "TINHSO_PUSH_HOSTS",
    "fcm.googleapis.com,updates.push.services.mozilla.com,web.push.apple.com,notify.windows.com",
    "push services browsers may name (and hosts below them), split at commas; empty: no web push",
)
BANK_APIS: Final = Setting(
    "TINHSO_BANK_APIS", "", "statement service of each bank, as bank=address, split at commas; bank as in its account"
)
BANK_KEYS: Final = Setting("TINHSO_BANK_KEYS", "", "key for each bank's statement service, as bank=key")
BANK_SECRETS: Final = Setting(
    "TINHSO_BANK_SECRETS", "", "secrets by which banks sign notices, as bank=secret; two for one bank while it changes"
)
SIGNING_SECRETS: Final = Setting(
    "TINHSO_SIGNING_SECRETS",
    "",
    "folder (files of mode 600) of the passphrase of key files, PINs of tokens, secrets of remote signing; "
    "empty: secrets/signing in the data folder",
)
PKCS11_MODULE: Final = Setting(
    "TINHSO_PKCS11_MODULE", "", "PKCS#11 module (.so) of this installation's token or HSM; empty: none"
)
SIGNING_REMOTE: Final = Setting(
    "TINHSO_SIGNING_REMOTE", "", "remote signing services (CSC API), as name=address with /csc/v2, split at commas"
)
SIGNING_AGENT: Final = Setting(
    "TINHSO_SIGNING_AGENT", "14807", "port of the signing agent on officers' own machines (docs/signing-agent.md)"
)
CLAMD: Final = Setting("TINHSO_CLAMD", "", "ClamAV's daemon for uploads: host:port or unix:/path; empty: none")
OFFLINE_COUNTER: Final = Setting(
    "TINHSO_OFFLINE_COUNTER", "yes", "no: desks forget their pages for working without the network at the next visit"
)
BOUNDARIES: Final = Setting(
    "TINHSO_BOUNDARIES", "", "GeoJSON file of the units' boundaries (content/geography/README.md); empty: points only"
)
DEMO_AUTHORITY: Final = Setting(
    "TINHSO_DEMO_AUTHORITY",
    "",
    "folder of the demonstration authority, shared with its simulator; empty: in the data folder's secrets",
)
SIGNING_TSA_URL: Final = Setting(
    "TINHSO_SIGNING_TSA_URL",
    "",
    "time-stamp authority (RFC 3161 over HTTP); empty: the demonstration authority, or none",
)
SIGNING_PROFILE: Final = Setting(
    "TINHSO_SIGNING_PROFILE", "", "b-b, b-t, b-lt or b-lta; empty: b-lt where time-stamps are to be had, else b-b"
)
ARCHIVE_SECOND: Final = Setting(
    "TINHSO_ARCHIVE_SECOND",
    "",
    "folder of the second copy of every archive package, on another medium; empty: the data folder",
)
EDITOR_DISCOVERY: Final = Setting(
    "TINHSO_EDITOR_DISCOVERY",
    "",
    "discovery address of the agency's own online editor (WOPI: Collabora, OnlyOffice), as "
    "https://editor.example/hosting/discovery; empty: drafts are not opened there",
)
SOFFICE: Final = Setting(
    "TINHSO_SOFFICE",
    "",
    "program of LibreOffice that makes PDFs of Word files (soffice); empty: the one on PATH; off: none",
)
SIMULATORS: Final = Setting(
    "TINHSO_SIMULATORS",
    "",
    "address of the simulators that stand in for outside systems whose own address is not set; "
    "`./tinhso run` with demo data starts them and sets it",
)

ALL: Final = tuple(value for value in list(globals().values()) if isinstance(value, Setting))
