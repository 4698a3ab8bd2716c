"""A member's own pages: his report, posts, activities, year."""
