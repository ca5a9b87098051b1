// Opens the reasons of the clocks where there is room for them.
document.addEventListener("DOMContentLoaded", () => {
  if (window.innerWidth >= 1024) {
    document.querySelectorAll("details[data-open-wide]").forEach((part) => (part.open = true));
  }
});

// Unfold draws some buttons as links without an address; the keyboard has to reach them as well.
document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("a:not([href])[x-on\\:click], a:not([href])[\\@click]").forEach((button) => {
    button.tabIndex = 0;
    button.setAttribute("role", "button");
    button.addEventListener("keydown", (press) => {
      if (press.key !== "Enter" && press.key !== " ") return;
      press.preventDefault();
      button.click();
    });
  });
});
