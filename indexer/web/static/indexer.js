// What is better with a little script: keys to move by. Every page works without it.
"use strict";

(() => {
  const stops = [...document.querySelectorAll("[data-stop]")];
  const keys = document.getElementById("keys");
  const opener = document.querySelector("[data-keys]");
  let at = -1;

  const isTyping = (target) => target.matches("input, textarea, select, [contenteditable]");

  const linkOf = (stop) => (stop.matches("a") ? stop : stop.querySelector("a.place, th a, a"));

  const go = (to) => {
    if (!stops.length) return;
    if (at >= 0) stops[at].classList.remove("here");
    at = Math.max(0, Math.min(stops.length - 1, to));
    const stop = stops[at];
    stop.classList.add("here");
    const target = stop.classList.contains("claim") ? stop : linkOf(stop);
    if (target === stop) stop.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: true });
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    stop.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  };

  // From where the reader is: at a claim that was jumped to, else at the first that can be seen.
  const current = () => {
    if (at >= 0) return at;
    const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const known = named ? stops.indexOf(named) : -1;
    if (known >= 0) return known;
    const seen = stops.findIndex((stop) => stop.getBoundingClientRect().top >= 0);
    return seen < 0 ? stops.length - 1 : seen - 1;
  };

  const follow = (rel) => document.querySelector(`a[rel~="${rel}"]`)?.click();

  const actions = {
    "/": () => {
      const box = document.querySelector("main .box") ?? document.getElementById("find");
      box?.focus();
      box?.select();
    },
    j: () => go(current() + 1),
    k: () => go(current() - 1),
    n: () => follow("next"),
    p: () => follow("prev"),
    "?": () => keys.showModal(),
    Enter: (event) => {
      if (at >= 0 && event.target === stops[at]) linkOf(stops[at])?.click();
      else return true;
    },
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || keys.open) return;
    if (isTyping(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const action = Object.hasOwn(actions, event.key) && actions[event.key];
    if (action && !action(event)) event.preventDefault();
  });

  // A finger has no hover: a touched claim shows its sources.
  document.addEventListener("click", (event) => {
    const claim = event.target.closest(".claim");
    if (!claim || event.target.closest("a")) return;
    claim.setAttribute("tabindex", "-1");
    claim.focus({ preventScroll: true });
  });

  if (opener) {
    opener.hidden = false;
    opener.addEventListener("click", (event) => {
      event.preventDefault();
      keys.showModal();
    });
  }

  // On a narrow screen what folds is folded at first.
  if (matchMedia("(max-width: 60rem)").matches) {
    for (const fold of document.querySelectorAll(".fold")) fold.open = false;
  }
})();
