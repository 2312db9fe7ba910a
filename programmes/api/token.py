"""Who asks, by the token they send. Wrong ones are few: whoever tries many is told to wait."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.cache import caches
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request
from rest_framework.throttling import UserRateThrottle

from programmes.models import ApiToken
from programmes.signing_in.second_factor import needs_second_factor
from programmes.wrong_tries import WrongTries, address_of

# Nobody mistypes a token so often. Counted in memory, where it costs no query.
WRONG = WrongTries("token", most=20, seconds=60, cache="memory")


class Requests(UserRateThrottle):
    """Counts what somebody reads: at each request, so in memory too."""

    cache = caches["memory"]


class ByToken(TokenAuthentication):
    """`Authorization: Bearer rehab_…`"""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        if request.headers.get("Authorization") and (wait := WRONG.seconds_to_wait(address_of(request))):
            raise Throttled(wait)
        try:
            return super().authenticate(request)
        except AuthenticationFailed:
            WRONG.note(address_of(request))
            raise

    def authenticate_credentials(self, token: bytes) -> tuple[User, ApiToken]:
        if not token.isascii():
            raise AuthenticationFailed("Invalid token.")
        return super().authenticate_credentials(token)

    def validate_user(self, auth_token: ApiToken) -> tuple[User, ApiToken]:
        user = auth_token.user
        if not user.is_active or user.is_superuser or auth_token.clinic is None:
            raise AuthenticationFailed("Whose token this is no longer works at a clinic.")
        if needs_second_factor(user):
            raise AuthenticationFailed("The clinic asks for a second factor, and whose token this is has none.")
        auth_token.note_use()
        return user, auth_token

    def _cleanup_token(self, auth_token: ApiToken) -> bool:
        # It stays where its owner sees that it has expired.
        return auth_token.has_expired


class Scheme(KnoxTokenScheme):
    target_class = ByToken
    name = "token"
