"""The page on which a grid worker logs a service, with or without a signal, and what makes it an app (记一笔)."""
