"""The signed webhook pair: any other program as a channel, by the Standard Webhooks scheme."""
