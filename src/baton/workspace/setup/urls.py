"""Set up: people, posts, offices, stand-ins, teams, closure days; accounts; what is missing."""

from django.urls import path

from baton.workspace.setup import accounts, changing, releasing, retention, tokens, views

urlpatterns = [
    path("set-up", views.overview),
    path("set-up/accounts", accounts.accounts),
    path("set-up/accounts/new", accounts.new),
    path("set-up/accounts/<int:seat>/token", tokens.new),
    path("set-up/tokens", tokens.tokens),
    path("set-up/tokens/<int:token>/revoke", tokens.end),
    path("set-up/accounts/<int:seat>/<str:what>", accounts.one),
    path("set-up/retention", retention.kept_how_long),
    path("set-up/retention/hold", retention.hold),
    path("set-up/retention/<str:hold>/release", retention.release),
    path("set-up/release", releasing.release),
    path("set-up/<str:change>", changing.change),
]
