"""Personal data (个人信息): what is kept of whom, why and until when, and what each may ask (PIPL 17, 19, 44–50)."""
