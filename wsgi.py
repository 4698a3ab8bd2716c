"""What the web server serves and what `flask --app wsgi` finds."""

from portal.application import create_app

app = create_app()
