"""Every address of the site."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView

from programmes.admin.site import workbench
from programmes.api.problem import NothingHere
from rehab.health import healthz

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    # Before the workbench: its own log-in knows no second factor.
    path("", include("programmes.signing_in.urls")),
    path("admin/", workbench.urls),
    path("api/v1/", include("programmes.api.urls")),
    # Of other versions, or of none.
    path("api", NothingHere.as_view()),
    re_path(r"^api/", NothingHere.as_view()),
    path("h/", include("programmes.portal.urls")),
    path("healthz", healthz),
]

handler400 = "rehab.errors.bad_request"
handler500 = "programmes.not_stored.answer.server_error"
