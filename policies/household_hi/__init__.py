"""Household health insurance (*bảo hiểm y tế hộ gia đình*) and the groups with support."""
