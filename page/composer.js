// The message field: formatting, files, emoji, completion, slash commands.
import { post } from "./api.js";
import { fill, h, isCommandEnter } from "./dom.js";
import { icon } from "./icons.js";
import { Completion } from "./completion.js";
import { actionBar, formatBar } from "./composerbars.js";
import { ask } from "./confirm.js";
import { filesProblem, readBase64, sizeText } from "./files.js";
import { emit, store } from "./store.js";
import { toast, toastFailure } from "./toast.js";

/** Pasted text from this length on is offered as a file, as in Slack. */
const LONG_PASTE = 4000;
const drafts = new Map();

/** A composer; `place` is channel or thread. `target` is set by `open`. */
export class Composer {
  constructor(place) {
    this.place = place;
    this.files = [];
    this.busy = false;
    this.field = h("textarea", {
      class: "composer-input",
      rows: "1",
      "aria-label": "Message",
      spellcheck: "true",
      dataset: { testid: place === "channel" ? "composer-input" : "thread-input" },
    });
    this.notice = h("div", { class: "composer-notice", role: "status", hidden: true });
    this.chips = h("div", { class: "chips", hidden: true });
    this.sendButton = h(
      "button",
      {
        type: "button",
        class: "send",
        "aria-label": "Send",
        title: "Send (Enter)",
        disabled: true,
        dataset: { testid: place === "channel" ? "composer-send" : "thread-send" },
        on: { click: () => this.send() },
      },
      icon("send"),
    );
    this.picker = h("input", {
      type: "file",
      multiple: true,
      class: "visually-hidden",
      tabindex: "-1",
      "aria-label": "Files to attach",
      dataset: { testid: place === "channel" ? "composer-file" : "thread-file" },
    });
    this.picker.addEventListener("change", () => {
      this.addFiles([...this.picker.files]);
      this.picker.value = "";
    });
    this.completion = new Completion(this.field, () => this.changed());
    this.box = h("div", { class: "composer-box" }, formatBar(this), this.field, this.chips, actionBar(this));
    this.node = h(
      "div",
      { class: "composer" },
      this.notice,
      this.completion.node,
      this.box,
      h(
        "div",
        { class: "composer-hint", "aria-hidden": "true" },
        h("span", null, h("b", null, "Shift + Enter"), " new line"),
      ),
    );
    this.listen();
  }

  listen() {
    const { field } = this;
    field.addEventListener("input", () => this.changed());
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("paste", (event) => this.paste(event));
    field.addEventListener("blur", () => setTimeout(() => this.completion.close(), 120));
    field.addEventListener("focus", () => this.box.classList.add("has-focus"));
    field.addEventListener("blur", () => this.box.classList.remove("has-focus"));
    this.box.addEventListener("pointerdown", (event) => {
      if (event.target === this.box) setTimeout(() => field.focus());
    });
  }

  /** Points the composer at a channel, or a thread in it, with the draft kept for it. */
  open(channel, threadTs, placeholder) {
    const key = `${channel}:${threadTs || ""}`;
    if (this.targetKey === key) {
      this.field.placeholder = placeholder;
      return;
    }
    this.keepDraft();
    this.targetKey = key;
    this.owner = store.me;
    this.target = { channel, threadTs };
    this.field.placeholder = placeholder;
    this.field.setAttribute("aria-label", placeholder);
    const draft = drafts.get(`${store.me}:${key}`) || { text: "", files: [] };
    this.field.value = draft.text;
    this.files = draft.files;
    this.say(null);
    this.changed();
    this.completion.close();
  }

  keepDraft() {
    if (this.targetKey) drafts.set(`${this.owner}:${this.targetKey}`, { text: this.field.value, files: this.files });
  }

  /** Forgets which channel is open, keeping the draft (before the person changes). */
  leave() {
    this.keepDraft();
    this.targetKey = null;
  }

