// motcua.js: livens pages that work without it: topics that changed, drafts, shortcuts, type-ahead, lists by keyboard.
// Nothing here knows a procedure or a state; the markup says what it wants by data-… attributes.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);
  const typing = (node) => node && /^(INPUT|SELECT|TEXTAREA)$/.test(node.tagName) && !/^(checkbox|radio|submit|button)$/.test(node.type);

  // MARK: live parts

  // An element with an id and data-live="topic …" is renewed when one of its topics changed. What somebody is typing in is
  // left alone and renewed when they leave it; ticks, focus and open folds survive.
  const line = one("#line");
  let waiting = new Set(), due = 0, fetching = false, source = null;

  const touched = new WeakSet();
  document.addEventListener("input", (event) => event.target.form && touched.add(event.target.form), true);
  const busy = (part) =>
    (typing(document.activeElement) && part.contains(document.activeElement)) ||
    all("form", part).some((form) => touched.has(form) || form.dataset.kept !== undefined);
  // A page that answers a refused form stands at the form's address; data-address says where it can be asked for again.
  const address = () => one("[data-address]")?.dataset.address || location.href;

  function renew(topic) {
    for (const name of topic.split(" ")) waiting.add(name);
    if (!due) due = setTimeout(take, 120);
  }

  async function take() {
    due = 0;
    if (fetching) { due = setTimeout(take, 120); return; }
    const topics = waiting;
    waiting = new Set();
    const hit = (part) => part.id && part.dataset.live.split(" ").some((topic) => topics.has(topic));
    if (!all("[data-live]").some(hit)) return;
    fetching = true;
    try {
      const answer = await fetch(address(), { headers: { "X-Live": "1" } });
      if (!answer.ok || answer.redirected) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of all("[data-live]").filter(hit)) {
        const now = fresh.getElementById(part.id);
        if (!now) continue;
        if (busy(part)) { one("[data-stale]")?.removeAttribute("hidden"); continue; }
        replace(part, now);
      }
      document.dispatchEvent(new CustomEvent("renewed"));
    } catch { /* the line is told by the stream's own error */ } finally {
      // One page asks at most about once a second, however much happens.
      setTimeout(() => { fetching = false; }, 500 + Math.random() * 200);
    }
  }

  function replace(part, now) {
    const ticked = all("input:checked", part).map((box) => `${box.name}=${box.value}`);
    const open = all("details[open][id]", part).map((fold) => fold.id);
    const active = document.activeElement;
    const focus = part.contains(active) ? active.getAttribute("href") || active.id : null;
    const row = one("tr.at", part)?.dataset.row;
    part.replaceChildren(...now.childNodes);
    for (const box of all("input[type=checkbox]", part)) if (ticked.includes(`${box.name}=${box.value}`)) box.checked = true;
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    if (row) one(`tr[data-row="${CSS.escape(row)}"]`, part)?.classList.add("at");
    if (focus) (one(`a[href="${CSS.escape(focus)}"]`, part) || document.getElementById(focus))?.focus({ preventScroll: true });
  }

  function listen() {
    const topics = new Set(all("[data-live]").flatMap((part) => part.dataset.live.split(" ")));
    if (!topics.size) return;
    const code = new URL(address(), location.href).searchParams.get("code");
    source = new EventSource(`/song?topic=${[...topics].map(encodeURIComponent).join(",")}${code ? `&code=${encodeURIComponent(code)}` : ""}`);
    let lost = false;
    source.onopen = () => {
      if (line) line.hidden = true;
      // What happened while the line was down is fetched now.
      if (lost) renew([...topics].join(" "));
      lost = false;
    };
    source.onmessage = (event) => renew(event.data);
    source.onerror = () => {
      if (!lost && line) {
        one("time", line).textContent = new Date().toTimeString().slice(0, 5);
        line.hidden = false;
      }
      lost = true;
    };
  }
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => { if (event.persisted) listen(); });
  listen();

  // MARK: a ward's line to the city

  const siteLine = one("[data-site-line]");
  if (siteLine) setInterval(async () => {
    try {
      const answer = await fetch("/api/v1/sites/line");
      if (!answer.ok) return;
      const now = await answer.json();
      siteLine.hidden = !now.words;
      if (now.words) one("[data-said]", siteLine).textContent = now.words;
    } catch { /* the server of this house is told by the other bar */ }
  }, 4000);

  // MARK: drafts

  // <form data-draft="name"> is saved while it is typed in, and when the page is left.
  for (const form of all("form[data-draft]")) {
    const said = one("[data-draft-said]", form) || one("[data-draft-said]");
    let timer = 0, changed = false;
    const save = async (leaving) => {
      timer = 0;
      if (!changed) return;
      changed = false;
      const address = form.dataset.draftUrl || `/nhap/${encodeURIComponent(form.dataset.draft)}`;
      const values = [...new FormData(form)].filter(([, value]) => typeof value === "string");
      try {
        const answer = await fetch(address, { method: "POST", body: new URLSearchParams(values), keepalive: leaving });
        if (answer.ok && said) said.textContent = `${said.dataset.draftSaid} ${new Date().toTimeString().slice(0, 8)}`;
        if (!answer.ok) {
          changed = true;
          if (said) said.textContent = said.dataset.draftUnsaved;
        }
      } catch { changed = true; }
    };
    form.addEventListener("input", () => {
      changed = true;
      if (!timer) timer = setTimeout(save, 1200);
    });
    addEventListener("pagehide", () => save(true));
    form.addEventListener("submit", () => { clearTimeout(timer); changed = false; });
  }

  // MARK: shortcuts

  // data-key="a" on a link or button; "?" lists them all. Letters do nothing while somebody types; F-keys do.
  // A key of the page itself goes before the same key of the frame.
  const keyed = () => {
    const nodes = all("[data-key]").filter((node) => node.offsetParent !== null || node.dataset.always !== undefined);
    const own = new Set(nodes.filter((node) => node.closest("main")).map((node) => node.dataset.key));
    return nodes.filter((node) => node.closest("main") || !own.has(node.dataset.key));
  };
  const sheet = one("#keys");
  function press(node) {
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(node.tagName)) { node.focus(); node.select?.(); } else node.click();
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const plain = event.key.length === 1;
    if (event.key === "Escape" && sheet?.open) return sheet.close();
    if (event.key === "Escape" && typing(event.target)) return event.target.blur();
    if (plain && typing(event.target)) return;
    if (event.key === "?" && sheet) { event.preventDefault(); return keys(); }
    const node = keyed().find((node) => node.dataset.key === event.key);
    if (node) { event.preventDefault(); press(node); return; }
    if (event.key === "/") { const box = one("input[type=search]"); if (box) { event.preventDefault(); press(box); } }
    if (event.key === "j" || event.key === "k") move(event.key === "j" ? 1 : -1, event);
    if (event.key === "Enter" && event.target === document.body) { const row = one("tr.at a[href]"); if (row) row.click(); }
    if (event.key === "x") { const box = one("tr.at input[type=checkbox]"); if (box) { box.click(); } }
  });

  function keys() {
    const list = one("dl", sheet);
    all("[data-own]", list).forEach((node) => node.remove());
    for (const node of keyed()) {
      const term = document.createElement("dt"), words = document.createElement("dd");
      term.dataset.own = words.dataset.own = "";
      term.append(Object.assign(document.createElement("kbd"), { textContent: node.dataset.key }));
      words.textContent = (node.dataset.keySays || node.getAttribute("aria-label") || node.labels?.[0]?.textContent || node.textContent).trim();
      list.append(term, words);
    }
    sheet.showModal();
  }
  all("[data-open-keys]").forEach((node) => { node.hidden = false; node.addEventListener("click", keys); });

  // MARK: lists by keyboard

  // j and k go through rows of tables with data-rows; on a page with neighbours they follow rel=next and rel=prev.
  function move(step, event) {
    const rows = all("table[data-rows] tbody tr").filter((row) => one("a[href]", row));
    if (!rows.length) {
      const link = one(step > 0 ? "a[rel=next]" : "a[rel=prev]");
      if (link) { event.preventDefault(); link.click(); }
      return;
    }
    event.preventDefault();
    const at = rows.findIndex((row) => row.classList.contains("at"));
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
    rows.forEach((row) => row.classList.toggle("at", row === next));
    next.scrollIntoView({ block: "nearest" });
    one("a[href]", next).focus({ preventScroll: true });
    document.dispatchEvent(new CustomEvent("row", { detail: next }));
  }
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest?.("table[data-rows] tbody tr");
    if (!row || row.classList.contains("at")) return;
    all("tr.at").forEach((other) => other.classList.remove("at"));
    row.classList.add("at");
    document.dispatchEvent(new CustomEvent("row", { detail: row }));
  });
  // data-tick="group": ticks every box of its table.
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.dataset?.tick === undefined) return;
    all("tbody input[type=checkbox]", box.closest("table")).forEach((other) => { other.checked = box.checked; });
    document.dispatchEvent(new CustomEvent("renewed"));
  });

  // MARK: type-ahead

  // <input data-suggest="/path?q="> asks for <li><a href=…> items and lets them be chosen by arrows and Enter.
  for (const input of all("input[data-suggest]")) {
    const list = document.createElement("ul");
    list.className = "suggest";
    list.id = `${input.id}-list`;
    list.setAttribute("role", "listbox");
    list.hidden = true;
    list.setAttribute("aria-label", input.labels?.[0]?.textContent || "");
    input.after(list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-autocomplete", "list");
    let timer = 0, count = 0, at = -1;
    const options = () => all("[role=option]", list);
    const show = (open) => { list.hidden = !open; input.setAttribute("aria-expanded", String(open)); if (!open) { at = -1; input.removeAttribute("aria-activedescendant"); } };
    const mark = (to) => {
      const items = options();
      at = Math.max(-1, Math.min(items.length - 1, to));
      items.forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
      if (at >= 0) { input.setAttribute("aria-activedescendant", items[at].id); items[at].scrollIntoView({ block: "nearest" }); }
    };
    const ask = async () => {
      const mine = ++count;
      if (!input.value.trim()) return show(false);
      const answer = await fetch(input.dataset.suggest + encodeURIComponent(input.value.slice(0, 200)), { headers: { "X-Live": "1" } }).catch(() => null);
      if (!answer?.ok || mine !== count) return;
      const part = new DOMParser().parseFromString(await answer.text(), "text/html");
      list.replaceChildren(...all("li", part).slice(0, 8));
      options2(list);
      show(options().length > 0);
      mark(0);
    };
    const options2 = (root) => all("li", root).forEach((item, i) => {
      item.setAttribute("role", "option");
      item.id = `${list.id}-${i}`;
      all("a", item).forEach((link) => { link.tabIndex = -1; });
      item.addEventListener("mousedown", (event) => { event.preventDefault(); one("a", item)?.click(); });
    });
    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 90); });
    input.addEventListener("blur", () => setTimeout(() => show(false), 150));
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" && !list.hidden) { event.preventDefault(); mark(at + 1); }
      if (event.key === "ArrowUp" && !list.hidden) { event.preventDefault(); mark(at - 1); }
      if (event.key === "Escape" && !list.hidden) { event.stopPropagation(); show(false); }
      if (event.key === "Enter" && !list.hidden && at >= 0) { event.preventDefault(); one("a", options()[at])?.click(); }
    });
  }

  // MARK: small things

  document.addEventListener("click", (event) => { if (event.target.closest?.("[data-print]")) print(); });
  all("[data-print]").forEach((node) => { node.hidden = false; });
  // A select or box with data-go sends its form at once.
  document.addEventListener("change", (event) => { if (event.target.dataset?.go !== undefined) event.target.form?.requestSubmit(); });
  // Where the server says so, the focus begins: once, and never over what the reader chose.
  if (document.activeElement === document.body) one("[data-focus]")?.focus();
})();
