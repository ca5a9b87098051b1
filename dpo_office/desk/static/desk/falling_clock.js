// Counts clocks down in the browser from the seconds that the server gave: a wrong clock of this
// machine doesn't matter. A counting figure is silent; at 12, 4 and 1 h left a clock says so.
(() => {
  const SPOKEN = [12, 4, 1].map((hours) => hours * 3600);
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const due = new WeakMap();
  const before = new WeakMap();

  const fill = (words, n, rest) => words.replace("##", rest).replace("#", n);
  const two = (n) => String(n).padStart(2, "0");

  function figure(clock, left) {
    const minutes = `${Math.floor(left / 3600)}:${two(Math.floor(left / 60) % 60)}`;
    const seconds = "seconds" in clock.dataset && !still.matches;
    return seconds ? `${minutes}:${two(left % 60)}` : minutes;
  }

  function lateWords(clock, late) {
    const minutes = Math.floor(late / 60);
    const inHours = minutes >= 60;
    const words = inHours ? clock.dataset.hLate : clock.dataset.minLate;
    return fill(words, inHours ? Math.floor(minutes / 60) : minutes);
  }

  // Text is written only when it changes, so that nothing is read or painted in vain.
  function write(place, text) {
    if (place.textContent !== text) place.textContent = text;
  }

  function draw(clock, left) {
    const late = left <= 0;
    const tone = late ? "late" : left <= SPOKEN[0] ? "soon" : "rest";
    const aloud = fill(clock.dataset.aloud, Math.floor(left / 3600), Math.floor(left / 60) % 60);
    write(clock.querySelector("[data-figure]"), late ? lateWords(clock, -left) : figure(clock, left));
    write(clock.querySelector("[data-words]"), late ? lateWords(clock, -left) : aloud);
    if (late) write(clock.querySelector("[data-until]"), clock.dataset.wasDue);
    clock.className = `desk-falling tone-${tone}`;
    const gone = Math.min(100, 100 * (1 - left / clock.dataset.whole)).toFixed(2);
    clock.querySelector("[data-gone]").style.width = `${gone}%`;
  }

  function speak(clock, left) {
    const passed = SPOKEN.find((mark) => before.get(clock) > mark && left <= mark);
    if (passed) write(clock.querySelector("[data-spoken]"), fill(clock.dataset.speak, passed / 3600));
    before.set(clock, left);
  }

  function tick() {
    for (const clock of document.querySelectorAll("[data-left]")) {
      if (!due.has(clock)) due.set(clock, Date.now() + clock.dataset.left * 1000);
      const left = Math.round((due.get(clock) - Date.now()) / 1000);
      draw(clock, left);
      speak(clock, left);
    }
  }

  document.addEventListener("DOMContentLoaded", tick);
  setInterval(tick, 1000);
})();
