"""Personal data (个人信息): what is kept of whom, why and until when (PIPL articles 17, 19 and 35)."""
