"""What the law says: dated parameters and exact rules."""
