"""One transfer, with all the children it moves."""

from django.urls import path

from baton.workspace.transfer import filling, plan, views

urlpatterns = [
    path("transfers/<str:key>/plan", plan.plan),
    path("transfers/<str:key>", views.transfer),
    path("transfers/<str:key>/readiness", filling.grid),
    path("transfers/<str:key>/told", views.told),
]
