"""Lists to look things up in: staff, the audit, questions nobody has answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette_admin import BooleanField, DateTimeField, IntegerField, RequestAction, StringField
from starlette_admin.contrib.sqla import ModelView
from starlette_admin.fields import BaseField
from starlette_admin.filters import FilterGroup

from bot.console.access import OFFICE, allowed
from bot.console.words import ROLES
from bot.store import staff
from bot.store.models import Audit, Role, Staff, Unanswered
from bot.store.store import Store

_READ = (RequestAction.LIST, RequestAction.DETAIL)


class ReadOnly(ModelView):
    """A table that is looked at and never changed here; `roles` may look."""

    roles: frozenset[Role]
    list_template = "console/list.html"
    actions: Sequence[str] = ()
    row_actions: Sequence[str] = ()
    exporters: Sequence[str] = ()
    importers: Sequence[str] = ()
    column_visibility = False
    row_click_navigate = False
    page_size = 25
    fields_default_sort: Sequence[tuple[str, bool]] = (("id", True),)

    def __init__(self, store: Store, model: type[Any]) -> None:
        super().__init__(model)
        self._store = store

    def is_accessible(self, request: Request) -> bool:
        """Say whether the role of who signed in is one of `roles`."""
        return allowed(request, self.roles)

    def can_view_detail(self, request: Request) -> bool:  # noqa: ARG002 - the library's own
        """Nothing has more to it than its row."""
        return False

    can_create = can_edit = can_delete = can_export = can_import = can_view_detail

    async def find_all(
        self,
        request: Request,
        skip: int = 0,
        limit: int = 100,
        q: str | None = None,
        sorts: Sequence[tuple[str, str]] | None = None,
        filters: FilterGroup | None = None,
    ) -> Sequence[Any]:
        """Return a page of rows."""
        async with self._store.read() as session:
            request.state.session = session
            members = await staff.members(session)
            request.state.names = {member.id: member.name for member in members}
            found: Sequence[Any] = await super().find_all(request, skip, limit, q, sorts, filters)
            return found

    async def count(
        self, request: Request, q: str | None = None, filters: FilterGroup | None = None
    ) -> int:
        """Return how many rows match."""
        async with self._store.read() as session:
            request.state.session = session
            return await super().count(request, q, filters)


def _as(words: Any) -> dict[RequestAction, Any]:
    """Return a formatter that says a value in words."""
    return dict.fromkeys(_READ, words)


class StaffList(ReadOnly):
    """Who works here. Accounts are made and changed by `ansinh staff`."""

    key = "staff"
    menu_label = "Tài khoản"
    icon = "fa-solid fa-users"
    roles = frozenset({Role.ADMIN})
    searchable_fields: Sequence[str] = ("login", "name")
    fields: Sequence[BaseField] = (
        IntegerField("id", label="Mã"),
        StringField("login", label="Tên đăng nhập"),
        StringField("name", label="Họ tên"),
        StringField("role", label="Vai trò", formatter=_as(lambda _, role: ROLES[role])),
        BooleanField("active", label="Đang dùng"),
        DateTimeField("locked_until", label="Tạm khóa đến"),
        DateTimeField("created_at", label="Tạo lúc"),
    )


class AuditList(ReadOnly):
    """Who looked at or changed what. Nobody can change it here."""

    key = "audit"
    menu_label = "Nhật ký"
    icon = "fa-solid fa-clipboard-list"
    roles = frozenset({Role.ADMIN})
    searchable_fields: Sequence[str] = ("action", "subject", "subject_id")
    fields: Sequence[BaseField] = (
        IntegerField("id", label="Mã"),
        DateTimeField("at", label="Lúc"),
        StringField(
            "staff_id",
            label="Ai",
            getter=lambda request, line: request.state.names.get(line.staff_id, "Hệ thống"),
        ),
        StringField("action", label="Việc"),
        StringField("subject", label="Đối tượng"),
        StringField("subject_id", label="Số"),
    )


class UnansweredList(ReadOnly):
    """What people asked that nobody has written an answer for."""

    key = "unanswered"
    menu_label = "Câu chưa trả lời được"
    icon = "fa-solid fa-circle-question"
    roles = OFFICE | {Role.EDITOR}
    # The text is encrypted: the database can neither search nor sort it.
    searchable_fields: Sequence[str] = ()
    sortable_fields: Sequence[str] = ("id", "at")
    fields: Sequence[BaseField] = (
        IntegerField("id", label="Mã"),
        DateTimeField("at", label="Lúc"),
        StringField("text", label="Câu hỏi"),
        StringField(
            "ranking",
            label="Có thể là",
            getter=lambda _, row: ", ".join(name for name, _ in row.ranking[:3]),
        ),
    )


def all_lists(store: Store) -> list[ReadOnly]:
    """Return every list, in the order of the menu."""
    return [UnansweredList(store, Unanswered), StaffList(store, Staff), AuditList(store, Audit)]
