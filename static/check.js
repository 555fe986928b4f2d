// "Check this yourself": recomputes in this browser, from the public files alone, what a page says.
// Formats: RFC 6962, C2SP tlog-tiles, tlog-checkpoint and signed-note. docs/checking.md says what it proves.
// page.js, which knows the language and the zone, loads it when somebody asks. Its words are those of the
// page about the record.

const encode = (text) => new TextEncoder().encode(text);
const decode = (data) => new TextDecoder().decode(data);
const parse = (text) => new DOMParser().parseFromString(text, "text/html");
const plain = (text) => text.replace(/\s+/g, " ").trim();
const all = (root, selector) => [...root.querySelectorAll(selector)];
// What is wrong, or cannot be decided, by the name of its words.
const fault = (name, gaps = {}) => Object.assign(Error(name), { gaps });
let faults;
const doubt = (one) => faults.push(one);

async function sha256(...parts) {
  const data = Uint8Array.from(parts.flatMap((part) => [...part]));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", data));
}

// Files of the record. What was read once is there when the network is not.

const kept = new Map();
let base;

async function read(file, name = file, isFresh) {
  if (kept.has(name) && !isFresh) return kept.get(name);
  const answer = await fetch(base + file, { cache: "no-cache" }).catch(() => 0);
  if (answer.status === 404) throw fault("gone", { file });
  if (answer.ok) {
    kept.set(name, new Uint8Array(await answer.arrayBuffer()));
    kept.at = new Date();
  }
  if (!kept.has(name)) throw fault("cannotRead", { file });
  return kept.get(name);
}

async function readHead() {
  const [text, signatures] = decode(await read("checkpoint", "head", true)).split("\n\n");
  const [origin, size, root] = text.split("\n");
  return { origin, size: +size, root: Uint8Array.fromBase64(root).toHex(), text: `${text}\n`, signatures: signatures.split("\n") };
}

async function checkSignature({ origin, text, signatures }, key) {
  const [, name, raw] = key.match(/(.+?)\+.+?\+([\w+/]{44})$/) ?? [];
  // Other names are those of witnesses.
  for (const line of name === origin ? signatures : []) {
    const [, by, signed] = line.split(" ");
    const made = await crypto.subtle.importKey("raw", Uint8Array.fromBase64(raw).slice(1), "Ed25519", false, ["verify"]).catch(() => {
      throw fault("cannotSign");
    });
    if (by === name && await crypto.subtle.verify("Ed25519", made, Uint8Array.fromBase64(signed).slice(4), encode(text))) return;
  }
  throw fault("notSigned", { key });
}

// The name of a tile or a bundle, and its ending, in a row of this width.
function place(number, width) {
  const name = String(1e12 + number).slice(1).replace(/^(000)+(?=\d)/, "").replace(/\d{3}(?=\d)/g, "x$&/");
  return [name, width < 256 * number + 256 ? `.p/${width - 256 * number}` : ""];
}

const readTile = (level, number, width) => read(`tile/${level}/${place(number, width).join("")}`);

// The roots of a tree as it was with `former` entries and as it is with `size`, from its tiles. Those that
// hold the entries wanted are opened, and `leaves` takes the hashes of these.
export async function roots(size, former, wanted, tile, leaves) {
  const node = (left, right) => sha256([1], left, right);
  async function span(first, end) {
    const width = end - first;
    let [level, full, half] = [0, 1, 1];
    for (; full * 256 <= width; full *= 256) level += 1;
    while (half * 2 < width) half *= 2;
    const isCut = (first < former && former < end) || (level && wanted.some((one) => first <= one && one < end));
    if (width === full && !isCut) {
      const at = first / full;
      const row = await tile(level, at >> 8, Math.floor(size / full));
      const now = row.slice(at % 256 * 32).slice(0, 32);
      if (!level) leaves.set(first, now.toHex());
      return [end <= former && now, now];
    }
    const [[before, now], [rest, more]] = [await span(first, first + half), await span(first + half, end)];
    return [rest ? await node(before, rest) : before, await node(now, more)];
  }
  return span(0, size);
}

