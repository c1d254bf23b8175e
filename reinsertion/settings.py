"""All settings, read from the environment.

REINSERTION_MODE is production (default), demo or test. Production refuses to start without its secrets;
demo and test make their own under REINSERTION_VAR.
"""

import os
import secrets
from importlib.util import find_spec
from pathlib import Path

import dj_database_url
import django_stubs_ext
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from whitenoise.compress import Compressor

from reinsertion import embedded_postgres

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("REINSERTION_VAR") or BASE_DIR / "var")


def env_bool(name: str, default: bool) -> bool:
    """Read true/false from the environment; refuse anything else."""
    value = os.environ.get(name, str(default)).strip().lower()
    if value not in {"true", "false"}:
        raise ImproperlyConfigured(f"{name} doit valoir true ou false, et non « {value} ».")
    return value == "true"


def env_list(name: str) -> list[str]:
    """Read a comma-separated list from the environment."""
    return [item.strip() for item in os.environ.get(name, "").split(",") if item.strip()]


def package_dir(name: str) -> Path:
    """Folder of an installed package, without importing it."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise ImproperlyConfigured(f"Le paquet {name} n’est pas installé.")
    return Path(next(iter(spec.submodule_search_locations)))


MODE = os.environ.get("REINSERTION_MODE", "production")
if MODE not in {"production", "demo", "test"}:
    raise ImproperlyConfigured("REINSERTION_MODE doit valoir production, demo ou test.")
PRODUCTION = MODE == "production"
DEMO = MODE == "demo"


def secret_key() -> str:
    """Signing key: from the environment or a file in production, made once elsewhere."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    if file_name := os.environ.get("SECRET_KEY_FILE"):
        return Path(file_name).read_text().strip()
    if PRODUCTION:
        raise ImproperlyConfigured("SECRET_KEY (ou SECRET_KEY_FILE) est obligatoire en production.")
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    path = VAR_DIR / "secret_key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return path.read_text()


SECRET_KEY = secret_key()
# Seal what the database keeps closed (core.sealed_field). The first key writes, the others still read.
DATA_KEYS = env_list("DATA_KEYS") or [SECRET_KEY]
DEBUG = False
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS") or ([] if PRODUCTION else ["*"])
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS est obligatoire en production.")
SITE_URL = os.environ.get("SITE_URL") or (f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else "http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"]

INSTALLED_APPS = [
    "reinsertion",
    "casework",
    "referrals",
    "programs",
    "beneficiaries",
    "partners",
    "accounts",
    "core",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_htmx",
    "lucide",
    "pgtrigger",
    "phonenumber_field",
    "whitenoise.runserver_nostatic",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "reinsertion.apps.StaticFilesConfig",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.middleware.SessionLimitsMiddleware",
    "core.middleware.ProfileLocaleMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "core.middleware.LoginRequiredMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.OriginMiddleware",
    "beneficiaries.middleware.RefusedOpeningMiddleware",
]

ROOT_URLCONF = "reinsertion.urls"
WSGI_APPLICATION = "reinsertion.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["core.template_files.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context_processors.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "core.templatetags.french",
                "core.templatetags.lean",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# Database: DATABASE_URL, or the embedded server that manage.py starts or joins.
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or embedded_postgres.database_url(VAR_DIR),
        conn_max_age=0 if MODE == "test" else None,
        conn_health_checks=True,
    )
}
if PRODUCTION and not os.environ.get("DATABASE_URL"):
    raise ImproperlyConfigured("DATABASE_URL est obligatoire en production.")
