"""Every setting of the bot. Each is an environment variable `ANSINH_<NAME>` or a line in `.env`."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

_HERE = Path(__file__).resolve().parent
_SHIPPED = (_HERE.parent / "content", _HERE / "_content")
"""Where the content is: beside the packages in a checkout, inside this one in a wheel."""

CONTENT_DIR = next((folder for folder in _SHIPPED if folder.is_dir()), _SHIPPED[0]) / "vi"
PROVINCE = "nghe-an"


class Settings(BaseSettings):
    """How this installation runs. Secrets have no default: `ansinh keys` prints fresh ones."""

    model_config = SettingsConfigDict(env_prefix="ANSINH_", env_file=".env", extra="ignore")

    database_url: str = Field(
        default="sqlite+aiosqlite:///var/ansinh.db",
        description="Where everything is kept: sqlite+aiosqlite:///file or "
        "postgresql+psycopg://user:password@host/name.",
    )
    secret_key: SecretStr = Field(
        description="Signs cookies and forms: any long random text.",
        min_length=32,
    )
    phone_key: SecretStr = Field(
        description="Encrypts phone numbers and unread messages at rest: a Fernet key. "
        "Several, separated by commas, rotate: the first encrypts, all decrypt.",
        min_length=44,
    )
    phone_hash_key: SecretStr = Field(
        description="Keys the hash by which a phone number is found, and the check codes of "
        "calculations: any long random text.",
        min_length=32,
    )
    province: str = Field(default=PROVINCE, description="The province served: a slug.")
    content_dir: Path = Field(
        default=CONTENT_DIR, description="The folder of what the assistant says."
    )
    web_host: str = Field(default="127.0.0.1", description="The address the web server binds.")
    web_port: int = Field(default=8000, ge=0, le=65535, description="The web server's port.")
    public_url: str = Field(
        default="", description="The address citizens see, for links; empty: as requested."
    )
    widget_origins: list[str] = Field(
        default_factory=list,
        description="Sites that may embed the chat widget, as a JSON list of origins.",
    )
    secure_cookies: bool = Field(
        default=True, description="Send cookies over HTTPS only; false on a laptop without TLS."
    )
    telegram_token: SecretStr | None = Field(
        default=None, description="Token of the Telegram bot; empty: Telegram is off."
    )
    telegram_api: str = Field(
        default="https://api.telegram.org",
        description="Telegram's Bot API server; another for a local server or a test.",
    )
    telegram_webhook_secret: SecretStr | None = Field(
        default=None,
        description="What Telegram puts into the header of its requests: long random letters and "
        "digits; empty: the bot asks Telegram for updates instead (polling).",
    )
    zalo_oa_id: str = Field(
        default="", description="Number of the Zalo Official Account; empty: it is off."
    )
    zalo_oa_app_id: str = Field(
        default="", description="Number of the Zalo app that the account is linked to."
    )
    zalo_oa_app_secret: SecretStr | None = Field(
        default=None, description="Secret of that app, with which tokens are renewed."
    )
    zalo_oa_webhook_key: SecretStr | None = Field(
        default=None,
        description="The account's secret key, shown where its webhook is set: signs requests.",
    )
    zalo_oa_requests_per_minute: int = Field(
        default=100, ge=10, description="What the account's package allows."
    )
    zalo_oa_charged_per_month: int = Field(
        default=0,
        ge=0,
        description="How many messages a month the office pays for, 48 hours after a person wrote.",
    )
    zalo_oa_image_url: str = Field(
        default="",
        description="Picture over Zalo's form for sharing a number; empty: asked for in words.",
    )
    zalo_oa_button_template: str = Field(
        default="", description="`template_type` of Zalo messages with buttons; empty: none."
    )
    zalo_oa_api: str = Field(
        default="https://openapi.zalo.me", description="Zalo's open API; another for a test."
    )
    zalo_oa_signin: str = Field(
        default="https://oauth.zaloapp.com",
        description="Where Zalo's tokens are renewed; another for a test.",
    )
    zalo_bot_token: SecretStr | None = Field(
        default=None, description="Token of the Zalo bot; empty: it is off."
    )
    zalo_bot_webhook_secret: SecretStr | None = Field(
        default=None,
        description="What Zalo's Bot Platform puts into its requests' header: 8 to 256 letters.",
    )
    zalo_bot_api: str = Field(
        default="https://bot-api.zaloplatforms.com",
        description="Zalo's Bot Platform; another for a test.",
    )
    webhook_url: str = Field(
        default="",
        description="Where a partner's program takes our messages; empty: that channel is off.",
    )
    webhook_secret_in: SecretStr | None = Field(
        default=None, description="Verifies the partner's requests: whsec_ and base64."
    )
    webhook_secret_out: SecretStr | None = Field(
        default=None, description="Signs our requests to the partner: whsec_ and base64."
    )
    webhook_max_text: int = Field(
        default=2000, ge=100, description="The longest message the partner shows."
    )
    webhook_max_buttons: int = Field(
        default=0, ge=0, description="The most buttons it shows; 0: choices are numbered."
    )
    webhook_voice: bool = Field(
        default=False,
        description="Whether the partner reads messages aloud (a telephone line): they are short.",
    )
    nlu_url: str = Field(
        default="", description="Address of the Rasa service; empty: understand in this process."
    )
    nlu_token: SecretStr | None = Field(
        default=None, description="Token that the Rasa service asks for."
    )
    nlu_timeout_seconds: float = Field(
        default=1.0, gt=0, description="How long to wait for the Rasa service before going without."
    )
    metrics_token: SecretStr | None = Field(
        default=None,
        description="Token that /metrics asks for (Authorization: Bearer …); empty: it answers "
        "this machine only.",
    )
    metrics_port: int = Field(
        default=0,
        ge=0,
        le=65535,
        description="Port on 127.0.0.1 where `ansinh worker` shows its own counters; 0: nowhere.",
    )
    staff_chats: list[str] = Field(
        default_factory=list,
        description="Chats that are told when a citizen waits for a person, as a JSON list of "
        '"channel:chat".',
    )
    in_charge_chats: list[str] = Field(
        default_factory=list,
        description="Chats that are told as well when nobody took it in half an hour.",
    )
    quiet_hours: str = Field(
        default="21:00-07:00",
        description="When no reminder and no broadcast goes out, in Vietnamese time; empty: never. "
        "Replies always go.",
    )
    log_level: str = Field(default="INFO", description="The least level that is logged.")
