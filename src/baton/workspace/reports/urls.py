"""Reports: questions about the service, each with its table; and the record of reads."""

from django.urls import path

from baton.workspace.reports import views

urlpatterns = [
    path("reports", views.today),
    path("reports/rules", views.rules),
    path("reports/waiting", views.waiting),
    path("reports/reads", views.reads),
]
