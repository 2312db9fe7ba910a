"""People come to a clinic by an invitation, and by nothing else."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client, TestCase
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from programmes.models import Clinic, Handout, Invitation, Practitioner
from tests.cast import Cast
from tests.coming_in import NEW_PASSWORD, choose_password, invite, is_in, link_in_mail, log_in, send_invitation
from tests.factories import make_clinic, make_handout, make_patient, make_programme
from tests.workbench import address, at, form_on, messages_of, save, shown

pytestmark = pytest.mark.django_db


def test_an_owner_invites_a_colleague_by_mail(cast: Cast):
    invitation = invite(cast)
    assert (invitation.clinic, invitation.invited_by_name, invitation.state) == (cast.clinic, "Olga", "waiting")
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["nia@clinic.example"], "Your log-in at Riverside")
    assert "Olga invites you to work with Riverside" in message.body


def test_the_link_itself_is_stored_nowhere(cast: Cast):
    invitation = invite(cast)
    token = link_in_mail().strip("/").rpartition("/")[2]
    assert len(token) >= 40
    assert token not in str(Invitation.objects.filter(pk=invitation.pk).values())
    assert token not in shown(cast.olga, address("invitation_change", invitation))


def test_the_invited_person_chooses_a_password_and_is_in(cast: Cast, client: Client):
    invite(cast, email="Nia@Clinic.example")
    page = client.get(link_in_mail()).content.decode()
    assert "Welcome to Riverside" in page
    assert "Olga invites you" in page
    assert choose_password(client, link_in_mail())["Location"] == reverse("admin:index")
    assert is_in(client)
    nia = Practitioner.objects.get(name="Nia Ford")
    user = nia.user
    assert (nia.clinic, nia.role) == (cast.clinic, "practitioner")
    assert (user.username, user.email) == ("nia@clinic.example", "nia@clinic.example")
    assert (user.is_staff, user.is_superuser) == (True, False)


def test_they_log_in_with_that_password_from_then_on(cast: Cast, client: Client):
    invite(cast)
    choose_password(Client(), link_in_mail())
    assert log_in(client, "NIA@clinic.example", NEW_PASSWORD)["Location"] == reverse("admin:index")


def test_a_new_person_sees_the_patients_of_their_own_clinic_only(cast: Cast, client: Client):
    make_patient(clinic=cast.clinic, name="Eva Holm")
    make_patient(clinic=cast.other_clinic, name="Otto Berg")
    invite(cast, role="reader")
    choose_password(client, link_in_mail())
    page = client.get(address("patient_changelist")).content.decode()
    assert "Eva Holm" in page
    assert "Otto Berg" not in page


def test_a_clinic_that_asks_for_a_second_factor_asks_the_new_person_at_once(cast: Cast, client: Client):
    Clinic.objects.update(requires_mfa=True)
    cast.olga.authenticator_set.create(type="totp", data={"secret": "x"})
    invite(cast)
    answer = client.post(link_in_mail(), {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("mfa_index")
    assert "Riverside asks everybody for a second factor" in answer.content.decode()
    # They have just typed the password: it is not asked for again.
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "at least 12 characters"),
        ("password1234", "too common"),
        ("739472957391", "entirely numeric"),
        ("nia@clinic.example", "too similar"),
    ],
)
def test_a_bad_password_is_refused_with_its_reason(cast: Cast, client: Client, password: str, words: str):
    invite(cast)
    assert words in choose_password(client, link_in_mail(), password).content.decode()
    assert not User.objects.filter(username="nia@clinic.example").exists()


def test_two_passwords_that_differ_are_refused(cast: Cast, client: Client):
    invite(cast)
    answer = client.post(link_in_mail(), {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD + "x"})
    assert "The two are not the same" in answer.content.decode()


def test_a_used_link_says_so_and_leads_to_the_log_in(cast: Cast, client: Client):
    invite(cast)
    choose_password(Client(), link_in_mail())
    answer = client.get(link_in_mail())
    assert answer.status_code == 410
    assert "This invitation was used already" in answer.content.decode()
    assert reverse("account_login") in answer.content.decode()


def test_an_expired_link_says_whom_to_ask(cast: Cast, client: Client):
    invite(cast)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    answer = client.get(link_in_mail())
    assert answer.status_code == 410
    assert "This invitation is too old" in answer.content.decode()
    assert "Ask Olga at Riverside to send it again" in answer.content.decode()


def test_an_invitation_lasts_seven_days(cast: Cast):
    invitation = invite(cast)
    assert invitation.expires_at - invitation.sent_at == timedelta(days=7)


def test_a_revoked_link_says_so(cast: Cast, client: Client):
    invitation = invite(cast)
    assert "Revoke the invitation of Nia Ford?" in shown(cast.olga, address("invitation_revoke", invitation))
    at(cast.olga).post(address("invitation_revoke", invitation))
    answer = client.post(link_in_mail(), {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert answer.status_code == 410
    assert "This invitation was taken back" in answer.content.decode()
    assert not Practitioner.objects.filter(name="Nia Ford").exists()


def test_sent_again_the_old_link_stops_and_the_new_one_works(cast: Cast, client: Client):
    invitation = invite(cast)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    with TestCase.captureOnCommitCallbacks(execute=True):
        at(cast.olga).post(address("invitation_send-again", invitation))
    old, new = link_in_mail(0), link_in_mail(1)
    answer = client.get(old)
    assert answer.status_code == 404
    assert "a newer e-mail replaced it" in answer.content.decode()
    choose_password(client, new)
    assert is_in(client)


def test_what_is_over_is_neither_sent_again_nor_revoked(cast: Cast, client: Client):
    invitation = invite(cast)
    choose_password(client, link_in_mail())
    page = shown(cast.olga, address("invitation_change", invitation))
    assert "Send again" not in page
    for deed in ("send-again", "revoke"):
        assert "is accepted" in messages_of(at(cast.olga).post(address(f"invitation_{deed}", invitation)))
    assert len(mail.outbox) == 1


def test_an_owner_sees_who_is_still_waited_for(cast: Cast):
    invite(cast)
    page = shown(cast.olga, address("invitation_changelist"))
    assert "Nia Ford" in page
    assert "waiting" in page
    assert address("invitation_add") in shown(cast.olga, address("practitioner_changelist"))


@pytest.mark.parametrize("name", ["ana", "rita", "stan"])
def test_only_an_owner_invites(cast: Cast, name: str):
    invitation = invite(cast)
    client = at(getattr(cast, name))
    assert client.get(address("invitation_changelist")).status_code == 403
    assert client.post(address("invitation_add"), {"name": "X"}).status_code == 403
    assert client.post(address("invitation_send-again", invitation)).status_code in (403, 404)
    assert "Invite" not in client.get(address("practitioner_changelist")).content.decode()
    assert len(mail.outbox) == 1


def test_another_clinics_invitation_is_not_there(cast: Cast):
    invitation = invite(cast)
    for page in ("change", "send-again", "revoke"):
        assert at(cast.carla).post(address(f"invitation_{page}", invitation)).status_code == 404


@pytest.mark.parametrize("field", ["is_superuser", "user", "clinic", "practitioner"])
def test_an_owner_invites_to_their_own_clinic_and_to_nothing_more(cast: Cast, field: str, client: Client):
    value = {"clinic": cast.other_clinic.pk, "practitioner": cast.carla.practitioner.pk}.get(field, cast.sue.pk)
    form = {"name": "Nia Ford", "email": "nia@clinic.example", "role": "owner", field: str(value)}
    at(cast.olga).post(address("invitation_add"), form)
    for invitation in Invitation.objects.all():
        assert (invitation.clinic, invitation.practitioner) == (cast.clinic, None)
    assert User.objects.filter(is_superuser=True).count() == 1


def test_the_same_person_is_invited_once(cast: Cast):
    invite(cast)
    form = form_on(shown(cast.olga, address("invitation_add")))
    sent = {**form, "name": "Nia", "email": "NIA@clinic.example", "role": "reader"}
    assert "This person is invited already" in at(cast.olga).post(address("invitation_add"), sent).content.decode()


def test_somebody_who_works_here_is_not_invited(cast: Cast):
    User.objects.filter(pk=cast.ben.pk).update(email="ben@clinic.example")
    answer = save(cast.olga, address("invitation_add"), name="Ben", email="ben@clinic.example", role="reader")
    assert "This person has a log-in here already" in answer.content.decode()


def test_an_owner_does_not_learn_who_works_at_another_clinic(cast: Cast, client: Client):
    """The person themselves is told, and what to do."""
    User.objects.filter(pk=cast.carla.pk).update(email="carla@clinic.example")
    before = User.objects.get(pk=cast.carla.pk).password
    assert invite(cast, name="Carla", email="carla@clinic.example").state == "waiting"
    answer = choose_password(client, link_in_mail())
    assert "There is a log-in with carla@clinic.example already" in answer.content.decode()
    cast.carla.refresh_from_db()
    assert (cast.carla.password, cast.carla.practitioner.clinic) == (before, cast.other_clinic)
    assert not is_in(client)


@pytest.mark.parametrize("is_active", [True, False])
def test_an_invitation_takes_over_nobodys_log_in_that_runs_the_machine(cast: Cast, client: Client, is_active: bool):
    User.objects.filter(pk=cast.sue.pk).update(
        username="sue@clinic.example", email="sue@clinic.example", is_active=is_active
    )
    before = User.objects.get(pk=cast.sue.pk).password
    invite(cast, email="sue@clinic.example")
    assert "There is a log-in" in choose_password(client, link_in_mail()).content.decode()
    cast.sue.refresh_from_db()
    assert (cast.sue.is_active, cast.sue.password) == (is_active, before)
    assert not is_in(client)


def test_somebody_who_left_comes_back_as_who_they_were(cast: Cast, client: Client):
    User.objects.filter(pk=cast.ana.pk).update(username="ana@clinic.example", email="ana@clinic.example")
    ana = Practitioner.objects.get(pk=cast.ana.practitioner.pk)
    make_handout(make_programme(patient=make_patient(clinic=cast.clinic)), issued_by=ana)
    at(cast.olga).post(address("practitioner_remove-log-in", ana))
    url = f"{address('invitation_add')}?practitioner={ana.pk}"
    assert url.replace("&", "&amp;") in shown(cast.olga, address("practitioner_change", ana))
    send_invitation(cast.olga, url, name="Ana", email="ana@clinic.example")
    choose_password(client, link_in_mail())
    ana.refresh_from_db()
    assert ana.user == cast.ana
    assert Handout.objects.get().issued_by == ana
    assert is_in(client)


def test_whoever_runs_the_machine_makes_a_clinic_and_invites_its_first_owner(cast: Cast, client: Client):
    save(cast.sue, address("clinic_add"), name="Lakeside", time_zone="Europe/London")
    lakeside = Clinic.objects.get(name="Lakeside")
    url = f"{address('invitation_add')}?clinic={lakeside.pk}&role=owner"
    assert url.replace("&", "&amp;") in shown(cast.sue, address("clinic_change", lakeside))
    send_invitation(cast.sue, url, name="Lena Falk", email="lena@lakeside.example", role="owner")
    choose_password(client, link_in_mail())
    lena = Practitioner.objects.get(name="Lena Falk")
    assert (lena.clinic, lena.role) == (lakeside, "owner")
    assert client.get(address("clinic_change", lakeside)).status_code == 200
    assert client.get(address("clinic_change", cast.clinic)).status_code == 404


def test_following_the_link_while_somebody_else_is_logged_in_changes_places(cast: Cast):
    invite(cast)
    client = at(cast.olga)
    assert "Going on logs olga out" in client.get(link_in_mail()).content.decode()
    choose_password(client, link_in_mail())
    assert "Nia Ford" in client.get(reverse("admin:index")).content.decode()


def test_links_are_not_tried_without_end(cast: Cast, client: Client):
    answers = [client.get(reverse("invitation", args=["guess"])).status_code for _ in range(21)]
    assert answers == [404] * 20 + [429]


def test_a_mail_server_that_fails_is_told_and_the_invitation_waits(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    def refuse(*args: object, **kwargs: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("programmes.inviting.send_mail", refuse)
    answer = send_invitation(cast.olga)
    assert "did not take the e-mail" in messages_of(answer)
    assert Invitation.objects.get().state == "waiting"


def test_nothing_is_mailed_before_it_is_stored(cast: Cast):
    """And a slow mail server holds up nobody else's saving."""
    save(cast.olga, address("invitation_add"), name="Nia", email="nia@clinic.example", role="reader")
    assert Invitation.objects.get().state == "waiting"
    assert mail.outbox == []


def test_without_a_mail_server_the_owner_hands_over_the_link(cast: Cast, client: Client, settings: object):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    words = messages_of(send_invitation(cast.olga))
    assert "Give Nia Ford this link" in words
    link = words.split("http://testserver")[1].split("<")[0]
    choose_password(client, link)
    assert is_in(client)


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_set_password", "socialaccount_signup"])
def test_nobody_signs_up_by_themselves(name: str):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_an_invitation_belongs_to_one_clinic(cast: Cast):
    """Two clinics may invite the same person: the first to be accepted counts."""
    invite(cast)
    other = make_clinic()
    send_invitation(cast.sue, clinic=str(other.pk))
    first, second = link_in_mail(0), link_in_mail(1)
    choose_password(Client(), first)
    assert "There is a log-in" in choose_password(Client(), second).content.decode()
    assert Practitioner.objects.get(user__username="nia@clinic.example").clinic == cast.clinic
