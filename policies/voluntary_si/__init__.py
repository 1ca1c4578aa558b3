"""Voluntary social insurance (*bảo hiểm xã hội tự nguyện*): contributions and refunds."""
