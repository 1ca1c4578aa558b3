"""Lists to look things up in: staff, the audit, questions nobody has answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette_admin import BooleanField, DateTimeField, IntegerField, RequestAction, StringField
from starlette_admin.contrib.sqla import ModelView
from starlette_admin.fields import BaseField
from starlette_admin.filters import FilterGroup
from starlette_admin.types import Formatter, RowActionsPosition

from bot.console.access import OFFICE, allowed
from bot.console.words import ACTIONS, ROLES, SUBJECTS, moment
from bot.store import staff
from bot.store.models import Audit, Role, Staff, Unanswered
from bot.store.store import Store


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
    row_actions_position = RowActionsPosition.AFTER_COLUMNS
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


def _text(name: str, label: str, words: Mapping[Any, str] | None = None) -> BaseField:
    """Return a column of text; with `words`, a value is said by its word."""
    known = words or {}
    return StringField(name, label, filters=[], formatter=_said(lambda _, it: known.get(it, it)))


def _moment(name: str, label: str) -> BaseField:
    """Return a column of moments, empty where there is none."""
    say = _said(lambda _, at: moment(at) if at else "")
    return DateTimeField(name, label, filters=[], formatter=say)


def _said(formatter: Formatter) -> dict[RequestAction, Formatter]:
    return {RequestAction.LIST: formatter}


class StaffList(ReadOnly):
    """Who works here. Accounts are made and changed by `ansinh staff`."""

    key = "staff"
    menu_label = "Tài khoản"
    icon = "fa-solid fa-users"
    roles = frozenset({Role.ADMIN})
    searchable_fields: Sequence[str] = ("login", "name")
    fields: Sequence[BaseField] = (
        IntegerField("id", label="Mã", filters=[]),
        _text("login", "Tên đăng nhập"),
        _text("name", "Họ tên"),
        _text("role", "Vai trò", ROLES),
        BooleanField("active", label="Đang dùng", filters=[]),
        _moment("locked_until", "Tạm khóa đến"),
        _moment("created_at", "Tạo lúc"),
    )


class AuditList(ReadOnly):
    """Who looked at or changed what. Nobody can change it here."""

    key = "audit"
    menu_label = "Nhật ký"
    icon = "fa-solid fa-clipboard-list"
    roles = frozenset({Role.ADMIN})
    searchable_fields: Sequence[str] = ("action", "subject", "subject_id")
    fields: Sequence[BaseField] = (
        IntegerField("id", label="Mã", filters=[]),
        _moment("at", "Lúc"),
        StringField(
            "staff_id",
            label="Ai",
            filters=[],
            getter=lambda request, line: request.state.names.get(line.staff_id, "Hệ thống"),
        ),
        _text("action", "Việc", ACTIONS),
        _text("subject", "Đối tượng", SUBJECTS),
        _text("subject_id", "Số"),
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
        IntegerField("id", label="Mã", filters=[]),
        _moment("at", "Lúc"),
        _text("text", "Câu hỏi"),
        StringField(
            "ranking",
            label="Có thể là",
            filters=[],
            getter=lambda _, row: ", ".join(name for name, _ in row.ranking[:3]),
        ),
    )


def all_lists(store: Store) -> list[ReadOnly]:
    """Return every list, in the order of the menu."""
    return [UnansweredList(store, Unanswered), StaffList(store, Staff), AuditList(store, Audit)]
