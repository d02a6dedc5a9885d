"""The addresses, place by place. They carry ids, never a name."""

from django.urls import include, path

urlpatterns = [
    path("", include("baton.workspace.sign_in.urls")),
    path("", include("baton.workspace.home.urls")),
    path("", include("baton.workspace.child.urls")),
    path("", include("baton.workspace.exporting.urls")),
    path("", include("baton.workspace.transfer.urls")),
    path("", include("baton.workspace.own_answers.urls")),
    path("", include("baton.workspace.letters.urls")),
    path("", include("baton.workspace.settings.urls")),
    path("", include("baton.workspace.acting.urls")),
    path("", include("baton.workspace.about.urls")),
    path("", include("baton.workspace.sitting.urls")),
    path("", include("baton.workspace.team.urls")),
    path("", include("baton.workspace.workers.urls")),
    path("", include("baton.workspace.unallocated.urls")),
    path("", include("baton.workspace.allocate.urls")),
    path("", include("baton.workspace.disputes.urls")),
    path("", include("baton.workspace.procedure.urls")),
    path("", include("baton.workspace.importing.urls")),
    path("", include("baton.workspace.reports.urls")),
    path("", include("baton.workspace.saved.urls")),
    path("", include("baton.workspace.setup.urls")),
    path("", include("baton.workspace.tour.urls")),
]
