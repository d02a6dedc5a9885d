"""The procedure: read and explained clause by clause, where it applies now, drawn, tried as a draft."""

from django.urls import path

from baton.workspace.procedure import drawings, in_force, trying, views

urlpatterns = [
    path("procedure", views.reader),
    path("procedure/drawings", drawings.drawings),
    path("procedure/drawings/<str:matter>", drawings.drawing),
    path("procedure/compare", trying.comparing),
    path("procedure/prove", trying.proving),
    path("procedure/replay", trying.replaying),
    path("procedure/in-force", in_force.overview),
    path("procedure/in-force/propose", in_force.propose),
    path("procedure/in-force/<int:number>", in_force.proposal),
    path("procedure/in-force/<int:number>/preview", in_force.preview),
    path("procedure/in-force/<int:number>/answer", in_force.answer),
    path("procedure/<str:clause>", views.explain),
]
