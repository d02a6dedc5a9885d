"""Accounts, and the seats that tie an account to a person in an authority. Posts are not kept here: they follow from
the organisation's own journal, so that an office that ends there ends here at the same moment.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models


class AccountManager(BaseUserManager["Account"]):
    def create_account(self, username: str, password: str, name: str) -> Account:
        """A new local account; the password is kept by argon2 only."""
        account = self.model(username=username.strip().lower(), name=name)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A person's way in. It reaches nothing by itself: see `Seat`."""

    username = models.TextField(unique=True)
    name = models.TextField()
    is_active = models.BooleanField(default=True)
    must_change = models.BooleanField(default=False)  # the password is for one sign-in: the person chooses their own
    created = models.DateTimeField(auto_now_add=True)

    objects = AccountManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        db_table = "account"

    def __str__(self) -> str:
        return f"account {self.pk}"

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Nothing is allowed by Django's permissions: `permissions.py` is the only place."""
        return False


class Seat(models.Model):
    """This account is this person in this authority. `duties` are the few things no procedure speaks of: "set up",
    "audit", "procedure", "approval"; each is a post of its own."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="seats")
    authority = models.TextField()
    person = models.TextField()
    duties = ArrayField(models.TextField(), default=list, blank=True)

    class Meta:
        db_table = "account_seat"
        constraints = [
            models.UniqueConstraint(fields=["account", "authority", "person"], name="one_seat_a_person"),
        ]


class Token(models.Model):
    """A way in for a program: one account, in one post of one authority, for some things only, until a moment.

    Only the digest of what the program sends is kept. `post` is the post's key; where the post ends, so does the token.
    """

    digest = models.TextField(unique=True)
    hint = models.TextField()  # its first letters, by which a person tells one from another
    name = models.TextField()  # what it is for
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    authority = models.TextField()
    post = models.TextField()
    scopes = ArrayField(models.TextField())
    issued_at = models.BigIntegerField()
    issued_by = models.TextField()
    expires_at = models.BigIntegerField()
    revoked_at = models.BigIntegerField(null=True)
    revoked_by = models.TextField(default="")
    last_used_at = models.BigIntegerField(null=True)  # to the minute

    class Meta:
        db_table = "api_token"
        indexes = [models.Index(fields=["authority", "issued_at"], name="api_token_of_authority")]


class AccountChange(models.Model):
    """One line for everything that was done to an account in an authority. The program's role may add and read."""

    authority = models.TextField()
    username = models.TextField()
    what = models.TextField()
    by = models.TextField()
    reason = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "account_change"
        indexes = [models.Index(fields=["authority", "at"], name="account_change_at")]


class Clearance(models.Model):
    """A live permission to see one restricted child. `until` null: until it is taken back."""

    authority = models.TextField()
    person = models.TextField()
    child = models.TextField()
    given_at = models.DateTimeField(auto_now_add=True)
    given_by = models.TextField()
    reason = models.TextField()
    until = models.DateTimeField(null=True)
    ended_by = models.TextField(default="")

    class Meta:
        db_table = "clearance"
        indexes = [models.Index(fields=["authority", "person"], name="clearance_of_person")]


class LastLook(models.Model):
    """When a person last said "I have seen these", and last opened their notices, in one authority."""

    authority = models.TextField()
    person = models.TextField()
    at = models.BigIntegerField(null=True)
    notices_at = models.BigIntegerField(null=True)

    class Meta:
        db_table = "last_look"
        constraints = [models.UniqueConstraint(fields=["authority", "person"], name="one_look_a_person")]


class SignInTry(models.Model):
    """A sign-in that did not succeed, counted for a while by name and by address."""

    key = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "sign_in_try"
        indexes = [models.Index(fields=["key", "at"], name="sign_in_try_key")]
