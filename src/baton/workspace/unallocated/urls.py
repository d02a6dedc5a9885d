"""Children without a worker: the board and the weekly report."""

from django.urls import path

from baton.workspace.unallocated import views

urlpatterns = [path("unallocated", views.board), path("unallocated/report", views.report)]
