"""The settings of the running program."""

import secrets
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from tinhso.settings import database, env

ROOT = env.ROOT
DATA_DIR = env.DATA_DIR.path()
CONTENT_DIR = env.CONTENT_DIR.path()
PROVINCE = env.PROVINCE.text()
PUBLIC_URL = env.PUBLIC_URL.text().rstrip("/")
DEMO = env.DEMO.flag()
DEBUG = env.DEBUG.flag()


def _secret_key() -> str:
    """Return the secret of this installation, made once and readable by its owner only."""
    given = env.SECRET_KEY.text()
    if given:
        return given
    kept = DATA_DIR / "secrets" / "django.key"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = kept.with_suffix(f".{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(64))
        if kept.exists():
            fresh.unlink()
        else:
            fresh.rename(kept)
    return kept.read_text()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.HOSTS.words()

TINHSO_APPS = [
    "tinhso.kernel",
    "tinhso.ui",
    "tinhso.foundation.audit",
    "tinhso.foundation.files",
    "tinhso.foundation.calendar",
    "tinhso.foundation.numbering",
    "tinhso.foundation.prints",
    "tinhso.foundation.forms",
    "tinhso.foundation.workflow",
    "tinhso.foundation.signing",
    "tinhso.foundation.edxml",
    "tinhso.foundation.organisations",
    "tinhso.foundation.geography",
    "tinhso.foundation.identity",
    "tinhso.foundation.mandates",
    "tinhso.foundation.access",
    "tinhso.foundation.notifications",
    "tinhso.foundation.work",
    "tinhso.foundation.certificates",
    "tinhso.foundation.csc",
    "tinhso.data.population",
    "tinhso.government.procedures",
    "tinhso.government.documents",
    "tinhso.government.drafting",
    "tinhso.government.correspondence",
    "tinhso.government.schedules",
    "tinhso.government.results",
    "tinhso.government.papers",
    "tinhso.government.payments",
    "tinhso.government.dossiers",
    "tinhso.government.national",
    "tinhso.government.appointments",
    "tinhso.government.petitions",
    "tinhso.government.ratings",
    "tinhso.government.figures",
    "tinhso.government.cooperation",
    "tinhso.government.groups",
    "tinhso.government.transfers",
    "tinhso.government.digitisation",
    "tinhso.government.retention",
    "tinhso.government.casefiles",
    "tinhso.government.archive",
    "tinhso.portals.citizen",
    "tinhso.portals.officer",
    "tinhso.portals.leader",
    "tinhso.portals.operator",
]
TINHSO_APPS = [app for app in TINHSO_APPS if (ROOT / "src" / Path(*app.split(".")) / "apps.py").exists()]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.idp.oidc",
    "django_htmx",
    "procrastinate.contrib.django",
    *TINHSO_APPS,
    "tinhso.entry",
]

MIDDLEWARE = [
    "tinhso.entry.middleware.RequestId",
    "tinhso.entry.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tinhso.entry.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tinhso.entry.middleware.CurrentActor",
    "tinhso.entry.middleware.Refusals",
]

ROOT_URLCONF = "tinhso.entry.urls"
WSGI_APPLICATION = "tinhso.entry.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "tinhso.ui.context.house",
            ],
            "builtins": ["tinhso.ui.templatetags.ui", "django.templatetags.i18n", "django.templatetags.static"],
        },
    },
]

DATABASES = {
    "default": database.from_url(env.DATABASE_URL.text() or "postgresql:///tinhso", pool=env.DATABASE_POOL.number()),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "tinhso.foundation.identity.provider.codes.HouseCache"}}

