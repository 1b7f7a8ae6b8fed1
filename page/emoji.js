// Emoji: shortcodes, the drawn set (status signs look the same on every machine), and text with emoji in it.
import { h } from "./dom.js";
import { picture } from "./icons.js";

// name=character, in groups for the picker.
const GROUPS = [
  [
    "Status",
    "white_check_mark=✅ heavy_check_mark=✔️ ballot_box_with_check=☑️ x=❌ negative_squared_cross_mark=❎ warning=⚠️ no_entry=⛔ no_entry_sign=🚫 stop_sign=🛑 octagonal_sign=🛑 information_source=ℹ️ question=❓ grey_question=❔ exclamation=❗ heavy_exclamation_mark=❗ bangbang=‼️ large_green_circle=🟢 large_yellow_circle=🟡 large_orange_circle=🟠 red_circle=🔴 large_blue_circle=🔵 large_purple_circle=🟣 white_circle=⚪ black_circle=⚫ large_green_square=🟩 large_yellow_square=🟨 large_red_square=🟥 large_blue_square=🟦 white_large_square=⬜ black_large_square=⬛ small_blue_diamond=🔹 small_orange_diamond=🔸 rotating_light=🚨 bell=🔔 no_bell=🔕 sos=🆘 ok=🆗 new=🆕 up=🆙 100=💯 checkered_flag=🏁 triangular_flag_on_post=🚩 white_flag=🏳️",
  ],
  [
    "Controls",
    "arrow_forward=▶️ arrow_backward=◀️ fast_forward=⏩ rewind=⏪ double_vertical_bar=⏸️ pause_button=⏸️ black_square_for_stop=⏹️ stop_button=⏹️ black_right_pointing_double_triangle_with_vertical_bar=⏭️ next_track_button=⏭️ previous_track_button=⏮️ black_right_pointing_triangle_with_double_vertical_bar=⏯️ record_button=⏺️ leftwards_arrow_with_hook=↩️ arrow_right_hook=↪️ arrow_right=➡️ arrow_left=⬅️ arrow_up=⬆️ arrow_down=⬇️ arrow_upper_right=↗️ arrow_lower_right=↘️ arrows_counterclockwise=🔄 arrows_clockwise=🔃 repeat=🔁 twisted_rightwards_arrows=🔀 heavy_plus_sign=➕ heavy_minus_sign=➖ one=1️⃣ two=2️⃣ three=3️⃣ four=4️⃣ five=5️⃣ six=6️⃣ seven=7️⃣ eight=8️⃣ nine=9️⃣ keycap_ten=🔟 zero=0️⃣",
  ],
  [
    "Work",
    "book=📖 open_book=📖 books=📚 notebook=📓 ledger=📒 blue_book=📘 green_book=📗 orange_book=📙 bookmark=🔖 page_facing_up=📄 page_with_curl=📃 scroll=📜 clipboard=📋 memo=📝 pencil=📝 pencil2=✏️ lower_left_ballpoint_pen=🖊️ paperclip=📎 pushpin=📌 round_pushpin=📍 link=🔗 bar_chart=📊 chart_with_upwards_trend=📈 chart_with_downwards_trend=📉 calendar=📆 date=📅 stopwatch=⏱️ timer_clock=⏲️ hourglass=⌛ hourglass_flowing_sand=⏳ clock1=🕐 clock3=🕒 alarm_clock=⏰ file_folder=📁 open_file_folder=📂 card_index_dividers=🗂️ file_cabinet=🗄️ wastebasket=🗑️ lock=🔒 unlock=🔓 closed_lock_with_key=🔐 key=🔑 hammer=🔨 wrench=🔧 hammer_and_wrench=🛠️ nut_and_bolt=🔩 gear=⚙️ toolbox=🧰 shield=🛡️ package=📦 inbox_tray=📥 outbox_tray=📤 email=✉️ envelope=✉️ incoming_envelope=📨 mega=📣 loudspeaker=📢 speech_balloon=💬 thought_balloon=💭 computer=💻 desktop_computer=🖥️ keyboard=⌨️ floppy_disk=💾 cd=💿 battery=🔋 electric_plug=🔌 satellite_antenna=📡 globe_with_meridians=🌐 mag=🔍 mag_right=🔎 bulb=💡 bug=🐛 test_tube=🧪 microscope=🔬 robot_face=🤖 robot=🤖 brain=🧠 receipt=🧾 label=🏷️ ticket=🎫 construction=🚧 fire_extinguisher=🧯 ambulance=🚑 pager=📟 telephone_receiver=📞 phone=☎️ calling=📲 iphone=📱 ghost=👻 ladder=🪜 compass=🧭 dart=🎯 trophy=🏆 crystal_ball=🔮",
  ],
  [
    "People",
    "smile=😄 slightly_smiling_face=🙂 grinning=😀 grin=😁 joy=😂 rolling_on_the_floor_laughing=🤣 blush=😊 wink=😉 sunglasses=😎 thinking_face=🤔 neutral_face=😐 confused=😕 worried=😟 cry=😢 sob=😭 scream=😱 sweat_smile=😅 sweat=😓 sleeping=😴 face_palm=🤦 facepalm=🤦 shrug=🤷 heart=❤️ green_heart=💚 broken_heart=💔 +1=👍 thumbsup=👍 -1=👎 thumbsdown=👎 wave=👋 raised_hands=🙌 clap=👏 pray=🙏 muscle=💪 ok_hand=👌 point_right=👉 point_left=👈 point_up=☝️ point_down=👇 raised_hand=✋ hand=✋ handshake=🤝 eyes=👀 bust_in_silhouette=👤 busts_in_silhouette=👥 technologist=🧑‍💻 firefighter=🧑‍🚒 tada=🎉 confetti_ball=🎊 partying_face=🥳 rocket=🚀 fire=🔥 boom=💥 zap=⚡ sparkles=✨ star=⭐ star2=🌟 dizzy=💫 snowflake=❄️ sunny=☀️ cloud=☁️ rainbow=🌈 coffee=☕ beers=🍻 pizza=🍕 palm_tree=🌴 turtle=🐢 snail=🐌 whale=🐳 elephant=🐘 snake=🐍 crab=🦀 skull=💀 skull_and_crossbones=☠️ see_no_evil=🙈 speak_no_evil=🙊",
  ],
];

