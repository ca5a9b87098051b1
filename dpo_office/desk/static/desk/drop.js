// A mail that is dropped on such a form, or chosen in it, goes at once; without this a button does it.
document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("form[data-drop]").forEach((form) => {
    const input = form.querySelector("input[type=file]");
    const over = (on) => (event) => {
      event.preventDefault();
      form.classList.toggle("over", on);
    };
    form.classList.add("lively");
    form.addEventListener("dragover", over(true));
    form.addEventListener("dragleave", over(false));
    form.addEventListener("drop", (event) => {
      over(false)(event);
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      form.requestSubmit();
    });
    input.addEventListener("change", () => input.files.length && form.requestSubmit());
  });
});
