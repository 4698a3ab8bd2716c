"""Tasks and rounds: arranged by the street and communities, done by grid workers (任务与巡查)."""
