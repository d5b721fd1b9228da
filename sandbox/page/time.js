/** Says when something happened, the way people in a chat say it. */

const DAY_MS = 86_400_000;

/** @param {string | number} ts Slack timestamp, seconds with a fraction */
export function toDate(ts) {
  return new Date(Number(ts) * 1000);
}

/** @param {string | number} ts */
export function clock(ts) {
  return toDate(ts).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
}

/** @param {string | number} ts */
export function fullTime(ts) {
  return toDate(ts).toLocaleString([], { dateStyle: "full", timeStyle: "medium" });
}

/** @param {Date} date */
function startOfDay(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** "Today", "Yesterday", or the date. @param {string | number} ts */
export function dayName(ts) {
  const date = toDate(ts);
  const days = Math.round((startOfDay(new Date()) - startOfDay(date)) / DAY_MS);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  return date.toLocaleDateString([], { weekday: "long", month: "long", day: "numeric" });
}

/** @param {string | number} ts */
export function ago(ts) {
  const minutes = Math.floor((Date.now() - toDate(ts).getTime()) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} minute${minutes === 1 ? "" : "s"} ago`;
  return `${dayName(ts)} at ${clock(ts)}`;
}

/** Slack's `<!date^epoch^format|fallback>`. @param {string} epoch @param {string} format @param {string} fallback */
export function dateToken(epoch, format, fallback) {
  const date = toDate(epoch);
  if (Number.isNaN(date.getTime())) return fallback;
  const long = date.toLocaleDateString([], { year: "numeric", month: "long", day: "numeric" });
  const short = date.toLocaleDateString([], { year: "numeric", month: "short", day: "numeric" });
  const pretty = dayName(epoch);
  const relative = pretty === "Today" || pretty === "Yesterday" ? pretty.toLowerCase() : null;
  return format
    .replaceAll("{date_num}", [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((n) => String(n).padStart(2, "0")).join("-"))
    .replaceAll("{date_slash}", date.toLocaleDateString())
    .replaceAll("{date_long_pretty}", relative ?? `${date.toLocaleDateString([], { weekday: "long" })}, ${long}`)
    .replaceAll("{date_short_pretty}", relative ?? short)
    .replaceAll("{date_pretty}", relative ?? long)
    .replaceAll("{date_long}", `${date.toLocaleDateString([], { weekday: "long" })}, ${long}`)
    .replaceAll("{date_short}", short)
    .replaceAll("{date}", long)
    .replaceAll("{time_secs}", date.toLocaleTimeString())
    .replaceAll("{time}", clock(epoch))
    .replaceAll("{ago}", ago(epoch));
}
