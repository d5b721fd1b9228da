/** Emoji shortcodes that apps commonly use, and the characters they stand for. */

const TABLE = `
+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ no_entry ⛔ no_entry_sign 🚫 negative_squared_cross_mark ❎
warning ⚠️ rotating_light 🚨 exclamation ❗ bangbang ‼️ question ❓ grey_question ❔ information_source ℹ️ bulb 💡 bell 🔔 no_bell 🔕 mega 📣 loudspeaker 📢 speech_balloon 💬 thought_balloon 💭
tada 🎉 confetti_ball 🎊 sparkles ✨ star ⭐ star2 🌟 fire 🔥 rocket 🚀 zap ⚡ boom 💥 100 💯 trophy 🏆 medal 🏅 first_place_medal 🥇 gift 🎁 balloon 🎈 crown 👑 gem 💎
eyes 👀 eye 👁️ wave 👋 clap 👏 raised_hands 🙌 pray 🙏 muscle 💪 ok_hand 👌 point_right 👉 point_left 👈 point_up ☝️ point_down 👇 handshake 🤝 writing_hand ✍️ raising_hand 🙋 crossed_fingers 🤞 v ✌️
smile 😄 smiley 😃 grin 😁 grinning 😀 joy 😂 slightly_smiling_face 🙂 wink 😉 blush 😊 heart_eyes 😍 thinking_face 🤔 thinking 🤔 neutral_face 😐 confused 😕 disappointed 😞 cry 😢 sob 😭 sweat_smile 😅
sunglasses 😎 nerd_face 🤓 robot_face 🤖 robot 🤖 partying_face 🥳 hugging_face 🤗 upside_down_face 🙃 rolling_eyes 🙄 zipper_mouth_face 🤐 sleeping 😴 scream 😱 rage 😡 angry 😠 exploding_head 🤯 saluting_face 🫡 melting_face 🫠
heart ❤️ orange_heart 🧡 yellow_heart 💛 green_heart 💚 blue_heart 💙 purple_heart 💜 black_heart 🖤 broken_heart 💔 sparkling_heart 💖
memo 📝 pencil 📝 pencil2 ✏️ page_facing_up 📄 page_with_curl 📃 scroll 📜 clipboard 📋 books 📚 book 📖 open_book 📖 closed_book 📕 green_book 📗 blue_book 📘 orange_book 📙 notebook 📓 ledger 📒 bookmark 🔖 bookmark_tabs 📑 newspaper 📰 label 🏷️
file_folder 📁 open_file_folder 📂 card_index_dividers 🗂️ card_file_box 🗃️ file_cabinet 🗄️ wastebasket 🗑️ inbox_tray 📥 outbox_tray 📤 package 📦 email 📧 e-mail 📧 envelope ✉️ incoming_envelope 📨 mailbox 📫 paperclip 📎 pushpin 📌 round_pushpin 📍 scissors ✂️ link 🔗 lock 🔒 unlock 🔓 key 🔑
mag 🔍 mag_right 🔎 hourglass ⌛ hourglass_flowing_sand ⏳ stopwatch ⏱️ alarm_clock ⏰ clock1 🕐 clock3 🕒 calendar 📆 date 📅 spiral_calendar_pad 🗓️ bar_chart 📊 chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 gear ⚙️ wrench 🔧 hammer 🔨 hammer_and_wrench 🛠️ toolbox 🧰 shield 🛡️ test_tube 🧪 microscope 🔬 telescope 🔭
arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️ arrow_down ⬇️ arrows_counterclockwise 🔄 repeat 🔁 leftwards_arrow_with_hook ↩️ arrow_right_hook ↪️ fast_forward ⏩ rewind ⏪ arrow_forward ▶️ black_square_for_stop ⏹️ double_vertical_bar ⏸️ recycle ♻️ heavy_plus_sign ➕ heavy_minus_sign ➖ heavy_multiplication_x ✖️
red_circle 🔴 large_orange_circle 🟠 orange_circle 🟠 large_yellow_circle 🟡 yellow_circle 🟡 large_green_circle 🟢 green_circle 🟢 large_blue_circle 🔵 large_purple_circle 🟣 white_circle ⚪ black_circle ⚫ large_green_square 🟩 large_red_square 🟥 large_yellow_square 🟨 small_blue_diamond 🔹 large_blue_diamond 🔷 small_orange_diamond 🔸 radio_button 🔘
art 🎨 paintbrush 🖌️ lower_left_paintbrush 🖌️ crayon 🖍️ triangular_ruler 📐 straight_ruler 📏 abc 🔤 abcd 🔡 capital_abcd 🔠 1234 🔢 globe_with_meridians 🌐 earth_africa 🌍 earth_americas 🌎 speaker 🔈 camera 📷 movie_camera 🎥 tv 📺 computer 💻 desktop_computer 🖥️ iphone 📱 telephone_receiver 📞 printer 🖨️ keyboard ⌨️ floppy_disk 💾
moneybag 💰 dollar 💵 euro 💶 credit_card 💳 shopping_trolley 🛒 house 🏠 office 🏢 factory 🏭 airplane ✈️ car 🚗 checkered_flag 🏁 triangular_flag_on_post 🚩 white_flag 🏳️ dart 🎯 jigsaw 🧩 game_die 🎲 scales ⚖️ construction 🚧 traffic_light 🚦 stop_sign 🛑 ticket 🎫 performing_arts 🎭 see_no_evil 🙈
bust_in_silhouette 👤 busts_in_silhouette 👥 speaking_head_in_silhouette 🗣️ brain 🧠 ghost 👻 alien 👽 skull 💀 poop 💩 cat 🐱 dog 🐶 unicorn_face 🦄 bug 🐛 bee 🐝 turtle 🐢 sunny ☀️ cloud ☁️ rainbow 🌈 snowflake ❄️ umbrella ☔ seedling 🌱 herb 🌿 four_leaf_clover 🍀 evergreen_tree 🌲 rose 🌹 sunflower 🌻 coffee ☕ tea 🍵 beer 🍺 pizza 🍕 cake 🍰 birthday 🎂 apple 🍎
zero 0️⃣ one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ keycap_ten 🔟 new 🆕 free 🆓 up 🆙 ok 🆗 cool 🆒 sos 🆘 soon 🔜 end 🔚 back 🔙 copyright ©️ registered ®️ tm ™️
`;

