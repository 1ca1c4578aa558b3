"""Telegram: long polling, or a webhook where Telegram can reach the server."""
