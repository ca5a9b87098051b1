// Opens the reasons of the clocks where there is room for them.
document.addEventListener("DOMContentLoaded", () => {
  if (window.innerWidth >= 1024) {
    document.querySelectorAll("details[data-open-wide]").forEach((part) => (part.open = true));
  }
});