const BY_NAME = new Map();
const NAME_OF = new Map();
const PICKER = GROUPS.map(([title, words]) => [
  title,
  words.split(" ").map((word) => {
    const at = word.indexOf("=");
    const entry = { name: word.slice(0, at), char: word.slice(at + 1) };
    BY_NAME.set(entry.name, entry.char);
    if (!NAME_OF.has(entry.char)) NAME_OF.set(entry.char, entry.name);
    return entry;
  }),
]);

const white = {
  fill: "none",
  stroke: "#fff",
  "stroke-width": "2.2",
  "stroke-linecap": "round",
  "stroke-linejoin": "round",
};
const disc = (fill, edge) => [
  ["circle", { cx: 10, cy: 10, r: 8, fill, stroke: edge, "stroke-width": 1 }],
  ["ellipse", { cx: 10, cy: 6.2, rx: 4.6, ry: 2.6, fill: "#fff", opacity: 0.28 }],
];
const square = (fill) => [["rect", { x: 2, y: 2, width: 16, height: 16, rx: 3, fill }]];
const key = (d) => [...square("#3b88c3"), ["path", { d, fill: "#fff" }]];

const ART = {
  "🟢": disc("#2eb67d", "#1f8a5e"),
  "🟡": disc("#f2c744", "#c99a1d"),
  "🔴": disc("#e0363c", "#b0212a"),
  "🟠": disc("#f08a33", "#c4661a"),
  "🔵": disc("#3b88e0", "#2668b4"),
  "🟣": disc("#9b59d0", "#7a3fab"),
  "⚪": disc("#eef0f2", "#9aa3ab"),
  "⚫": disc("#3a3f45", "#22262a"),
  "🟩": square("#2eb67d"),
  "🟨": square("#f2c744"),
  "🟥": square("#e0363c"),
  "🟦": square("#3b88e0"),
  "✅": [...square("#2ba56f"), ["path", { d: "m5.5 10.5 3 3 6-7", ...white }]],
  "❌": [["path", { d: "m4 4 12 12M16 4 4 16", ...white, stroke: "#dc3545", "stroke-width": "3.4" }]],
  "⚠": [
    [
      "path",
      {
        d: "M10 2.2 18.6 17.2H1.4Z",
        fill: "#f5c542",
        stroke: "#c9971a",
        "stroke-width": 1,
        "stroke-linejoin": "round",
      },
    ],
    [
      "path",
      { d: "M10 7.5v4.5M10 14.7v.1", fill: "none", stroke: "#3a2b00", "stroke-width": "2", "stroke-linecap": "round" },
    ],
  ],
  "⛔": [
    ["circle", { cx: 10, cy: 10, r: 8, fill: "#dc3545" }],
    ["rect", { x: 5, y: 8.5, width: 10, height: 3, rx: 0.6, fill: "#fff" }],
  ],
  "🛑": [
    ["path", { d: "M6.7 2h6.6L18 6.7v6.6L13.3 18H6.7L2 13.3V6.7Z", fill: "#dc3545" }],
    ["rect", { x: 6.5, y: 6.5, width: 7, height: 7, rx: 1, fill: "#fff" }],
  ],
  ℹ: [...square("#3b88c3"), ["path", { d: "M10 9.2v5M10 5.8v.1", ...white }]],
  "▶": key("M7 5.2v9.6l8-4.8z"),
  "⏸": key("M6.3 5.5h2.6v9H6.3zM11.1 5.5h2.6v9h-2.6z"),
  "⏹": key("M6 6h8v8H6z"),
  "⏭": key("M4.5 5.5v9l4.7-4.5zM9.2 5.5v9l4.7-4.5zM14 5.5h1.7v9H14z"),
  "⏩": key("M4.5 5.5v9l5.5-4.5zM10 5.5v9l5.5-4.5z"),
  "↩": [
    ...square("#3b88c3"),
    ["path", { d: "M8 5 4.7 8.2 8 11.4M5 8.2h6.5a3 3 0 0 1 0 6H8", ...white, "stroke-width": "1.8" }],
  ],
  "🔀": [
    ...square("#3b88c3"),
    [
      "path",
      { d: "M4 6.5h2.5l6 7H16M4 13.5h2.5l6-7H16M14 4.5l2 2-2 2M14 11.5l2 2-2 2", ...white, "stroke-width": "1.6" },
    ],
  ],
};
const ART_PATTERN = new RegExp(`(${Object.keys(ART).join("|")})\\uFE0F?`, "u");

