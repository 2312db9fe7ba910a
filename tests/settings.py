"""The site's own settings with what a test run needs: a known key, quick passwords, plain static files."""

import os

os.environ.setdefault("SECRET_KEY", "a key for tests only " * 4)
os.environ.setdefault("SECURE_SSL_REDIRECT", "false")

from rehab.settings import *  # noqa: E402, F403

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Static files straight from the source: a test run collects none.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
# Tests ask for few pictures, and for no queries beside their own.
MIDDLEWARE = [name for name in MIDDLEWARE if name != "programmes.handout.warm_up.when_serving"]  # noqa: F405
# Pages are set in the test process, where complaints of the renderer are seen. test_robust.py and test_workers.py ask
# the real workers.
HANDOUT_WORKERS = 0
# Browsers allow passkeys without https on this machine.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
# A test that walks over the site would drown in a line for each request.
LOGGING["loggers"]["rehab.request_log"] = {"level": "WARNING"}  # noqa: F405
