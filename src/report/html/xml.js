// XML for reading: cut into tags and texts, folded, colored. What is not well-formed is shown as it came.

/** The tree of a document, with the place of every part in the text; null when its tags do not match. */
function parseXml(text) {
  const root = { children: [] };
  const stack = [root];
  const token = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<![^>]*>|<(\/?)([^\s\/>]+)((?:[^>"']|"[^"]*"|'[^']*')*)>|[^<]+/g;
  let at = 0;
  for (let found; (found = token.exec(text)) !== null;) {
    if (found.index !== at) return null;
    at = token.lastIndex;
    const parent = stack[stack.length - 1];
    const node = { start: found.index, end: at, raw: found[0] };
    if (found[2] === undefined) {
      if (found[0].trim() !== "") parent.children.push(node);
    } else if (found[1]) {
      if (stack.length === 1 || parent.name !== found[2]) return null;
      parent.close = { start: found.index, end: at };
      stack.pop();
    } else {
      node.name = found[2];
      node.rest = found[3];
      node.children = [];
      parent.children.push(node);
      if (!found[3].endsWith("/")) stack.push(node);
    }
  }
  return at === text.length && stack.length === 1 && root.children.some((n) => n.name) ? root : null;
}

/** Places in a text: line and column, both from 1, to an offset. */
function offsetOf(text, line, column) {
  let at = 0;
  for (let n = 1; n < line; n++) {
    at = text.indexOf("\n", at) + 1;
    if (at === 0) return text.length;
  }
  for (let n = 1; n < column && at < text.length; n++) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
}

function tagText(node) {
  const parts = [h("span.x-mark", {}, "<"), h("span.x-tag", {}, node.name)];
  const attribute = /([^\s=]+)(\s*=\s*)("[^"]*"|'[^']*')/g;
  let at = 0;
  for (let found; (found = attribute.exec(node.rest)) !== null;) {
    parts.push(node.rest.slice(at, found.index), h("span.x-attribute", {}, found[1]), found[2],
      h("span.x-value", {}, visible(found[3])));
    at = attribute.lastIndex;
  }
  parts.push(node.rest.slice(at), h("span.x-mark", {}, ">"));
  return parts;
}

function closeTag(name) {
  return [h("span.x-mark", {}, "</"), h("span.x-tag", {}, name), h("span.x-mark", {}, ">")];
}

/**
 * A document as folded lines. Pins are remarks at places of the text: { offset, note }, shown behind the innermost line
 * that holds them.
 */
function prettyXml(root, pins) {
  const left = [...pins];
  const take = (start, end) => {
    const mine = left.filter((pin) => pin.offset >= start && pin.offset < end);
    for (const pin of mine) left.splice(left.indexOf(pin), 1);
    return mine.map((pin) => pin.note());
  };
  const line = (node) => {
    if (!node.name) return h("div.x-line.x-text", {}, visible(node.raw.trim()), take(node.start, node.end));
    const inner = node.children;
    if (inner.every((child) => !child.name)) {
      const end = node.close ? node.close.end : node.end;
      const text = inner.map((child) => visible(child.raw)).join("");
      const close = node.close ? closeTag(node.name) : null;
      return h("div.x-line", {}, tagText(node), h("span.x-text", {}, text), close, take(node.start, end));
    }
    const fold = h("details.x-fold", { open: true });
    const pinned = take(node.start, node.end);
    const lines = inner.map(line);
    const closing = take(node.close.start, node.close.end);
    return put(fold, [
      h("summary", {}, tagText(node), h("span.x-more", { "aria-hidden": "true" }, " … ", closeTag(node.name)), pinned),
      h("div.x-inside", {}, lines),
      h("div.x-line", {}, closeTag(node.name), closing),
    ]);
  };
  const lines = root.children.map(line);
  return h("div.xml", {}, left.map((pin) => h("div.x-line", {}, pin.note())), lines);
}

const RAW_LINES = 2000;
const RAW_LENGTH = 200000;

/** A text as it came, with numbered lines and the pins below theirs. */
function rawText(text, pins) {
  const box = h("div.raw", {});
  const show = (all) => {
    box.textContent = "";
    const cut = all ? text : text.slice(0, RAW_LENGTH);
    const lines = cut.split("\n");
    const shown = all ? lines : lines.slice(0, RAW_LINES);
    let at = 0;
    shown.forEach((line, n) => {
      const end = at + line.length + 1;
      const here = pins.filter((pin) => pin.offset >= at && pin.offset < end);
      box.append(h("div.row" + (here.length > 0 ? ".pinned" : ""), {},
        h("span.number", { "aria-hidden": "true" }, n + 1), h("span.content", {}, visible(line), here.map((pin) => pin.note()))));
      at = end;
    });
    if (cut.length < text.length || shown.length < lines.length) {
      box.append(h("button", { type: "button", onclick: () => show(true) },
        "Show all " + text.length.toLocaleString("en") + " characters"));
    }
  };
  show(false);
  return box;
}

/** A body with its two forms. Opens in the readable one if there is one. */
function bodyView(text, note, pins) {
  if (text === "") return h("p.muted", {}, "The body is empty.");
  const tree = text.length <= RAW_LENGTH ? parseXml(text) : null;
  const area = h("div.body", { tabindex: "0", role: "group", "aria-label": "body" });
  const forms = [];
  if (tree) forms.push(["Readable", () => prettyXml(tree, pins)]);
  forms.push(["As it came", () => rawText(text, pins)]);
  const buttons = forms.map(([label, make], n) => h("button", {
    type: "button",
    onclick: () => {
      area.replaceChildren(make());
      buttons.forEach((button, m) => button.setAttribute("aria-pressed", String(m === n)));
    },
  }, label));
  let remark = -1;
  const nextRemark = () => {
    const all = area.querySelectorAll(".pin");
    if (all.length === 0) return;
    remark = (remark + 1) % all.length;
    for (let at = all[remark].closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
    all[remark].scrollIntoView({ block: "center" });
  };
  const fold = (open) => () => {
    for (const details of area.querySelectorAll("details")) details.open = open;
  };
  const tools = h("div.tools", {}, h("span.switch", {}, buttons),
    tree && h("button.quiet", { type: "button", onclick: fold(false) }, "Fold"),
    tree && h("button.quiet", { type: "button", onclick: fold(true) }, "Unfold"),
    pins.length > 0 && h("button.quiet", { type: "button", onclick: nextRemark }, pins.length === 1 ? "Go to the remark" : "Next of " + pins.length + " remarks"),
    copyButton("Copy", text), note && h("span.muted", {}, note),
    !tree && /^\s*</.test(text) && h("span.muted", {}, text.length > RAW_LENGTH ? "too long to be laid out" : "not well-formed"));
  buttons[0].click();
  return h("div", {}, tools, area);
}