DATABASES["default"]["ATOMIC_REQUESTS"] = True
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
# A statement that lasts ten seconds is a fault in service; in tests it may only be a machine that paused.
PATIENCE = "120s" if MODE == "test" else "10s"
# What core.written prepares is planned once per connection, whoever asks.
CONNECTION = f"-c statement_timeout={PATIENCE} -c lock_timeout=5s -c plan_cache_mode=force_generic_plan"
DATABASES["default"]["OPTIONS"].setdefault("options", CONNECTION)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Accounts: sign-in by e-mail, accounts created by an administrator only.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "casework:home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
if MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Sessions and cookies: 30 minutes idle, 12 hours in all.
SESSION_IDLE_SECONDS = 30 * 60
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "reinsertion_session"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "reinsertion_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "core.views.csrf_failure"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# Headers
SECURE_SSL_REDIRECT = PRODUCTION and env_bool("SECURE_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env_bool("BEHIND_PROXY", False) else None
BEHIND_PROXY = SECURE_PROXY_SSL_HEADER is not None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Languages: French is the source; the browser chooses, then the profile.
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["core.formats"]
PHONENUMBER_DEFAULT_REGION = "FR"
PHONENUMBER_DEFAULT_FORMAT = "NATIONAL"

# Static files: ours, and those that packages carry.
STATIC_URL = "static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT") or VAR_DIR / "static")
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap", package_dir("bootstrap")),
    ("fonts/atkinson", package_dir("fontpkg_atkinson_hyperlegible") / "files"),
    ("fonts/plex-arabic", package_dir("fontpkg_ibm_plex_sans_arabic") / "files"),
]
STATIC_STORAGE = {
    "production": "whitenoise.storage.CompressedManifestStaticFilesStorage",
    "demo": "reinsertion.static_files.QuickStaticFilesStorage",
    "test": "django.contrib.staticfiles.storage.StaticFilesStorage",
}
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT") or VAR_DIR / "media")
MEDIA_URL = "media/"
# Documents of people: read by their owner alone on the disk, handed over by one view; in memory for the tests.
DOCUMENT_STORAGE = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {
        "location": MEDIA_ROOT / "documents",
        "file_permissions_mode": 0o600,
        "directory_permissions_mode": 0o700,
    },
}
# Files of an import wait there until a worker has read them.
IMPORT_STORAGE = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {
        "location": MEDIA_ROOT / "imports",
        "file_permissions_mode": 0o600,
        "directory_permissions_mode": 0o700,
    },
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "documents": {"BACKEND": "django.core.files.storage.InMemoryStorage"} if MODE == "test" else DOCUMENT_STORAGE,
    "imports": {"BACKEND": "django.core.files.storage.InMemoryStorage"} if MODE == "test" else IMPORT_STORAGE,
    "staticfiles": {"BACKEND": STATIC_STORAGE[MODE]},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = MODE == "test"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
UPLOAD_MAX_BYTES = 10 * 1024 * 1024
IMPORT_MAX_BYTES = 200 * 1024 * 1024
UPLOAD_LIMITS = {"partners:import-new": IMPORT_MAX_BYTES}
FILE_UPLOAD_HANDLERS = [
    "core.uploading.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Reads a file on its input; answers 0 when it is sound, 1 when it is not: « clamdscan --no-summary - ».
ANTIVIRUS_COMMAND = os.environ.get("ANTIVIRUS_COMMAND", "")

# Mail: a server in production; files under var/ elsewhere, so nothing leaves.
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "ne-pas-repondre@exemple.test")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
if PRODUCTION:
    EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
    EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
    EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
    EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
    EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", False)
elif DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mails"
# Ours wait in a table and leave by a worker; the sign-in package’s own leave at once, by EMAIL_BACKEND.
MAIL_TRANSPORT = "core.delivery.transports.Smtp" if PRODUCTION else "core.delivery.transports.Spool"
MAIL_QUESTIONS = [  # asked of each mail about to leave: a reason holds it back
    "beneficiaries.reaching.closed_to",
    "referrals.models.letters.no_longer_asked",
]
KEEP_MAIL_LINKS = DEMO  # elsewhere the links in a mail are forgotten as soon as it has left

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
TEST_RUNNER = "django.test.runner.DiscoverRunner"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "core.logs.DiscreetFormatter", "format": "{asctime} {levelname} {name} {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []

# What the association may tune.
DRAFT_LIFETIME_DAYS = 7
CONTACT_WARNING_DAYS = 30
REFERRAL_REMINDER_DAYS = (7, 14)
REFERRAL_LAPSE_DAYS = 30
REFERRAL_LINK_DAYS = 8
REFERRAL_ATTENDING_DAYS = 30
INBOUND_LINK_DAYS = 180  # how long a partner may send people to us by its link
REFERRAL_DRAFT_DAYS = 90  # a referral neither sent nor changed for so long is deleted
INBOUND_KEEP_DAYS = 30  # what a partner wrote of a person is erased so long after it was decided upon
INBOUND_PER_DAY = 50  # by one link
EVENT_KEEP_DAYS = 30  # who came to an event is forgotten so long after its end; figures stay
SERVICE_STALE_DAYS = 180
LIST_PAGE_SIZE = 25
DIRECTORY_SOURCE = os.environ.get("DIRECTORY_SOURCE") or "reinsertion"  # our name in what we give to others
DIRECTORY_API = env_bool("DIRECTORY_API", not PRODUCTION)  # the public part of the directory, read without an account
DIRECTORY_API_PER_MINUTE = 120
DIRECTORY_RADIUS_KM = 20
VERSION = "0.1.0"
