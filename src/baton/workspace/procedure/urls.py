"""The procedure: read it clause by clause, explain one clause, see where it applies now."""

from django.urls import path

from baton.workspace.procedure import views

urlpatterns = [path("procedure", views.reader), path("procedure/<str:clause>", views.explain)]
