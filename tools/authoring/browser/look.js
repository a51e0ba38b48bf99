// What a visit asks of the page. Put into every page before anything else runs; never changes what a learner sees.
// A "cell" is a number: its place in the notebook. A "leaf" is one widget with its label and read-out: a slider, a button.
window.lesson = (() => {
  const CONTROLS =
    'button, input, select, textarea, summary, a[href], [role="slider"], [role="button"], .noUi-handle, ' +
    '[contenteditable="true"], [tabindex]:not([tabindex="-1"])';
  const MOVED = 'button, input, select, textarea, [role="slider"]';
  const ASKS = {'.jp-Dialog': 'question', '.jp-Stdin': 'input', '.Toastify__toast': 'notice'};
  const asked = [];
  const words = node => (node ? node.textContent : '').replace(/[\s\u200b]+/g, ' ').trim(); // innerText would lay out the page
  const visible = node => node.getClientRects().length > 0 && getComputedStyle(node).visibility !== 'hidden';
  const off = node => node.disabled || !!node.closest('[disabled], [aria-disabled="true"]');

  // A question may come and go between two looks, so every one is written down when it appears.
  new MutationObserver(changes => {
    for (const change of changes)
      for (const node of change.addedNodes)
        if (node.nodeType === 1)
          for (const [selector, kind] of Object.entries(ASKS))
            if (node.matches(selector) || node.querySelector(selector))
              asked.push({kind, node: node.matches(selector) ? node : node.querySelector(selector)});
  }).observe(document, {childList: true, subtree: true});

  const cell = place => document.querySelector(`.jp-Notebook .jp-Cell[data-windowed-list-index="${place}"]`);
  const outputs = place => [...cell(place).querySelectorAll('.jp-OutputArea-output')];
  // A number, "*", nothing, or "hidden" for a cell that is folded away together with its number.
  const prompt = node => {
    const shown = node.querySelector('.jp-InputPrompt:not(.jp-Placeholder-prompt)');
    return shown ? shown.textContent.replace(/[^0-9*]/g, '') : 'hidden';
  };
  const leaf = node => node.closest('.jupyter-widgets:not(.widget-container)') || node;

  const controls = place => {
    const found = outputs(place).flatMap(output => [...output.querySelectorAll(CONTROLS)]);
    return [...new Set(found)].filter(node => visible(node) && !off(node));
  };
  const kind = node => {
    if (node.matches('[role="slider"], .noUi-handle, input[type="range"]')) return 'slider';
    if (node.isContentEditable) return 'read-out';
    if (node.matches('select')) return 'list';
    if (node.matches('textarea')) return 'text field';
    if (node.matches('button, [role="button"], input[type="button"]')) return 'button';
    if (node.matches('a')) return 'link';
    if (!node.matches('input')) return 'place';
    return {checkbox: 'check box', radio: 'choice', number: 'number field'}[node.type] || 'text field';
  };
  const label = node => words(leaf(node).querySelector('.widget-label')) || words(node) || words(leaf(node));
  const own = holder => [
    words(holder.querySelector('.widget-readout')),
    ...[holder, ...holder.querySelectorAll(MOVED)]
      .filter(node => node.matches(MOVED))
      .map(node => [
        node.getAttribute('aria-valuenow'),
        node.matches('button') ? words(node) + node.classList.contains('mod-active') : node.value,
        node.checked,
      ]),
  ];

  // Everything that a control may change: pictures, texts outside controls, and the values of the controls.
  const snapshot = place => {
    const all = outputs(place);
    const leaves = [...new Set(all.flatMap(output => [...output.querySelectorAll(CONTROLS)]).map(leaf))];
    const inside = node => leaves.some(holder => holder.contains(node));
    const texts = [];
    for (const output of all) {
      const walk = document.createTreeWalker(output, NodeFilter.SHOW_TEXT);
      while (walk.nextNode())
        if (walk.currentNode.data.trim() && !inside(walk.currentNode)) texts.push(walk.currentNode.data);
    }
    const pictures = all.flatMap(output => [...output.querySelectorAll('img')].map(image => image.src));
    const drawings = all.flatMap(output => [...output.querySelectorAll('svg')].map(drawing => drawing.innerHTML));
    const frames = all.flatMap(output => [...output.querySelectorAll('canvas')].map(canvas => canvas.dataset.frame));
    return {leaves, values: leaves.map(own), rest: JSON.stringify([pictures, drawings, texts, frames])};
  };
  let before, kept = '', since = 0;

  return {
    // How the notebook stands.
    state() {
      const cells = [...document.querySelectorAll('.jp-Notebook .jp-Cell')];
      const code = cells.filter(node => node.classList.contains('jp-CodeCell'));
      return {
        status: document.querySelector('.jp-Notebook-ExecutionIndicator')?.dataset.status || '',
        kernel: document.querySelector('.jp-Toolbar-kernelName')?.textContent || '',
        last: Math.max(-1, ...cells.map(node => Number(node.dataset.windowedListIndex))),
        waiting: code.filter(node => prompt(node) === '*').length,
        ran: code.filter(node => /\d/.test(prompt(node))).length,
      };
    },
    ready: () =>
      !!document.querySelector('.jp-Notebook .jp-Cell') &&
      !document.querySelector('.jp-Spinner') &&
      !/^(No Kernel)?$/.test(lesson.state().kernel),
    // What JupyterLab asked or announced since the last call.
    asked: () => asked.splice(0).map(one => ({kind: one.kind, text: words(one.node)})),
    // Calm for so many milliseconds: the kernel idle, no cell waiting, `place` (if any) unchanged.
    calm(milliseconds, place = null) {
      const now = lesson.state();
      const seen = place === null ? null : snapshot(place);
      const text = JSON.stringify([now, seen && seen.values, seen && seen.rest]);
      if (text !== kept) [kept, since] = [text, performance.now()];
      return now.status === 'idle' && now.waiting === 0 && performance.now() - since >= milliseconds;
    },
    stir: () => ([kept, since] = ['', performance.now()]),
    there: place => cell(place) !== null,
    show: place => cell(place).scrollIntoView({block: 'start'}),
    focusCell: place => cell(place).focus(),
    prompt: place => prompt(cell(place)),
    editing: place => !!document.activeElement.closest('.cm-content') && cell(place).contains(document.activeElement),
    // What one cell shows.
    outputs: place =>
      outputs(place).map(node => {
        const inner = node.querySelector('[data-mime-type]') || node;
        return {kind: node.dataset.mimeType || inner.dataset.mimeType || '', text: node.innerText.trim()};
      }),
    images: place =>
      [...cell(place).querySelectorAll('img')].map(image => ({
        alt: (image.alt || '').trim(),
        broken: image.complete && image.naturalWidth === 0,
        source: image.getAttribute('src') || '',
      })),
    readOut: place => JSON.parse(snapshot(place).rest)[2].join(' '),
    // Everything in the rendered parts of a cell that is cut off, or lies beyond the notebook's right edge.
    cut(place) {
      const edge = document.querySelector('.jp-WindowedPanel-outer').getBoundingClientRect();
      const found = [];
      const parts = '.jp-OutputArea-output, .jp-MarkdownOutput';
      for (const part of cell(place).querySelectorAll(parts))
        for (const node of [part, ...part.querySelectorAll('*')]) {
          if (!visible(node) || node.closest('svg, mjx-assistive-mml, .noUi-base')) continue;
          const style = getComputedStyle(node);
          const hides = style.overflowX !== 'visible' && style.display !== 'inline';
          const box = node.getBoundingClientRect();
          const beyond = box.width > 0 && box.right > edge.left + document.querySelector('.jp-WindowedPanel-outer').clientWidth + 1;
          if (beyond || (hides && node.scrollWidth > node.clientWidth + 1 && box.width > 1))
            found.push(`<${node.tagName.toLowerCase()}> ${words(node).slice(0, 60)}`.trim());
        }
      return found;
    },
    // Printed text that is wider than the page and breaks where it likes, also inside words.
    broken(place) {
      const texts = [...cell(place).querySelectorAll('.jp-OutputArea-output pre')].filter(visible);
      const wraps = node => {
        const lines = node.textContent.replace(/\n$/, '').split('\n').length;
        return node.getBoundingClientRect().height > (lines + 0.8) * parseFloat(getComputedStyle(node).lineHeight);
      };
      return texts.filter(node => getComputedStyle(node).wordBreak === 'break-all' && wraps(node))
        .map(node => words(node).slice(0, 60));
    },
    // The controls of one cell; `lesson.nodes` keeps them for the calls below.
    controls(place) {
      lesson.nodes = controls(place);
      const leaves = [...new Set(lesson.nodes.map(leaf))];
      return lesson.nodes.map(node => ({kind: kind(node), label: label(node), leaf: leaves.indexOf(leaf(node))}));
    },
    focus: number => lesson.nodes[number].focus(),
    active: () => lesson.nodes.indexOf(document.activeElement),
    usable: number => lesson.nodes[number].isConnected && visible(lesson.nodes[number]) && !off(lesson.nodes[number]),
    remember: place => { before = snapshot(place); },
    // What changed since `remember`: the control's own value, and anything besides.
    changed(place, number) {
      const now = snapshot(place);
      const mine = before.leaves.indexOf(leaf(lesson.nodes[number]));
      const at = now.leaves.indexOf(leaf(lesson.nodes[number]));
      const others = (values, skip) => JSON.stringify(values.filter((_, index) => index !== skip));
      const own = JSON.stringify(before.values[mine]) !== JSON.stringify(now.values[at]);
      const rest = before.rest !== now.rest || others(before.values, mine) !== others(now.values, at);
      return {own, rest, either: own || rest};
    },
  };
})();
