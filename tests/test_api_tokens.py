"""Keys for other programs: what they read, for how long, and who stops them."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from programmes.models import ApiToken, Clinic, Patient, Programme
from tests.asking import detail, send
from tests.cast import Cast
from tests.coming_in import add_app
from tests.factories import make_api_token, make_exercise, make_patient, make_programme
from tests.workbench import address, at, save, shown

pytestmark = pytest.mark.django_db
LIBRARY, PATIENTS, WRITE = ApiToken.Scope


def ask(key: str, path: str = "exercises/", **kwargs):
    return Client().get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {key}"}, **kwargs)


def test_a_token_reads_what_its_person_may_read(cast: Cast, programme: Programme):
    _token, key = make_api_token(cast.ana)
    make_programme(patient=make_patient(clinic=cast.other_clinic))
    assert [row["id"] for row in ask(key, "programmes/").json()["results"]] == [str(programme.pk)]


def test_a_token_leads_nobody_past_a_second_factor(cast: Cast):
    _token, key = make_api_token(cast.ana)
    Clinic.objects.update(requires_mfa=True)
    assert ask(key).status_code == 401
    assert "asks for a second factor" in detail(ask(key))
    add_app(cast.ana)
    assert ask(key).status_code == 200


def test_a_token_of_another_clinic_finds_nothing(cast: Cast, programme: Programme):
    _token, key = make_api_token(cast.carla)
    assert ask(key, f"programmes/{programme.pk}/").status_code == 404


@pytest.mark.parametrize("path", ["patients/", "programmes/", "handouts/"])
def test_a_token_for_the_library_reads_no_patient(cast: Cast, path: str):
    _token, key = make_api_token(cast.ana, scope=LIBRARY)
    for library in ("exercises/", "conditions/", "programme-kinds/", "templates/"):
        assert ask(key, library).status_code == 200
    answer = ask(key, path)
    assert answer.status_code == 403
    assert detail(answer) == "This token reads the library alone. Make one that reads patients too."


def test_only_the_hash_of_a_key_is_stored(cast: Cast):
    token, key = make_api_token(cast.ana)
    stored = [*ApiToken.objects.filter(pk=token.pk).values_list().get(), *token.history.values_list().get()]
    assert key not in map(str, stored)
    assert len(key) == len("rehab_") + 64


def test_a_key_that_has_expired_opens_nothing_and_stays_on_the_list(cast: Cast):
    token, key = make_api_token(cast.ana, lifetime=timedelta(seconds=-1))
    assert ask(key).status_code == 401
    assert ApiToken.objects.filter(pk=token.pk).exists()


@pytest.mark.parametrize("key", ["", "rehab_" + "0" * 64, "a b", "clé", "rehab_"])
def test_a_wrong_key_is_refused_in_json(cast: Cast, key: str):
    answer = ask(key)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert detail(answer)


def test_a_key_stops_with_its_person(cast: Cast):
    _token, key = make_api_token(cast.ana)
    cast.ana.practitioner.end_access()
    assert ask(key).status_code == 401
    assert not ApiToken.objects.exists()


def test_a_log_in_that_is_switched_off_takes_its_keys_along(cast: Cast):
    _token, key = make_api_token(cast.ana)
    User.objects.filter(pk=cast.ana.pk).update(is_active=False)
    assert ask(key).status_code == 401


def test_whoever_runs_the_machine_gets_no_key(cast: Cast):
    _token, key = make_api_token(cast.sue)
    assert ask(key).status_code == 401
    assert at(cast.sue).get(reverse("admin:programmes_apitoken_add")).status_code == 403


def test_a_key_opens_the_api_alone(cast: Cast):
    _token, key = make_api_token(cast.ana)
    answer = Client().get("/admin/", headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 302
    assert settings.SESSION_COOKIE_NAME not in ask(key).cookies


def test_who_tries_many_keys_is_told_to_wait(cast: Cast):
    _token, key = make_api_token(cast.ana)
    statuses = [ask("rehab_wrong").status_code for _try in range(22)]
    assert statuses == [401] * 20 + [429] * 2
    assert ask(key).status_code == 429
    assert int(ask(key)["Retry-After"]) <= 60
    assert ask(key, REMOTE_ADDR="127.0.0.2").status_code == 200


def test_a_visitor_cannot_say_to_come_from_elsewhere(cast: Cast):
    tries = [
        Client().get(
            "/api/v1/exercises/", headers={"Authorization": "Bearer wrong", "X-Forwarded-For": f"10.0.0.{number}"}
        )
        for number in range(21)
    ]
    assert tries[-1].status_code == 429


def test_who_has_a_network_of_addresses_waits_like_who_has_one(cast: Cast):
    statuses = [ask("rehab_wrong", REMOTE_ADDR=f"2001:db8::{number:x}").status_code for number in range(22)]
    assert statuses == [401] * 20 + [429] * 2


def test_the_day_of_the_last_use_is_noted_once_a_day(cast: Cast, django_assert_num_queries):
    make_exercise()
    token, key = make_api_token(cast.ana)
    ask(key)
    token.refresh_from_db()
    assert token.last_used_on is not None
    assert token.history.count() == 1


def test_a_token_is_made_in_the_admin_and_shown_once(cast: Cast):
    answer = save(cast.ana, reverse("admin:programmes_apitoken_add"), name="Record system", scope=PATIENTS, days="30")
    assert answer.status_code == 200
    token = ApiToken.objects.get()
    page = answer.content.decode()
    key = page.split('tabindex="0">')[1].split("<")[0]
    assert ask(key, "programmes/").status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert (token.user, 29 <= (token.expiry - token.created).days <= 30) == (cast.ana, True)
    assert key not in shown(cast.ana, address("apitoken_change", token))


def test_a_token_lasts_a_year_at_most(cast: Cast):
    answer = save(cast.ana, reverse("admin:programmes_apitoken_add"), name="For ever", scope=LIBRARY, days="36500")
    assert "Select a valid choice" in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_everybody_sees_their_own_tokens_and_an_owner_those_of_the_clinic(cast: Cast):
    for user in (cast.ana, cast.ben, cast.carla):
        make_api_token(user, name=f"token of {user.username}")
    page = reverse("admin:programmes_apitoken_changelist")
    seen = {
        user.username: sorted(name for name in ("ana", "ben", "carla") if f"token of {name}" in shown(user, page))
        for user in (cast.ana, cast.rita, cast.olga, cast.carla)
    }
    assert seen == {"ana": ["ana"], "rita": [], "olga": ["ana", "ben"], "carla": ["carla"]}


@pytest.mark.parametrize(("who", "status"), [("ana", 302), ("olga", 302), ("ben", 404), ("carla", 404)])
def test_a_token_is_revoked_by_whoever_holds_it_and_by_the_owner(cast: Cast, who: str, status: int):
    token, key = make_api_token(cast.ana)
    url = address("apitoken_revoke", token)
    assert at(getattr(cast, who)).post(url).status_code == status
    assert ask(key).status_code == (401 if status == 302 else 200)
    assert ApiToken.history.filter(history_type="-", history_user=getattr(cast, who)).exists() == (status == 302)


def test_revoking_is_asked_first(cast: Cast):
    token, key = make_api_token(cast.ana)
    assert "can read and write nothing from then on" in shown(cast.ana, address("apitoken_revoke", token))
    assert ask(key).status_code == 200


def test_a_token_that_reads_writes_nothing(cast: Cast):
    _token, key = make_api_token(cast.ana, scope=PATIENTS)
    answer = send(key, "post", "patients/", {"name": "Eva Holm"})
    assert answer.status_code == 403
    assert detail(answer) == "This token only reads. Make one that may write too."
    assert not Patient.objects.exists()


def test_a_token_that_may_write_reads_all_the_same(cast: Cast, programme: Programme):
    _token, key = make_api_token(cast.ana, scope=WRITE)
    for path in ("exercises/", "programmes/", "patients/"):
        assert ask(key, path).status_code == 200
    assert send(key, "post", "patients/", {"name": "Eva Holm"}).status_code == 201


def test_a_token_lets_no_reader_write(cast: Cast):
    _token, key = make_api_token(cast.rita, scope=WRITE)
    answer = send(key, "post", "patients/", {"name": "Eva Holm"})
    assert (answer.status_code, detail(answer)) == (403, "You may read here, and write nothing.")


def test_a_reader_is_offered_no_token_that_writes(cast: Cast):
    page = reverse("admin:programmes_apitoken_add")
    assert 'value="write"' in shown(cast.ana, page)
    assert 'value="write"' not in shown(cast.rita, page)
    save(cast.rita, page, name="Record system", scope=WRITE, days="30")
    assert not ApiToken.objects.exists()
