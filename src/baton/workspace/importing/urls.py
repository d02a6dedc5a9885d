"""Import: upload, dry run, apply."""

from django.urls import path

from baton.workspace.importing import views

urlpatterns = [
    path("import", views.upload),
    path("import/done", views.done),
    path("import/<str:token>", views.look),
    path("import/<str:token>/rows.csv", views.rows),
]
