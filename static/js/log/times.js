// Days and minutes as they are in the county, whatever the phone is set to.
const ZONE = "Asia/Shanghai";
const DAY = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit" });
const MINUTE = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hour: "2-digit", minute: "2-digit" });
const DAY_MS = 24 * 3600 * 1000;

export const dayOf = (moment) => DAY.format(new Date(moment));
export const minuteOf = (moment) => MINUTE.format(new Date(moment));
export const shifted = (day, by) => new Date(Date.parse(`${day}T00:00Z`) + by * DAY_MS).toISOString().slice(0, 10);
export const dayName = (day) => new Intl.DateTimeFormat(document.documentElement.lang, { timeZone: "UTC", month: "long", day: "numeric", weekday: "short" }).format(new Date(`${day}T00:00Z`));

// What a field for day and time holds, as a moment: the field means the county's time.
export const momentOf = (typed) => new Date(`${typed}:00+08:00`).toISOString();
export const typedOf = (moment) => `${dayOf(moment)}T${minuteOf(moment)}`;

// "{n} 条" with n: texts come from the portal in the language of the page.
export const fill = (text, blanks) => text.replace(/\{(\w+)\}/g, (whole, name) => blanks[name] ?? whole);
