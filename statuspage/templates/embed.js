// The state of a site, in a page of somebody else. It keeps nothing, asks only for embed.json beside
// it, and styles only what is its own. What it cannot read is unknown, never good.
(() => {
  const me = document.currentScript;
  // Language -> what is said of a state that nobody can read.
  const unknown = __UNKNOWN__;
  const { lang, theme } = me.dataset;
  const language = unknown[lang] ? lang : "__OWN__";
  const home = me.src.replace(/embed\.js.*$/, unknown[lang] ? `${lang}/` : "");
  const make = (name, parent) => parent.appendChild(document.createElement(name));
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    ":host{all:initial;display:block;color-scheme:light dark}" +
    "div{font:15px/1.45 system-ui,sans-serif;color:light-dark(#16191a,#eceeed);background:light-dark(#fff,#16191a);border:1px solid light-dark(#d5d9d8,#3a4144);border-inline-start:4px solid var(--c);border-radius:4px;padding:8px 12px;max-width:40em;overflow-wrap:anywhere}" +
    "a{color:inherit}p{margin:0}p+p{margin-top:6px}small{display:block}" +
    "i{float:inline-start;width:16px;height:16px;margin:3px 0;margin-inline-end:6px;background:var(--c);forced-color-adjust:none}"
  );
  root.adoptedStyleSheets = [sheet];
  const box = make("div", root);
  box.dir = "auto";
  box.role = "status";
  host.style.colorScheme = theme ?? "";
  // What stands there without a script.
  const before = me.previousElementSibling;
  if (before?.matches("[data-status]")) before.remove();
  me.after(host);

  let shown;
  const show = (told) => {
    const now = JSON.stringify({ ...told, as_of: 0 });
    // Nobody is told it twice.
    if (now === shown) return;
    shown = now;
    box.lang = told.language;
    box.style.setProperty("--c", `light-dark(${told.colors})`);
    box.replaceChildren();
    for (const one of told.lines) {
      const p = make("p", box);
      if (one.mark) make("i", p).style.clipPath = `path(evenodd,"${one.mark}")`;
      const a = make("a", p);
      a.href = one.url;
      a.textContent = one.text;
      if (one.note) make("small", p).textContent = one.note.replace(/{\w+}/, new Date(one.at).toLocaleString(told.language, { dateStyle: "medium", timeStyle: "short" }));
    }
  };

  const minute = 60000;
  let wait = minute;
  let isDue = true;
  const read = async () => {
    if (document.hidden || !isDue) return;
    isDue = false;
    try {
      const answer = await fetch(`${home}embed.json`, { signal: AbortSignal.timeout(minute / 6) });
      const told = await answer.json();
      if (!(Date.now() - Date.parse(told.as_of) < 10 * minute)) throw 0;
      show(told);
      wait = minute;
    } catch {
      show({ language, colors: "__COLORS__", lines: [{ text: unknown[language], url: home, mark: "__MARK__" }] });
      wait = Math.min(2 * wait, 16 * minute);
    }
    setTimeout(() => read(isDue = true), wait);
  };
  document.addEventListener("visibilitychange", read);
  read();
})();
