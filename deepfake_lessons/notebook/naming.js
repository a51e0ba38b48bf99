// Names for those who cannot see the page. The sliders of ipywidgets have a label for the eye only, and a question
// stands above its control without belonging to it. This runs once a page and changes attributes; the one thing that it
// changes for the eye is where JupyterLab breaks printed lines: between words.
(() => {
  if (window.deepfakeLessonsNames) return;
  window.deepfakeLessonsNames = true;
  const style = document.createElement("style");
  style.textContent = ".jp-OutputArea-output pre { word-break: normal !important; overflow-wrap: anywhere; }";
  document.head.append(style);

  const set = (element, name, value) => {
    if (element && value && element.getAttribute(name) !== value) element.setAttribute(name, value);
  };
  const words = (element) => (element ? element.textContent.replace(/[\s\u200b]+/g, " ").trim() : "");
  const visible = (label) => (label && label.style.display !== "none" ? words(label) : "");

  function nameAll() {
    for (const group of document.querySelectorAll(".dl-question")) { // a guess or a recall question: its words first
      set(group, "role", "group");
      set(group, "aria-label", words(group.querySelector("b")));
    }
    for (const box of document.querySelectorAll(".widget-slider, .widget-dropdown, .widget-text, .widget-checkbox")) {
      const asked = words((box.closest(".dl-question") || document.createElement("i")).querySelector("b"));
      const label = box.querySelector(".widget-label");
      if (label && label.title === "null") label.removeAttribute("title"); // ipywidgets 8 writes the word null
      const name = [asked, visible(label)].filter(Boolean).join(", ");
      const readout = box.querySelector(".widget-readout");
      for (const handle of box.querySelectorAll(".noUi-handle")) {
        set(handle, "aria-label", name);
        set(handle, "aria-valuetext", words(readout)); // a slider over powers of ten would say its exponent
      }
      set(readout, "role", "textbox");
      set(readout, "aria-label", name && `${name}, as a number`);
      if (asked) set(box.querySelector("select, input"), "aria-label", name);
    }
  }

  // (a button without words holds a space that cannot break, which counts as a name and says nothing)
  function nameToggles() {
    for (const toggle of document.querySelectorAll(".widget-toggle-button[title]")) {
      if (!words(toggle).replace(/\u00a0/g, "")) set(toggle, "aria-label", toggle.title);
      set(toggle, "aria-pressed", String(toggle.classList.contains("mod-active")));
    }
  }

  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => { waiting = false; nameAll(); nameToggles(); }, 50); // many small changes are answered once
  };
  new MutationObserver(soon).observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["aria-valuetext", "title"],
  });
  nameAll();
  nameToggles();
})();