// An entry by its number: its bytes must be the leaf of the tree, each text the one it commits to.
async function readEntry(entry, size, leaf) {
  if (entry >= size) throw fault("none", { entry, size });
  const [name, part] = place(entry >> 8, size);
  const bundle = await read(`tile/entries/${name}${part}`);
  let at = 0;
  const end = () => at + 2 + bundle[at] * 256 + bundle[at + 1];
  for (let before = entry % 256; before; before--) at = end();
  const data = bundle.slice(at + 2, end());
  if ((await sha256([0], data)).toHex() !== leaf) throw fault("altered", { entry });
  const told = JSON.parse(decode(data));
  const { words } = JSON.parse(decode(await read(`words/${name}.json`, name + part))).entries[entry % 256];
  for (const text in told.hashes) {
    // A text is null once it was erased.
    const word = words[text];
    if (word && (await sha256(Uint8Array.fromHex(word.salt), encode(word.text))).toHex() !== told.hashes[text]) throw fault("otherText", { entry });
    words[text] = word && word.text;
  }
  return { ...told.facts, ...words, "": { ...told, hash: leaf } };
}

// "details.said" is a part of a text in JSON, ".at" one of the entry itself.
function valueOf(entry, path) {
  const [name, ...rest] = path.split(".");
  return rest.reduce((part, key) => part && (part.trim ? JSON.parse(part) : part)[key], entry[name]);
}

// A Markdown text without the signs that give it form; what it is shown as is told by the same rule.
function words(text) {
  const bare = text.replaceAll("\\", "")
    .replace(/<!--[^]*?-->|^ {0,3}\[[^\]]+\]:\s*\S+.*$|^[ >]*[-=*_|:][-=*_|:\s]*$|^[ >]*(`{3,}|~{3,}) *(\S*|.*=.*)$|(?<=\])(\((?:[^()\n]|\([^()]*\))*\)|\[[^\]]*\])|!(?=\[)|<(?=\w+:|\S+@)/gm, "")
    .replace(/(?<=^[\s>*+\-\d.)#[\]]*)([*+>-]|\d{1,9}[.)])(?=\s|$)|(?<=[:@][^\s<]*)>/gm, " ")
    .replace(/&#?\w+;/g, (sign) => parse(sign).body.textContent);
  return plain(bare.replace(/[*_~`#[\]]/g, "").replace(/[\s|>]+/g, " "));
}

function isTime(tag, value) {
  const told = (options) => new Date(value).toLocaleString(language, { timeZone: pageZone, ...options });
  const known = [{ day: "numeric" }, { year: "numeric" }, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }].map(told);
  const text = tag.textContent.replace(/(\d\d:\d\d)[^]*/, "$1");
  return (!tag.dateTime[10] || tag.dateTime === value) && text.match(/\d\d:\d\d|\d+/g).every((one) => known.includes(one))
    && (/^\d\d:\d\d$/.test(text) || text.includes(told({ month: "long" })));
}

// "texts", "figures" or "times" when an element shows these values; else what stands here and there.
export function compared(part, values, names) {
  const shown = part.cloneNode(true);
  // There page.js put the reader's own time.
  for (const one of all(shown, "[data-there]")) one.innerHTML = one.dataset.there;
  for (const one of all(shown, "li, tr, blockquote, pre")) one.prepend(" ");
  const text = plain(shown.textContent);
  const value = plain(`${values[0]}`);
  const times = all(shown, "time");
  if (/^\d{4}-\d\d-\d\dT/.test(value) && values.every((one, at) => isTime(times[at], one))) return "times";
  // Digits alone: languages part them in their own ways.
  if (/^[\d.]+$/.test(value) && +text.match(/\d+/g)?.join(value.includes(".") ? "." : "") === +value) return "figures";
  if (text === value || names[value]?.includes(text)) return "texts";
  const [here, there] = [words(shown.textContent), words(`${values[0]}`)];
  const link = all(shown, "a").map((one) => one.getAttribute("href").replace("mailto:", "")).find((href) =>
    !/^\/\w/.test(href) && ![href, decodeURI(href)].some((one) => value.replaceAll("&amp;", "&").includes(one)));
  if (here === there) return link ? { here: link, there: value } : "texts";
  const [mine, theirs] = [here, there].map((one) => `${one} `.split(" "));
  const from = Math.max(0, mine.findIndex((one, at) => one !== theirs[at]) - 6);
  const cut = (all) => plain(all.slice(from, from + 16).join(" "));
  return { here: cut(mine), there: cut(theirs) };
}