  changed() {
    this.sendButton.disabled = this.busy || (!this.field.value.trim() && this.files.length === 0);
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, innerHeight * 0.4)}px`;
    this.chips.hidden = this.files.length === 0;
    fill(
      this.chips,
      this.files.map((file, index) =>
        h(
          "span",
          { class: "chip", dataset: { testid: "composer-chip" } },
          icon("file"),
          h("span", { class: "chip-text" }, h("b", null, file.name), h("span", null, sizeText(file.size))),
          h(
            "button",
            {
              type: "button",
              class: "icon-button small",
              "aria-label": `Remove ${file.name}`,
              on: {
                click: () => {
                  this.files.splice(index, 1);
                  this.changed();
                  this.field.focus();
                },
              },
            },
            icon("close"),
          ),
        ),
      ),
    );
    this.completion.update(this.place);
  }

  key(event) {
    if (this.completion.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && (!event.altKey || isCommandEnter(event))) {
      event.preventDefault();
      this.send();
    } else if ((event.metaKey || event.ctrlKey) && !event.shiftKey && ["b", "i"].includes(event.key)) {
      event.preventDefault();
      this.wrap(event.key === "b" ? "*" : "_");
    } else if (event.key === "Escape" && !this.notice.hidden) {
      event.stopPropagation();
      this.say(null);
    }
  }

  /** Puts `mark` around the selection. */
  wrap(mark) {
    const { field } = this;
    const { selectionStart: start, selectionEnd: end } = field;
    const inside = field.value.slice(start, end);
    const block = mark === "```";
    const open = block ? `${start > 0 && field.value[start - 1] !== "\n" ? "\n" : ""}\`\`\`\n` : mark;
    const close = block ? "\n```" : mark;
    this.insert(open + inside + close);
    const at = start + open.length;
    field.setSelectionRange(at, at + inside.length);
  }

  /** Inserts text at the cursor as if typed, so that undo works. */
  insert(text) {
    this.field.focus();
    const done = document.execCommand?.("insertText", false, text);
    if (!done) {
      this.field.setRangeText(text, this.field.selectionStart, this.field.selectionEnd, "end");
      this.changed();
    }
  }

  /** Replaces the text and puts the cursor behind it. */
  set(text) {
    this.field.value = text;
    this.field.focus();
    this.field.setSelectionRange(text.length, text.length);
    this.changed();
  }

  async paste(event) {
    const files = [...(event.clipboardData?.files || [])];
    if (files.length > 0) {
      event.preventDefault();
      this.addFiles(files);
      return;
    }
    const text = event.clipboardData?.getData("text/plain") || "";
    if (text.length < LONG_PASTE) return;
    event.preventDefault();
    const asFile = await ask({
      title: "Attach this as a file?",
      text: `That is a lot of text: ${text.length.toLocaleString("en-US")} characters. A file keeps it in one piece, with its line breaks.`,
      confirm: "Attach as a file",
      deny: "Paste as text",
    });
    if (asFile) this.addFiles([new File([text], "untitled.txt", { type: "text/plain" })]);
    else this.insert(text);
    this.field.focus();
  }

  addFiles(files) {
    const problem = filesProblem([...this.files, ...files]);
    if (problem) {
      toast(problem, "warning");
      return;
    }
    this.files.push(...files);
    this.changed();
    this.field.focus();
  }

  say(text, ...buttons) {
    this.notice.hidden = !text;
    fill(this.notice, text && h("span", null, text), buttons);
  }

  async send() {
    const text = this.field.value.replace(/\s+$/, "");
    if (this.busy || (!text.trim() && this.files.length === 0)) return;
    this.completion.close();
    if (text.startsWith("/") && this.files.length === 0) await this.sendCommand(text);
    else await this.sendMessage(text);
  }

  async sendMessage(text) {
    const { channel, threadTs } = this.target;
    this.setBusy(true);
    let answer;
    try {
      const files = await Promise.all(
        this.files.map(async (file) => ({
          name: file.name,
          mimetype: file.type || "text/plain",
          content_base64: await readBase64(file),
        })),
      );
      answer = await post("message", {
        user: store.me,
        channel,
        text,
        ...(threadTs ? { thread_ts: threadTs } : {}),
        ...(files.length ? { files } : {}),
      });
    } catch (error) {
      answer = { ok: false, error: error.message };
    }
    this.setBusy(false);
    if (answer.ok === false) {
      toastFailure(answer, "Sending the message");
      return;
    }
    emit("sent", { text, files: this.files.length, channel });
    this.clear();
  }

  async sendCommand(text) {
    const name = /^\/\S+/.exec(text)?.[0] || "/";
    const known = store.commands.some((command) => command.command === name);
    if (this.target.threadTs && known) {
      this.say(`${name} is not supported in threads.`);
      return;
    }
    if (!known) {
      this.unknownCommand(name, text);
      return;
    }
    this.setBusy(true);
    const answer = await post("command", { user: store.me, channel: this.target.channel, text });
    this.setBusy(false);
    if (answer.code === "unknown_command") {
      this.unknownCommand(name, text);
    } else if (answer.ok === false) {
      this.say(
        answer.code === "operation_timeout"
          ? `${name} failed with the error "operation_timeout": the app did not answer in time.`
          : `${name} failed: ${answer.error || "no reason given"}`,
      );
    } else {
      emit("commanded", { text });
      this.clear();
    }
  }

  unknownCommand(name, text) {
    this.say(
      `${name} is not a command here. Messages that start with "/" are read as commands.`,
      h(
        "button",
        {
          type: "button",
          class: "button small",
          on: {
            click: () => {
              this.say(null);
              this.sendMessage(` ${text}`);
            },
          },
        },
        "Send as a message",
      ),
    );
  }

  setBusy(busy) {
    this.busy = busy;
    this.sendButton.classList.toggle("is-busy", busy);
    this.sendButton.disabled = busy || !this.field.value.trim();
    this.field.readOnly = busy;
  }

  clear() {
    this.files = [];
    this.say(null);
    this.field.value = "";
    this.changed();
    if (matchMedia("(pointer: fine)").matches || document.activeElement === this.sendButton) this.field.focus();
  }
}
