// Dates as Slack writes them.

const two = (number) => String(number).padStart(2, "0");
const DAY_MS = 86_400_000;

function ordinal(day) {
  if (day >= 11 && day <= 13) return `${day}th`;
  return `${day}${["th", "st", "nd", "rd"][day % 10] || "th"}`;
}

const startOfDay = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());
const daysFromToday = (date) => Math.round((startOfDay(date) - startOfDay(new Date())) / DAY_MS);
const month = (date, style) => date.toLocaleDateString("en-US", { month: style });

/** The date of a message timestamp ("1700000000.000100"). */
export const dateOf = (ts) => new Date(Number.parseFloat(ts) * 1000);

/** "3:07 PM" */
export function clockTime(date) {
  return date.toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" });
}

/** "Today", "Yesterday", "Tuesday, November 24th": the text of a date divider. */
export function dayTitle(date) {
  const away = daysFromToday(date);
  if (away === 0) return "Today";
  if (away === -1) return "Yesterday";
  const weekday = date.toLocaleDateString("en-US", { weekday: "long" });
  const year = date.getFullYear() === new Date().getFullYear() ? "" : `, ${date.getFullYear()}`;
  return `${weekday}, ${month(date, "long")} ${ordinal(date.getDate())}${year}`;
}

/** A key that is equal for messages of one calendar day. */
export const dayKey = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

/** "Tuesday, November 24, 2026 at 3:07:09 PM", for tooltips. */
export function fullTime(date) {
  return `${date.toLocaleDateString("en-US", { dateStyle: "full" })} at ${date.toLocaleTimeString("en-US")}`;
}

/** "5 minutes ago" / "in 2 hours" */
export function ago(date) {
  const seconds = Math.round((date - Date.now()) / 1000);
  const format = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  for (const [unit, size] of [
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
  ]) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return Math.abs(seconds) < 10 ? "just now" : format.format(seconds, "second");
}

const pretty = (date, plain) => ({ "-1": "yesterday", 0: "today", 1: "tomorrow" })[daysFromToday(date)] || plain;

const TOKENS = {
  date_num: (date) => dayKey(date),
  date_slash: (date) => `${two(date.getMonth() + 1)}/${two(date.getDate())}/${date.getFullYear()}`,
  date: (date) => `${month(date, "long")} ${ordinal(date.getDate())}, ${date.getFullYear()}`,
  date_short: (date) => `${month(date, "short")} ${date.getDate()}, ${date.getFullYear()}`,
  date_long: (date) => `${date.toLocaleDateString("en-US", { weekday: "long" })}, ${TOKENS.date(date)}`,
  date_pretty: (date) => pretty(date, TOKENS.date(date)),
  date_short_pretty: (date) => pretty(date, TOKENS.date_short(date)),
  date_long_pretty: (date) => pretty(date, TOKENS.date_long(date)),
  day_divider_pretty: (date) => pretty(date, dayTitle(date)),
  time: (date) => clockTime(date),
  time_secs: (date) => date.toLocaleTimeString("en-US"),
  ago: (date) => ago(date),
};

/** A `<!date^…>` format such as "{date_short} at {time}"; null when a token or the time is not known. */
export function formatDate(seconds, format) {
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return null;
  let known = true;
  const text = format.replace(/\{([a-z_]+)\}/g, (whole, token) => {
    if (!Object.hasOwn(TOKENS, token)) {
      known = false;
      return whole;
    }
    return TOKENS[token](date);
  });
  return known ? text : null;
}
