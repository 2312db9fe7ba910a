"""Settings of the site, from the environment over defaults that let a newcomer run at once.

Every variable read here stands in the README's table. A bad value stops the start with a sentence.
"""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from rehab import broker, database, media_storage, secret
from rehab.json_lines import logging_to

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

# What the links on handouts are made of. With a key of their own, they outlive a change of SECRET_KEY.
LINK_KEY = env.str("LINK_KEY", default="") or SECRET_KEY
# How this site is reached from outside: without it no link is printed or sent.
SITE_URL = env.str("SITE_URL", default="http://localhost:8000" if DEBUG else "").rstrip("/")
if SITE_URL and not SITE_URL.startswith(("https://", "http://localhost", "http://127.0.0.1")):
    raise ImproperlyConfigured(f"SITE_URL is {SITE_URL}. Write it whole, such as https://rehab.example.org.")

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
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "rules",
    "simple_history",
    "rest_framework",
    "knox",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "programmes",
]

MIDDLEWARE = [
    # These come first so that whatever those below answer, errors and static files too, is logged and has its headers.
    "rehab.request_log.request_log",
    "rehab.headers.headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rehab.body_size.body_size",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "programmes.signing_in.second_factor.SecondFactorFirst",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "programmes.watching.watch",
    "programmes.handout.warm_up.when_serving",
    "programmes.not_stored.answer.Told",
    "axes.middleware.AxesMiddleware",
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
DATABASES = {"default": database.read(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Counters of attempts stand in the database: each process of the server would have its own in memory, and a restart
# would forget them. They are asked while somebody logs in, and on no other page. What is counted at each request of the
# API stands in memory.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "attempts",
        # More than that are thrown out: few enough, and somebody who tries many names would wipe the counters.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "programmes.signing_in.backend.Backend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
PASSWORD_RESET_TIMEOUT = 60 * 60

# What the site is called on telephones and in mails.
SITE_NAME = "Rehab programmes"
ACCOUNT_ADAPTER = "programmes.signing_in.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
# Nobody is written to unless somebody at the site asked for that mail.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A session ends with the browser, and after SESSION_COOKIE_AGE at the latest.
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    # Of wrong codes of the second factor. Wrong passwords are counted by axes.
    "login_failed": "5/5m/key",
    "reset_password": "20/h/ip,3/h/key",
    "reset_password_from_key": "20/m/ip",
    "invitation": "20/m/ip",
}
ACCOUNT_FORMS = {
    "login": "programmes.signing_in.forms.LogInForm",
    "reset_password": "programmes.signing_in.forms.ForgottenPasswordForm",
    "reset_password_from_key": "programmes.signing_in.forms.NewPasswordForm",
    "change_password": "programmes.signing_in.forms.ChangeForm",
    "reauthenticate": "programmes.signing_in.forms.PasswordAgainForm",
}
MFA_ADAPTER = "programmes.signing_in.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Clocks of telephones are off by some seconds.
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Browsers allow passkeys without https on this machine alone, and so do we.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
MFA_FORMS = {
    "authenticate": "programmes.signing_in.forms.CodeForm",
    "authenticate_webauthn": "programmes.signing_in.forms.SecondPasskeyForm",
    "login_webauthn": "programmes.signing_in.forms.PasskeyAloneForm",
    "reauthenticate": "programmes.signing_in.forms.CodeOnceMoreForm",
    "reauthenticate_webauthn": "programmes.signing_in.forms.PasskeyOnceMoreForm",
    "activate_totp": "programmes.signing_in.forms.AppForm",
    "add_webauthn": "programmes.signing_in.forms.PasskeyForm",
    "edit_webauthn": "programmes.signing_in.forms.PasskeyNameForm",
}
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
# One address alone would lock out a whole clinic, one name alone would let a stranger lock out a person.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "programmes.signing_in.lock_out.name_of"
AXES_CLIENT_IP_CALLABLE = "programmes.signing_in.lock_out.address_of"
AXES_LOCKOUT_CALLABLE = "programmes.signing_in.lock_out.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = AXES_VERBOSE = False

# Invitations and forgotten passwords go by mail. Without a server they are printed where the site runs.
try:
    vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
except ImproperlyConfigured as error:
    example = "smtp+tls://user:password@mail.example.org:587"
    raise ImproperlyConfigured(f"EMAIL_URL is no address of a mail server. Write it such as {example}.") from error
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("EMAIL_FROM", default="rehab@localhost")
EMAIL_TIMEOUT = 10

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
# Several machines share a folder, or storage that speaks S3.
MEDIA_STORAGE_URL = env.str("MEDIA_STORAGE_URL", default="")
# The list of erased patients, which a restored backup is told. Outside the database: a restore would bring it back.
ERASURES_FILE = Path(env.str("ERASURES_FILE", default=str(MEDIA_ROOT.parent / "erasures.jsonl")))
# Fonts for scripts that the packaged ones lack: TTF or OTF files, for the PDF only.
FONTS_DIR = Path(folder) if (folder := env.str("FONTS_DIR", default="")) else None
if FONTS_DIR is not None and not FONTS_DIR.is_dir():
    raise ImproperlyConfigured(f"FONTS_DIR is {FONTS_DIR}, which is no folder. Name one that holds TTF or OTF files.")
STORAGES = {
    "default": media_storage.read(MEDIA_STORAGE_URL),
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
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    # Only for a proxy that overwrites this header: otherwise anyone could claim to be on https.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Whoever logs in is counted by their own address, which the proxy writes last.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

# Pages are set by processes of their own. Without any (0) a bad picture could take the whole site along.
HANDOUT_WORKERS = env.int("HANDOUT_WORKERS", default=1)
HANDOUT_SECONDS = env.int("HANDOUT_SECONDS", default=30)
HANDOUT_MEMORY_MB = env.int("HANDOUT_MEMORY_MB", default=768)
if HANDOUT_WORKERS < 0 or HANDOUT_SECONDS < 1 or HANDOUT_MEMORY_MB < 1:
    raise ImproperlyConfigured("HANDOUT_WORKERS must be 0 or more; HANDOUT_SECONDS and HANDOUT_MEMORY_MB 1 or more.")

# Long work goes to workers over a queue. Without one, pages and commands do it themselves.
BROKER_URL = broker.read(env.str("BROKER_URL", default=""))
BROKER_REDELIVERY_SECONDS = env.int("BROKER_REDELIVERY_SECONDS", default=300)
if BROKER_REDELIVERY_SECONDS < 1:
    raise ImproperlyConfigured("BROKER_REDELIVERY_SECONDS must be 1 or more.")

KNOX_TOKEN_MODEL = "programmes.ApiToken"
# Its own migrations make a table that nothing uses, and that keeps PostgreSQL from emptying the table of log-ins.
MIGRATION_MODULES = {"knox": None}
# The beginning tells people, and programs that look for leaked keys, what it is.
REST_KNOX = {"AUTH_HEADER_PREFIX": "Bearer", "TOKEN_PREFIX": "rehab_"}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "programmes.api.token.ByToken",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["programmes.api.token.Requests"],
    # A record system may well ask ten times a second.
    "DEFAULT_THROTTLE_RATES": {"user": "1200/min"},
    # Whose address it is: what the one proxy says that is ours, and never what a visitor says of himself.
    "NUM_PROXIES": 1 if BEHIND_PROXY else 0,
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["programmes.api.parser.SentJson"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "programmes.api.description.Description",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "programmes.api.pages.Pages",
    "EXCEPTION_HANDLER": "programmes.api.problem.as_problem",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Rehab exercise programmes",
    "DESCRIPTION": (
        "Reads the exercise library; enters patients, starts and changes their programmes, issues handouts.\n\n"
        "Log in first, or send a token: `Authorization: Bearer rehab_…`.\n\n"
        "Everything is your own clinic's, or shared with all clinics; what is another clinic's does not "
        "exist here. Unknown, empty or repeated parameters are refused."
    ),
    "VERSION": "1.0.0",
    # Whose schemas are JSON Schema: what is checked by one is described by the same.
    "OAS_VERSION": "3.1.0",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "programmes.api.description.say_what_is_refused",
    ],
    "TAGS": [
        {"name": "Library", "description": "Exercises, conditions and templates. A clinic's own copy stands in."},
        {"name": "Patients", "description": "Whom the clinic treats."},
        {"name": "Programmes", "description": "What patients were prescribed, in one answer each."},
        {"name": "Handouts", "description": "What patients were given, exactly as it was given."},
        {"name": "Diary", "description": "What patients wrote down."},
    ],
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "ENUM_NAME_OVERRIDES": {
        "ActivityEnum": "programmes.api.dose.ACTIVITIES",
        "FindingLevelEnum": "programmes.api.findings.LEVELS",
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

# With DEBUG on Django writes to the terminal, with every address and value: only this machine is answered then.
if not DEBUG:
    LOGGING = logging_to(env.str("LOG_TO", default="stdout"))
