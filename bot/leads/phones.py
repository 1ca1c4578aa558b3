"""Vietnamese phone numbers: one form to keep, one to read, one to show.

The library that knows them is loaded for the first number, not at the start.
"""

from __future__ import annotations

_REGION = "VN"


class BadPhoneError(ValueError):
    """The text is not a phone number that exists. The message does not repeat it."""


def parse_phone(text: str) -> str:
    """Return the phone number in `text` as E.164 (`+84912345678`).

    Raises:
        BadPhoneError: it is not a number that can be called.
    """
    import phonenumbers

    try:
        number = phonenumbers.parse(text, _REGION)
    except phonenumbers.NumberParseException as error:
        raise BadPhoneError("not a phone number") from error
    if not phonenumbers.is_valid_number(number):
        raise BadPhoneError("not a phone number that can be called")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def national(phone: str) -> str:
    """Return an E.164 number as it is dialled in Viet Nam (`0912 345 678`)."""
    import phonenumbers

    number = phonenumbers.parse(phone, _REGION)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def mask(phone: str) -> str:
    """Return an E.164 number with only its first and last three digits (`091••••678`)."""
    digits = "".join(character for character in national(phone) if character.isdigit())
    return f"{digits[:3]}{'•' * (len(digits) - 6)}{digits[-3:]}"
