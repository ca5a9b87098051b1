"""All settings, from the environment (django-environ); secrets also from `NAME_FILE`."""

import os
from pathlib import Path

import environ
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from environ.fileaware_mapping import FileAwareMapping

from dpo_office import logs
from dpo_office.supervisor import state

BASE_DIR = Path(__file__).resolve().parent.parent
STATE_DIR = state.folder(BASE_DIR)

env = environ.FileAwareEnv()
if "DATABASE_URL" not in env.ENVIRON:  # then we mean the office that runs from this checkout
    env.ENVIRON = FileAwareMapping({**state.running_services(STATE_DIR), **os.environ})
DATABASE_KNOWN = "DATABASE_URL" in env.ENVIRON

PRODUCTION = env.bool("OFFICE_PRODUCTION", default=False)
DEMO = env.bool("OFFICE_DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)


def secret(name: str) -> str:
    """The secret of that name, or of the file that `NAME_FILE` names; production insists.

    OFFICE_WITHOUT names the secrets that this process must not hold.
    """
    if name in env.list("OFFICE_WITHOUT", default=[]):
        return ""
    value = env.str(name, default="").strip()
    if not value and PRODUCTION:
        raise ImproperlyConfigured(f"{name} or {name}_FILE must be set in production")
    return value or f"only-for-development-{name.lower()}-{'0' * 32}"


def secrets(name: str) -> list[str]:
    """The secrets of that name, comma between them, or of the file that `NAME_FILE` names."""
    return [value.strip() for value in env.list(name, default=[]) if value.strip()]


SECRET_KEY = secret("SECRET_KEY")
SECRET_KEY_FALLBACKS = secrets("SECRET_KEY_FALLBACKS")
FILES_KEY = secret("FILES_KEY")
FILES_KEY_FALLBACKS = secrets("FILES_KEY_FALLBACKS")  # open what is there, seal nothing new
DIGEST_KEY = secret("DIGEST_KEY")

# Doors. Production gives the networks and hosts by name; development is loopback.
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
ADMIN_ALLOWED_NETWORKS = env.list(
    "ADMIN_ALLOWED_NETWORKS", default=[] if PRODUCTION else ["127.0.0.0/8", "::1/128"]
)
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
PUBLIC_HOST = env.str("PUBLIC_HOST", default="")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
PUBLIC_DOOR_PER_MINUTE = (60, 600)  # requests of one network, and of all
API_PER_MINUTE = 120  # requests of one token
SITE_URL = env.str("SITE_URL", default="http://localhost:8000")

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "dpo_office.apps.OfficeAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_celery_beat",
    "django_prometheus",
    "health_check",
    "import_export",
    "ninja",
    "pgtrigger",
    "dpo_office.apps.ProjectConfig",
    "dpo_office.desk",
    "dpo_office.organisation",
    "dpo_office.evidence",
    "dpo_office.parties",
    "dpo_office.correspondence",
    "dpo_office.worklist",
    "retention",
    "dpo_office.accountability",
    "requests_app",
    "breaches",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "dpo_office.organisation.middleware.TrustedProxies",
    "dpo_office.logs.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dpo_office.headers.Headers",
    "dpo_office.organisation.middleware.AllowedNetworks",
    "dpo_office.organisation.middleware.PublicDoor",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "dpo_office.organisation.middleware.SessionLife",
    "dpo_office.organisation.middleware.SecondFactor",
    "dpo_office.organisation.middleware.FreshSignIn",
    "dpo_office.organisation.office_zone.OfficeZone",
    "dpo_office.organisation.middleware.TryLater",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "dpo_office.urls"
WSGI_APPLICATION = "dpo_office.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# The database is PostgreSQL only: triggers, SKIP LOCKED, COPY, trigrams.
DATABASES = {"default": env.db("DATABASE_URL", default="postgres:///dpo_office_not_running")}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # or a pool hands out what a restart has cut
DATABASES["default"]["OPTIONS"] = {
    **DATABASES["default"].get("OPTIONS", {}),
    "pool": DATABASE_KNOWN and {"min_size": 1, "max_size": 8, "timeout": 10},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "organisation.User"

REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:1/0")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
}

# Sign-in: e-mail and password or a passkey, then the second factor (F2); nobody signs up.
AUTHENTICATION_BACKENDS = [
    "dpo_office.organisation.access.AccessTable",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ACCOUNT_ADAPTER = "dpo_office.organisation.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_LOGOUT_REDIRECT_URL = reverse_lazy("account_login")
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A key is an account as seen by strangers, or from one familiar address (adapters.py).
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key,20/h/key"}
MFA_ADAPTER = "dpo_office.organisation.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RECOVERY_CODE_DIGITS = 12
MFA_TOTP_TOLERANCE = 0  # a code is good in its own half minute only
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION  # localhost has no certificate
USERSESSIONS_TRACK_ACTIVITY = True
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("admin:index")
PASSWORD_HASHERS = ["dpo_office.organisation.passwords.MillionRounds"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": "dpo_office.organisation.passwords.OrganisationWords"},
]
# A list of breached passwords, one a line, lower case, plain or gzip; without it the exception
# stands in the documents.
if BREACHED_PASSWORDS_FILE := env.str("BREACHED_PASSWORDS_FILE", default=""):
    AUTH_PASSWORD_VALIDATORS.append(
        {
            "NAME": "django.contrib.auth.password_validation.CommonPasswordValidator",
            "OPTIONS": {"password_list_path": BREACHED_PASSWORDS_FILE},
        }
    )
PASSWORD_ROUNDS = env.int("PASSWORD_ROUNDS", default=1_000_000)

# Sessions: 30 minutes idle, 12 hours at most, none outlives the browser.
SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_ABSOLUTE_AGE = 12 * 3600
SESSIONS_PER_PERSON = 3
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrf"

SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^api/"]  # answered by 400: a redirect would hide the slip
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Sign-in, errors, files: nothing inline, nothing from elsewhere. The admin adds what Unfold
# needs (headers.py); public pages have a stricter policy of their own.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("et", _("Estonian")), ("fr", _("French")), ("de", _("German"))]
USE_TZ = True
TIME_ZONE = "UTC"  # signed-in people see the organisation's (organisation.office_zone)
FORMAT_MODULE_PATH = "dpo_office.formats"

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static-collected"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_ALLOW_ALL_ORIGINS = False  # nobody else shows our files
FILES_ROOT = Path(env.str("FILES_ROOT", default=str(STATE_DIR / "files")))
FILES_LARGEST = env.int("FILES_LARGEST", default=25 * 1024 * 1024)  # bytes
FILES_KEEP_FREE = env.int("FILES_KEEP_FREE", default=5)  # percent of the disk
CLAMD_SOCKET = env.str("CLAMD_SOCKET", default="")  # a path, or host:port
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "dpo_office.evidence.uploads.NamelessFile",
]

# Mail by URL; in the demo nothing leaves the machine: mails go to a folder that the admin shows.
SMTP_URL = env.str("SMTP_URL", default="")
MAIL_FROM = env.str("MAIL_FROM", default="privacy@localhost")
MAIL_FOLDER = Path(env.str("MAIL_FOLDER", default=str(STATE_DIR / "mails")))
EMAIL_BACKEND = "dpo_office.correspondence.mail_backend.OutboxBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
SMTP_TIMEOUT = env.float("SMTP_TIMEOUT", default=30)  # seconds for each answer of the server
MAILS_PER_MINUTE = env.float("MAILS_PER_MINUTE", default=0)  # over all workers; 0: no cap
# A mail that a worker took and didn't bring back is unsure after the first, and sent once
# more after the second. The first is longer than a task may live (correspondence.tasks).
OUTBOX_CLAIM_LIFE = env.float("OUTBOX_CLAIM_LIFE", default=360)  # seconds
OUTBOX_UNSURE_WAIT = env.float("OUTBOX_UNSURE_WAIT", default=120)  # seconds
TLS_CA_FILE = env.str("TLS_CA_FILE", default="")  # the company's own authority, if it has one

# How long a case names its person after it was closed (F5), as ISO 8601 writes it.
CASES_KEPT = env.str("CASES_KEPT", default="P3Y")

# GNUPGHOME is in the environment of the worker of queue `keys` alone.
GNUPGHOME = env.str("GNUPGHOME", default="")
# The signing keys by full fingerprint, the newest first: what else has signed is refused.
SIGNING_KEYS = env.list("SIGNING_KEYS", default=[])
# Whom the head of the trail is mailed to each day: somebody whom our administrators can't reach.
ANCHOR_TO = env.str("ANCHOR_TO", default="")

# Celery: rows are the truth, tasks take ids, delivery is at least once.
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 600
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 1500,  # above twice the time limit, or long tasks come twice
    "unacked_restore_interval": 10,  # a killed worker's task comes back in seconds,
    "unacked_restore_throttle": 1,  # not after two minutes
    "socket_timeout": 30,
    "socket_connect_timeout": 5,
    "max_retries": 1,  # a page does not wait for a broker that is away:
    "interval_start": 0,  # the sweeps find what it never heard of
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
# Each entry: task, schedule in seconds or crontab, options {queue, expires below the period}.
CELERY_BEAT_SCHEDULE: dict[str, dict] = {
    "heartbeat": {
        "task": "dpo_office.tasks.beat_once",
        "schedule": 30,
        "options": {"queue": "default", "expires": 25},
    },
    "send what waits in the outbox": {
        "task": "dpo_office.correspondence.tasks.sweep_outbox",
        "schedule": 30,
        "options": {"queue": "urgent", "expires": 25},
    },
    "raise the alerts of clocks": {
        "task": "dpo_office.worklist.tasks.sweep_clocks",
        "schedule": 60,
        "options": {"queue": "urgent", "expires": 50},
    },
    "seal the trail": {
        "task": "dpo_office.evidence.tasks.seal_trail",
        "schedule": 60,
        "options": {"queue": "keys", "expires": 50},
    },
    "let the head of the trail leave": {
        "task": "dpo_office.evidence.tasks.anchor_head",
        "schedule": crontab(hour="3", minute="40"),
        "options": {"queue": "default", "expires": 3600},
    },
    "verify what was sealed since yesterday": {
        "task": "dpo_office.evidence.tasks.verify_trail",
        "schedule": crontab(hour="2", minute="10", day_of_week="1-6"),
        "options": {"queue": "bulk", "expires": 3600},
    },
    "verify the whole trail": {
        "task": "dpo_office.evidence.tasks.verify_trail",
        "schedule": crontab(hour="2", minute="10", day_of_week="0"),
        "kwargs": {"whole": True},
        "options": {"queue": "bulk", "expires": 3600},
    },
    "send the morning's digests": {
        "task": "dpo_office.worklist.tasks.send_digests",
        "schedule": 600,
        "options": {"queue": "default", "expires": 500},
    },
    "go on with bulk work": {
        "task": "dpo_office.worklist.tasks.sweep_bulk",
        "schedule": 60,
        "options": {"queue": "bulk", "expires": 50},
    },
    "remind colleagues": {
        "task": "dpo_office.worklist.tasks.remind_colleagues",
        "schedule": crontab(hour="6", minute="30"),
        "options": {"queue": "default", "expires": 3600},
    },
    "return findings that were accepted for a while": {
        "task": "dpo_office.worklist.tasks.return_accepted_findings",
        "schedule": crontab(hour="0", minute="20"),
        "options": {"queue": "default", "expires": 3600},
    },
    "remove files whose time is over": {
        "task": "dpo_office.evidence.tasks.remove_expired_files",
        "schedule": 60,
        "options": {"queue": "default", "expires": 50},
    },
    "let signatures expire": {
        "task": "dpo_office.evidence.tasks.lapse_approvals",
        "schedule": 600,
        "options": {"queue": "default", "expires": 500},
    },
    "compare files and their rows": {
        "task": "dpo_office.evidence.tasks.sweep_files",
        "schedule": 3600,
        "options": {"queue": "bulk", "expires": 3000},
    },
    "let the days pass until which a refusal is told": {
        "task": "requests_app.tasks.let_refusal_dates_pass",
        "schedule": 3600,
        "options": {"queue": "default", "expires": 3000},
    },
    "ask whether everything holds": {
        "task": "dpo_office.worklist.tasks.verify_office",
        "schedule": crontab(hour="3", minute="10"),
        "options": {"queue": "bulk", "expires": 3600},
    },
    "make the evidence files that were asked for": {
        "task": "dpo_office.accountability.tasks.make_evidence_files",
        "schedule": 60,
        "options": {"queue": "keys", "expires": 50},
    },
    "ask whether what is published can stand": {
        "task": "dpo_office.accountability.tasks.check_claims",
        "schedule": crontab(hour="4", minute="10"),
        "options": {"queue": "bulk", "expires": 3600},
    },
    "look for answers that say nothing": {
        "task": "requests_app.tasks.check_answers",
        "schedule": crontab(minute="25"),
        "options": {"queue": "bulk", "expires": 3000},
    },
    "remove what is due": {
        "task": "retention.tasks.purge_all_due",
        "schedule": crontab(hour="1", minute="15"),
        "options": {"queue": "bulk", "expires": 3600},
    },
}

FIGURES_LIFE = env.int("FIGURES_LIFE", default=60)  # seconds that the dashboard keeps its chart
LOGGING = logs.configuration(env.str("LOG_LEVEL", default="INFO"))
PROMETHEUS_METRICS_EXPORT_PORT = None
PROMETHEUS_EXPORT_MIGRATIONS = False

UNFOLD = {
    "SITE_TITLE": "DPO office",
    "SITE_HEADER": "DPO office",
    "SITE_SUBHEADER": "dpo_office.sidebar.organisation_name",
    "SITE_SYMBOL": "shield_lock",
    "SITE_FAVICONS": [{"rel": "icon", "href": lambda request: static("desk/icon.svg")}],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "STYLES": [
        lambda request: static("desk/desk.css"),
        lambda request: static("desk/partials.css"),
        lambda request: static("desk/registers.css"),
    ],
    "SCRIPTS": [
        lambda request: static("desk/desk.js"),
        lambda request: static("desk/falling_clock.js"),
        lambda request: static("desk/drop.js"),
    ],
    "DASHBOARD_CALLBACK": "dpo_office.dashboard.today",
    "ENVIRONMENT": "dpo_office.sidebar.demo_banner",
    "ACCOUNT": {"navigation": "dpo_office.sidebar.account"},
    "SIDEBAR": {"navigation": "dpo_office.sidebar.navigation"},
}
