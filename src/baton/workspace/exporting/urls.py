"""Files for others: returns, inspection lists, reports; and one child's whole record."""

from django.urls import path

from baton.workspace.exporting import views, whole_record

urlpatterns = [
    path("exports", views.kinds),
    path("exports/<slug:export>", views.one),
    path("children/<str:child>/whole-record", whole_record.whole_record),
]
