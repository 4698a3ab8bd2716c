// Whether a note holds a number that reaches a person, or an identity number, however the digits are written. The
// portal looks again (core/personal.py); here the writer is told while he writes.
const SPOKEN = Object.fromEntries([..."〇零一二三四五六七八九幺"].map((sign, at) => [sign, "001234567891"[at]]));
const PHONE = /(?<!\d)(?:86)?1[3-9]\d{9}(?!\d)|(?<!\d)0\d{9,11}(?!\d)/;
const IDENTITY = /(?<!\d)(?:\d{17}[\dX]|\d{15})(?!\w)/i;

export function holdsNumber(note) {
  const digits = note.normalize("NFKC").replace(/[〇零一二三四五六七八九幺]/g, (sign) => SPOKEN[sign]);
  const joined = digits.replace(/(?<=\d)[\s.·—–-]+(?=\d)/g, "");
  return [digits, joined].some((text) => PHONE.test(text) || IDENTITY.test(text));
}