function compareMark(mark, record, names, told) {
  const entry = mark.dataset.record;
  if (mark.dataset.hash !== record[""].hash) throw fault("otherEntry", { entry });
  const own = [mark, ...all(mark, "*")].filter((one) => one.dataset.said && one.closest("[data-record]") === mark);
  if (!own.length) throw fault("unmarked", { entry });
  for (const part of own) {
    const values = part.dataset.said.split(" ").map((path) => valueOf(record, path));
    if (values.includes(null)) continue;
    const found = compared(part, values, names);
    part.classList.add(found.at ? "checked" : "altered");
    if (found.at) told[found] += 1;
    else doubt(fault("differs", { entry, ...found }));
  }
}

async function checkAll(panel, told) {
  if (!isSecureContext) throw fault("cannotHere");
  if (!Uint8Array.fromHex) throw fault("cannotSign");
  const { names, key } = JSON.parse(panel.dataset.facts);
  const { size, origin, root } = Object.assign(told, await readHead());
  const [keyAt, headAt] = [`key of ${origin}`, `head of ${origin}`];
  const [input] = all(panel, "input");
  const linked = !panel.isTyped && decodeURIComponent(location.hash).match(/^#key=(.+)|/)[1];
  if (!panel.isTyped) input.value = localStorage[keyAt] || linked || "";
  const given = localStorage[keyAt] = input.value.trim();
  told.key = given || key;
  panel.dataset.key = given ? "given" : key ? "own" : "none";
  // A link replaces no key that was kept: both must have signed.
  for (const one of new Set([told.key, linked])) if (one) await checkSignature(told, one).catch(doubt);
  const [former, seen] = (localStorage[headAt] ?? "0 ").split(" ");
  const marks = all(document, `main [data-record${panel.entry ? `="${panel.entry}"` : ""}]`);
  const leaves = new Map();
  const [before, now] = await roots(size, +former, marks.map((one) => +one.dataset.record), readTile, leaves);
  if (now.toHex() !== root) doubt(fault("noProof"));
  else if (former > size) doubt(fault("cut", { former, size }));
  else if (before && before.toHex() !== seen) doubt(fault("forked", { former }));
  for (const mark of marks) {
    const entry = +mark.dataset.record;
    await readEntry(entry, size, leaves.get(entry)).then((record) => compareMark(mark, record, names, told)).catch(doubt);
  }
  told.former = former;
  if (!faults.length) localStorage[headAt] = `${size} ${root}`;
}

// The panel, which page.js opens for a link

async function show(panel) {
  const words = JSON.parse(panel.dataset.words);
  faults = [];
  const told = { texts: 0, figures: 0, times: 0 };
  await checkAll(panel, told).catch(doubt);
  panel.dataset.result = faults.some(({ message }) => !message.startsWith("cannot")) ? "bad" : faults.length ? "open" : "good";
  told.result = words[panel.dataset.result];
  told.at = kept.at?.toLocaleString(language);
  told.faults = faults.map(({ message, gaps }) =>
    words[gaps ? message : "form"].replace(/\{(\w+)\}/g, (_, gap) => gaps?.[gap] ?? message)).join("\n");
  for (const slot of all(panel, "[data-show]")) slot.textContent = told[slot.dataset.show];
  document.querySelector(".altered")?.scrollIntoView({ block: "center" });
}

export async function open(link) {
  let panel = document.getElementById("checker");
  if (!panel) {
    const page = parse(await (await fetch(link.href)).text());
    panel = page.querySelector("template").content.firstElementChild;
    document.body.append(panel);
    base = all(panel, "a")[0].href.replace("checkpoint", "");
    const [close, again] = all(panel, "button");
    close.onclick = () => panel.close();
    again.onclick = () => show(Object.assign(panel, { isTyped: true }));
    document.addEventListener("swapped", () => panel.open && show(panel));
  }
  panel.entry = link.dataset.entry;
  panel.show();
  await show(panel);
}
