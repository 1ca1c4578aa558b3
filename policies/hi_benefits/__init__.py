"""What a health insurance card gives, and from which day (*quyền lợi, giá trị thẻ BHYT*)."""