/** @type {Map<string, string>} */
const EMOJI = new Map(pairs(TABLE.trim().split(/\s+/)));

const TONES = ["🏻", "🏼", "🏽", "🏾", "🏿"];

/** @param {string[]} words @returns {[string, string][]} */
function pairs(words) {
  /** @type {[string, string][]} */
  const found = [];
  for (let i = 0; i + 1 < words.length; i += 2) found.push([words[i], words[i + 1]]);
  return found;
}

/** The character of a shortcode without its colons, or null. @param {string} name @returns {string | null} */
export function emojiFor(name) {
  return EMOJI.get(name) ?? null;
}

/** The character of `:name:` or `name`; the code itself when it is not known. @param {string} code @param {number} [tone] */
export function emojiText(code, tone) {
  const name = code.replace(/^:|:$/g, "").replace(/::skin-tone-\d$/, "");
  const found = EMOJI.get(name);
  if (!found) return `:${name}:`;
  return tone && tone >= 2 ? found + (TONES[tone - 2] ?? "") : found;
}

/** Shortcodes that start with what was typed. @param {string} typed @param {number} most */
export function emojiStarting(typed, most) {
  return [...EMOJI].filter(([name]) => name.startsWith(typed)).slice(0, most);
}

/** Replaces shortcodes in plain text. @param {string} text */
export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+-]+):(?::skin-tone-([2-6]):)?/g, (whole, name, tone) => (EMOJI.has(name) ? emojiText(name, Number(tone)) : whole));
}
