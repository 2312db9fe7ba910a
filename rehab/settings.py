"""Settings of the site, from the environment over defaults that let a newcomer run at once.

Every variable read here stands in the README's table. A bad value stops the start with a sentence.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from rehab import secret

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
if DEBUG and not SECRET_KEY:
    SECRET_KEY = secret.read_or_make(BASE_DIR / ".secret-key")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "Set SECRET_KEY to a long random text (50 characters or more). It is required when DEBUG is off."
    )

LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
# With DEBUG on, error pages show settings and data: only this machine may see them, whatever is set.
ALLOWED_HOSTS = LOOPBACK if DEBUG else env.list("ALLOWED_HOSTS", default=LOOPBACK)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "rules",
    "simple_history",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "programmes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "programmes.handout.warm_up.when_serving",
]

# No WSGI_APPLICATION: `runserver` would take rehab.wsgi, which rightly refuses DEBUG.
ROOT_URLCONF = "rehab.urls"

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
            ]
        },
    }
]

DATABASE_URL = env.str("DATABASE_URL", default="") or f"sqlite:///{BASE_DIR / 'db.sqlite3'}"
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Without IMMEDIATE two people saving at once meet "database is locked"; WAL lets readers go on.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # Discs are quick; and a helper process or compiled code takes longer to start than any query here takes.
    options = DATABASES["default"].setdefault("OPTIONS", {})
    options.setdefault("options", "-c random_page_cost=1.1 -c max_parallel_workers_per_gather=0 -c jit=off")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "programmes.signing_in.Backend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
FORMAT_MODULE_PATH = ["programmes.formats"]
LOCALE_PATHS = [BASE_DIR / "programmes" / "locale"]
TIME_ZONE = env.str("TIME_ZONE", default="Europe/London")
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
MEDIA_URL = "media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(BASE_DIR / "media")))
# Fonts for scripts that the packaged ones lack: TTF or OTF files, for the PDF only.
FONTS_DIR = Path(folder) if (folder := env.str("FONTS_DIR", default="")) else None
if FONTS_DIR is not None and not FONTS_DIR.is_dir():
    raise ImproperlyConfigured(f"FONTS_DIR is {FONTS_DIR}, which is no folder. Name one that holds TTF or OTF files.")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Nothing may come from another host, and no script or style stands in a page.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=not DEBUG)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=0 if DEBUG else 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_HSTS_SECONDS > 0
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
if env.bool("BEHIND_PROXY", default=False):
    # Only for a proxy that overwrites this header: otherwise anyone could claim to be on https.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Pages are set by processes of their own. Without any (0) a bad picture could take the whole site along.
HANDOUT_WORKERS = env.int("HANDOUT_WORKERS", default=1)
HANDOUT_SECONDS = env.int("HANDOUT_SECONDS", default=30)
HANDOUT_MEMORY_MB = env.int("HANDOUT_MEMORY_MB", default=768)
if HANDOUT_WORKERS < 0 or HANDOUT_SECONDS < 1 or HANDOUT_MEMORY_MB < 1:
    raise ImproperlyConfigured("HANDOUT_WORKERS must be 0 or more; HANDOUT_SECONDS and HANDOUT_MEMORY_MB 1 or more.")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "programmes.api.description.Description",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "programmes.api.pages.Pages",
    "EXCEPTION_HANDLER": "programmes.api.problem.as_problem",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Rehab exercise programmes",
    "DESCRIPTION": (
        "Reads the exercise library, the patients' programmes and the handouts that were issued.\n\n"
        "Log in first. Everything is your own clinic's, or shared with all clinics; what is another clinic's does not "
        "exist here. Unknown, empty or repeated parameters are refused."
    ),
    "VERSION": "1.0.0",
    "TAGS": [
        {"name": "Library", "description": "Exercises, conditions and templates. A clinic's own copy stands in."},
        {"name": "Programmes", "description": "What patients were prescribed, in one answer each."},
        {"name": "Handouts", "description": "What patients were given, exactly as it was given."},
    ],
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "ENUM_NAME_OVERRIDES": {
        "ActivityEnum": "programmes.api.dose.ACTIVITIES",
        "DoseKindEnum": "programmes.api.dose.KINDS",
        "FirstSideEnum": "programmes.models.Prescription.FirstSide",
        "ProgrammeKindEnum": "programmes.models.Programme.Kind",
        "SideEnum": "programmes.api.wording.SIDES",
        "SoreSideEnum": "programmes.models.Programme.SoreSide",
        "StageKindEnum": "programmes.models.Stage.Kind",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # The checker of schemas that Swagger UI would ask stands on another host.
    "SWAGGER_UI_SETTINGS": {"validatorUrl": None, "supportedSubmitMethods": ["get"]},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"weasyprint": {"handlers": ["console"], "level": "WARNING", "propagate": True}},
}