const ALIAS_PATTERN = /:([a-z0-9_+'-]+):(?::skin-tone-[2-6]:)?/;

/** The character of a shortcode, or undefined. */
export function emojiCharacter(name) {
  return BY_NAME.get(name.replace(/::skin-tone-[2-6]$/, ""));
}

/** The shortcode of a character, or undefined. */
export function emojiName(char) {
  return NAME_OF.get(char) || NAME_OF.get(`${char}\uFE0F`);
}

/** One emoji as a node: drawn when it is a status sign, otherwise the machine's own font. */
export function emojiNode(char, name = emojiName(char)) {
  const bare = char.replace(/\uFE0F/g, "");
  const label = name ? `:${name}:` : char;
  if (Object.hasOwn(ART, bare)) {
    return h(
      "span",
      { class: "emoji emoji-art", role: "img", "aria-label": (name || bare).replaceAll("_", " "), title: label },
      picture(ART[bare], "emoji-picture"),
      h("span", { class: "emoji-copy", "aria-hidden": "true" }, char),
    );
  }
  return h("span", { class: "emoji", title: label }, char);
}

/** The node of a shortcode, or the shortcode as text when it is not known. */
export function shortcodeNode(name) {
  const char = emojiCharacter(name);
  return char ? emojiNode(char, name.replace(/::.*$/, "")) : document.createTextNode(`:${name}:`);
}

/** Text with its emoji as nodes: shortcodes (unless switched off) and characters of the drawn set. */
export function emojify(text, shortcodes = true) {
  const out = [];
  let rest = text;
  let plain = "";
  const flush = () => {
    if (plain) out.push(document.createTextNode(plain));
    plain = "";
  };
  while (rest) {
    const art = ART_PATTERN.exec(rest);
    const alias = shortcodes ? ALIAS_PATTERN.exec(rest) : null;
    const hit = !alias || (art && art.index < alias.index) ? art : alias;
    if (!hit) break;
    const known = hit === art || BY_NAME.has(alias[1]);
    const length = known ? hit[0].length : 1 + (hit === alias ? alias[1].length : 0);
    plain += rest.slice(0, hit.index) + (known ? "" : rest.slice(hit.index, hit.index + length));
    if (known) {
      flush();
      out.push(hit === art ? emojiNode(hit[0]) : shortcodeNode(alias[1]));
    }
    rest = rest.slice(hit.index + length);
  }
  plain += rest;
  flush();
  return out;
}

/** The picker's content; `choose(entry)` gets `{name, char}`. */
export function emojiPicker(choose) {
  const field = h("input", {
    type: "search",
    class: "text-field",
    placeholder: "Search emoji",
    "aria-label": "Search emoji",
  });
  const list = h("div", { class: "emoji-grid", role: "listbox", "aria-label": "Emoji" });
  const draw = () => {
    const wanted = field.value.trim().toLowerCase().replaceAll(" ", "_").replaceAll(":", "");
    const seen = new Set();
    list.replaceChildren();
    for (const [title, entries] of PICKER) {
      const found = entries.filter(
        (entry) => entry.name.includes(wanted) && !seen.has(entry.char) && seen.add(entry.char),
      );
      if (found.length === 0) continue;
      list.append(
        h("div", { class: "emoji-group" }, title),
        h(
          "div",
          { class: "emoji-cells" },
          found.map((entry) =>
            h(
              "button",
              {
                type: "button",
                class: "emoji-cell",
                role: "option",
                "aria-label": entry.name.replaceAll("_", " "),
                title: `:${entry.name}:`,
                on: { click: () => choose(entry) },
              },
              emojiNode(entry.char, entry.name),
            ),
          ),
        ),
      );
    }
    if (!list.firstChild) list.append(h("p", { class: "empty-note" }, "No emoji of that name."));
  };
  field.addEventListener("input", draw);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    list.querySelector(".emoji-cell")?.click();
  });
  draw();
  return h("div", { class: "emoji-picker" }, field, list);
}

/** Emoji whose name starts with (then contains) `text`, for completion. */
export function findEmoji(text, limit = 8) {
  const names = [...BY_NAME.keys()];
  const first = names.filter((name) => name.startsWith(text));
  const then = names.filter((name) => !name.startsWith(text) && name.includes(text));
  return [...first, ...then].slice(0, limit).map((name) => ({ name, char: BY_NAME.get(name) }));
}
