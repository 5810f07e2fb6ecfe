// queue.js: the hall's devices: calls read aloud when asked for, the kiosk goes back to its first page by itself.
"use strict";
(() => {
  // <button data-say>: the words of new calls (data-call) are spoken by the browser's own voice from then on.
  const button = document.querySelector("button[data-say]");
  if (button && "speechSynthesis" in window) {
    const calls = () => [...document.querySelectorAll("[data-call]")];
    let said = null;
    const say = (text) => {
      const words = new SpeechSynthesisUtterance(text);
      words.lang = button.lang === "en" ? "en-GB" : "vi-VN";
      speechSynthesis.speak(words);
    };
    const listen = () => {
      for (const call of calls().reverse()) {
        if (said.has(call.dataset.call)) continue;
        say(call.textContent);
      }
      said = new Set(calls().map((call) => call.dataset.call));
    };
    button.hidden = false;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      if (!on) { speechSynthesis.cancel(); return; }
      said = new Set();
      listen();
    });
    document.addEventListener("renewed", () => { if (button.getAttribute("aria-pressed") === "true") listen(); });
  }

  // A phone in a pocket trembles when its number is called.
  const isCalled = () => document.querySelector(".numeral.calling") !== null;
  let called = isCalled();
  document.addEventListener("renewed", () => {
    if (isCalled() && !called) {
      navigator.vibrate?.([300, 150, 300]);
      document.title = document.querySelector("h1").textContent;
    }
    called = isCalled();
  });

  // <a data-back="25">: after so many seconds without a touch the machine is ready for the next person; it prints first.
  const back = document.querySelector("a[data-back]");
  if (back) {
    if (document.querySelector(".slip") && !sessionStorage.getItem(location.pathname)) {
      sessionStorage.setItem(location.pathname, "printed");
      addEventListener("load", () => print());
    }
    let timer = 0;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => back.click(), Number(back.dataset.back) * 1000);
    };
    for (const name of ["pointerdown", "keydown", "scroll"]) addEventListener(name, wait, { passive: true });
    wait();
  }
})();
