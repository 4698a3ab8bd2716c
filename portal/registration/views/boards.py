"""The street's boards: who has reported, who is active, month by month."""
