"""What social insurance pays: pension, lump sums, maternity, death, and the social pension."""
