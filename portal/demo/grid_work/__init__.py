"""The demo county's year of work on the ground as frozen values, and how it is written: service logs, tasks and rounds,
events, social organisations with their services. The same county, seed and day always make the same year."""
