"""The official calendar (法定节假日与调休): which days are holidays, which weekend days are worked, and who says so.

Weekdays and weekends are not listed: only the days that differ. A year is official once the State Council's notice has
been imported; until then its days are estimated by custom, and pages say so ("按惯例推算").
"""
