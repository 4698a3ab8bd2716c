"""What the work on the ground does by itself: late events, questions after four weeks, rounds that come again."""
