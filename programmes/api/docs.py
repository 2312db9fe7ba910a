"""The description of the API for machines (OpenAPI), and the page that shows it to people, all from this site."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

schema = SpectacularAPIView.as_view()
# Split: the script comes from an address of its own, as the content security policy allows none inside a page.
page = login_required(SpectacularSwaggerSplitView.as_view(url_name="api:schema", template_name="api/docs.html"))
