"""Reports: questions about the service, each with its table; and the record of reads."""

from django.urls import path

from baton.workspace.reports import auditing, views

urlpatterns = [
    path("reports", views.today),
    path("reports/reads", views.reads),
    path("reports/audit", auditing.audit),
    path("reports/<slug:question>", views.ask),
]
