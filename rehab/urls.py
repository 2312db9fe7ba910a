"""Every address of the site."""

from django.urls import include, path
from django.views.generic import RedirectView

from programmes.admin.site import workbench
from rehab.health import healthz

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("admin/", workbench.urls),
    path("api/v1/", include("programmes.api.urls")),
    path("healthz", healthz),
]
