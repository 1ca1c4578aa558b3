"""What keeps personal data unreadable."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from bot.settings import Settings
from bot.store.vault import UnreadableError, Vault, fresh_keys

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


def test_what_is_encrypted_can_be_read_again_and_looks_different_each_time() -> None:
    vault = Vault([NEW], "hash key")
    first, second = vault.encrypt("0912345678"), vault.encrypt("0912345678")
    assert first != second
    assert vault.decrypt(first) == vault.decrypt(second) == "0912345678"


def test_after_a_rotation_both_keys_read_and_the_first_writes() -> None:
    written_before = Vault([OLD], "hash key").encrypt("số cũ")
    rotated = Vault([NEW, OLD], "hash key")
    assert rotated.decrypt(written_before) == "số cũ"
    assert Vault([NEW], "hash key").decrypt(rotated.encrypt("số mới")) == "số mới"


def test_a_lost_key_is_said_and_not_the_value() -> None:
    token = Vault([OLD], "hash key").encrypt("0912345678")
    with pytest.raises(UnreadableError, match="ANSINH_PHONE_KEY"):
        Vault([NEW], "hash key").decrypt(token)


def test_a_fingerprint_depends_on_the_text_and_the_key() -> None:
    vault = Vault([NEW], "one")
    assert vault.fingerprint("a") == vault.fingerprint("a")
    assert vault.fingerprint("a") != vault.fingerprint("b")
    assert vault.fingerprint("a") != Vault([NEW], "two").fingerprint("a")


def test_fresh_keys_make_settings_and_a_vault() -> None:
    values = {name.removeprefix("ANSINH_").lower(): key for name, key in fresh_keys().items()}
    values["phone_key"] += f", {OLD},"
    vault = Vault.from_settings(Settings(_env_file=None, **values))  # type: ignore[arg-type]
    assert vault.decrypt(Vault([OLD], "any").encrypt("x")) == "x"
    assert len(set(fresh_keys().values()) | set(fresh_keys().values())) == 6
