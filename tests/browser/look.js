// Looks at everything below a root as a person would: is it readable, is it said, can it be reached?
// Gives one sentence for each thing that is wrong. Run by look.py.
(root) => {
  const wrong = [];
  const name = (element) =>
    `<${element.tagName.toLowerCase()} class="${element.getAttribute("class") || ""}"> ` +
    `"${(element.textContent || "").trim().replace(/\s+/g, " ").slice(0, 40)}"`;
  const say = (element, what) => wrong.push(`${what}: ${name(element)}`);

  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, below) =>
    [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => {
      const share = v / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const contrast = (a, b) => {
    const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  };
  function ground(element) {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3]) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
  }

  const isSeen = (element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    element.getClientRects().length > 0;
  const isAloudOnly = (element) => element.closest(".desk-aloud, .sr-only") !== null;

  function judgeText(element) {
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const isIcon = style.fontFamily.includes("Material Symbols");
    const least = element.closest(".desk-axis, svg") ? 11 : 12;
    if (size < least && !isIcon) say(element, `${size} px text`);
    const colour = element.closest("svg") ? style.fill : style.color;
    const below = ground(element);
    const ratio = contrast(over(rgba(colour), below), below);
    const wanted = size >= 24 || isIcon ? 3 : 4.5;
    if (ratio < wanted - 0.01) say(element, `contrast ${ratio.toFixed(2)} of ${wanted}`);
  }

  const words = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  while (words.nextNode()) {
    const element = words.currentNode.parentElement;
    const isWord = words.currentNode.textContent.trim() && !seen.has(element);
    if (isWord && isSeen(element) && !isAloudOnly(element)) {
      seen.add(element);
      judgeText(element);
    }
  }

  // A drawing is either named, or hidden from reading aloud beside words that say the same.
  for (const drawing of root.querySelectorAll("svg, progress, [role=img], .desk-falling-bar")) {
    const label = drawing.getAttribute("aria-label") || drawing.querySelector("title")?.textContent;
    const hidden = drawing.closest("[aria-hidden=true]");
    const beside = hidden?.parentElement.textContent.trim();
    if (!label?.trim() && !beside) say(drawing, "drawing without words");
  }

  const look = (element) => {
    const style = getComputedStyle(element);
    const ring = parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none";
    return { ring, shape: `${style.boxShadow} ${style.borderColor} ${style.outline}` };
  };
  const reachable = "a[href], button, summary, input:not([type=hidden]), select, textarea, [tabindex='0']";
  for (const element of root.querySelectorAll(reachable)) {
    if (!isSeen(element) || element.disabled) continue;
    const without = look(element).shape;
    element.focus({ preventScroll: true });
    const { ring, shape } = look(element);
    if (document.activeElement === element && !ring && shape === without)
      say(element, "no focus ring");
    const named = element.getAttribute("aria-label") || element.textContent.trim() ||
      element.labels?.length || element.title;
    if (!named) say(element, "nothing to read aloud");
    element.blur();
  }

  const ids = [...root.querySelectorAll("input[id], select[id], textarea[id]")].map((e) => e.id);
  ids.filter((id, at) => ids.indexOf(id) !== at).forEach((id) => wrong.push(`id twice: ${id}`));
  return wrong;
};
