"""The procedure: read and explained clause by clause, where it applies now, drawn, tried as a draft."""

from django.urls import path

from baton.workspace.procedure import drawings, trying, views

urlpatterns = [
    path("procedure", views.reader),
    path("procedure/drawings", drawings.drawings),
    path("procedure/drawings/<str:matter>", drawings.drawing),
    path("procedure/compare", trying.comparing),
    path("procedure/prove", trying.proving),
    path("procedure/replay", trying.replaying),
    path("procedure/<str:clause>", views.explain),
]