AUTH_USER_MODEL = "identity.Account"
AUTHENTICATION_BACKENDS = ["tinhso.foundation.identity.backends.NumberBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/vao/"
LOGOUT_REDIRECT_URL = "/"
OFFICER_MFA_REQUIRED = env.OFFICER_MFA.flag()

SESSION_ENGINE = "tinhso.foundation.identity.session_store"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "tinhso.entry.faults.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.HTTPS.flag()
SECURE_HSTS_SECONDS = 31_536_000 if env.HTTPS.flag() else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.HTTPS.flag() else None
TRUSTED_PROXIES = frozenset(env.TRUSTED_PROXIES.words())

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
FORMAT_MODULE_PATH = ["tinhso.ui.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "media"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_MAX_BYTES = env.FILE_MAX_MB.number() * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILES_S3_BUCKET = env.FILES_S3_BUCKET.text()
FILES_S3_ENDPOINT = env.FILES_S3_ENDPOINT.text()

EMAIL_URL = env.EMAIL_URL.text()
DEFAULT_FROM_EMAIL = env.EMAIL_FROM.text()

NATIONAL_URL = env.NATIONAL_URL.text().rstrip("/")
NATIONAL_KEY = env.NATIONAL_KEY.text()
NATIONAL_PARTNER = env.NATIONAL_PARTNER.text()
NATIONAL_CONNECTIONS = max(1, min(env.NATIONAL_CONNECTIONS.number(), 16))
POPULATION_URL = env.POPULATION_URL.text()
POPULATION_AUTH_URL = env.POPULATION_AUTH_URL.text()
POPULATION_KEY = env.POPULATION_KEY.text()
POPULATION_CLIENT = env.POPULATION_CLIENT.text()
POPULATION_CODES = env.POPULATION_CODES.text()
POPULATION_HOURLY = env.POPULATION_HOURLY.number()

SIGN_ON_URL = env.SIGN_ON_URL.text().rstrip("/")
SIGN_ON_PROVIDER = env.SIGN_ON_PROVIDER.text()
SIGN_ON_CLIENT = env.SIGN_ON_CLIENT.text()
SIGN_ON_SECRET = env.SIGN_ON_SECRET.text()
READ_ASSURANCE = env.READ_ASSURANCE.number()
PHONE_COOLING_HOURS = env.PHONE_COOLING_HOURS.number()

IDP_OIDC_ADAPTER = "tinhso.foundation.identity.provider.adapter.HouseAdapter"
IDP_OIDC_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]
IDP_OIDC_AUTHORIZATION_CODE_EXPIRES_IN = 60
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 900
IDP_OIDC_REFRESH_TOKEN_EXPIRES_IN = 12 * 3600
IDP_OIDC_RP_INITIATED_LOGOUT_ASKS_FOR_OP_LOGOUT = False

MESSAGES_URL = env.MESSAGES_URL.text().rstrip("/")
MESSAGES_KEY = env.MESSAGES_KEY.text()
SMS_ACCENTS = env.SMS_ACCENTS.flag()
QUIET_HOURS = env.QUIET_HOURS.text()
BOUNDARIES = env.BOUNDARIES.text()
PUSH_HOSTS = env.PUSH_HOSTS.words()

BANK_APIS = env.BANK_APIS.words()
BANK_KEYS = env.BANK_KEYS.words()
BANK_SECRETS = env.BANK_SECRETS.words()

SIGNING_SECRETS = env.SIGNING_SECRETS.text()
PKCS11_MODULE = env.PKCS11_MODULE.text()
SIGNING_REMOTE = env.SIGNING_REMOTE.words()
SIGNING_AGENT = env.SIGNING_AGENT.number()

CLAMD = env.CLAMD.text()
OFFLINE_COUNTER = env.OFFLINE_COUNTER.flag()
DEMO_AUTHORITY = env.DEMO_AUTHORITY.text()
SIGNING_TSA_URL = env.SIGNING_TSA_URL.text()
SIGNING_PROFILE = env.SIGNING_PROFILE.text()
ARCHIVE_SECOND = env.ARCHIVE_SECOND.text()
EDITOR_DISCOVERY = env.EDITOR_DISCOVERY.text()
SOFFICE = env.SOFFICE.text()
SIMULATORS = env.SIMULATORS.text().rstrip("/")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
