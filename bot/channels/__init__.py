"""Where people meet the assistant: one file per channel behind one contract."""
