// A player for one clip: frames from one picture, sound from one WAV, both inside the page. It starts only when asked,
// can be used by keyboard alone, and shows at most two pictures a second to those who ask their system for less motion.
function deepfakeLessonsClip(root, clip) {
  if (!root) return;
  root.dataset.built = "yes";
  const make = (kind, parent, settings = {}) => {
    const element = Object.assign(document.createElement(kind), settings);
    parent.append(element);
    return element;
  };
  const player = document.createElement("div");
  player.className = "dl-clip";
  player.setAttribute("role", "group");
  player.setAttribute("aria-label", "Clip with sound");
  root.prepend(player);
  const scale = Math.max(1, Math.floor(256 / clip.wide));
  const canvas = make("canvas", player, { width: clip.wide * scale, height: clip.high * scale });
  canvas.style.cssText = "display:block;max-width:100%;height:auto";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", clip.words);
  const said = make("p", player);
  said.style.cssText = "min-height:1.4em;margin:0.3em 0;font-size:1.05em";
  const bar = make("div", player);
  bar.style.cssText = "display:flex;flex-wrap:wrap;gap:0.5em;align-items:center";
  const button = make("button", bar, { type: "button", textContent: "Play" });
  const back = make("button", bar, { type: "button", textContent: "◀", title: "One frame back" });
  const on = make("button", bar, { type: "button", textContent: "▶", title: "One frame on" });
  back.setAttribute("aria-label", "One frame back");
  on.setAttribute("aria-label", "One frame on");
  const slider = make("input", bar, { type: "range", min: 0, max: clip.count - 1, step: 1, value: 0 });
  slider.setAttribute("aria-label", "Place in the clip");
  slider.style.cssText = "flex:1 1 8em;max-width:18em";
  // JupyterLab would take arrow keys and Enter for itself; it asks the element that has the focus, and none around it.
  for (const one of [button, back, on, slider]) one.setAttribute("data-lm-suppress-shortcuts", "true");
  const readOut = make("span", bar);
  const note = make("p", player);
  note.style.cssText = "margin:0.3em 0;font-size:0.9em";
  const calm = window.matchMedia && window.matchMedia("(prefers-reduced-motion: reduce)");
  const strip = root.querySelector("details");
  const wantsCalm = () => Boolean(calm && calm.matches);
  const tell = (problem = "") => {
    const less = wantsCalm() ? "Your system asks for less motion: two pictures a second are shown. " : "";
    const slow = clip.speed < 1 ? `Played at ${clip.speed} times its speed. ` : "";
    note.textContent = less + slow + problem;
  };
  tell();
  if (strip && !wantsCalm()) strip.open = false;

  const sheet = new Image();
  let place = 0; // seconds of the clip
  let playing = false;
  let clock = null; // seconds of the clip while it plays

  const here = () => Math.min(clip.count - 1, Math.floor(place * clip.fps + 1e-6)); // at the end the last frame stays
  function show() {
    const exact = here();
    const held = wantsCalm() && playing ? Math.min(exact, Math.floor(Math.floor(place * 2) / 2 * clip.fps)) : exact;
    const x = (held % clip.columns) * clip.wide;
    const y = Math.floor(held / clip.columns) * clip.high;
    canvas.getContext("2d").drawImage(sheet, x, y, clip.wide, clip.high, 0, 0, canvas.width, canvas.height);
    canvas.dataset.frame = held;
    const caption = clip.captions.find(([start, end]) => place >= start && place < end + 0.15);
    said.textContent = caption ? caption[2] : "";
    slider.value = exact;
    slider.setAttribute("aria-valuetext", `${place.toFixed(1)} of ${clip.seconds.toFixed(1)} seconds`);
    readOut.textContent = `${place.toFixed(1)} of ${clip.seconds.toFixed(1)} s`;
  }
  sheet.onload = show;
  sheet.src = "data:image/jpeg;base64," + clip.sheet;

  // Sound: an audio element; where the page forbids it, the same samples through Web Audio; else none, and it says so.
  const audio = clip.sound ? new Audio("data:audio/wav;base64," + clip.sound) : null;
  let context = null, source = null;
  const silent = () => {
    const begun = performance.now(), from = place;
    clock = () => from + ((performance.now() - begun) / 1000) * clip.speed;
  };
  async function samples() {
    context = context || new (window.AudioContext || window.webkitAudioContext)();
    const bytes = Uint8Array.from(atob(clip.sound), (letter) => letter.charCodeAt(0));
    const buffer = await context.decodeAudioData(bytes.buffer);
    await context.resume();
    if (!playing) return;
    source = context.createBufferSource();
    source.buffer = buffer;
    source.playbackRate.value = clip.speed;
    source.connect(context.destination);
    source.start(0, place);
    const begun = context.currentTime, from = place;
    clock = () => from + (context.currentTime - begun) * clip.speed;
  }
  async function sound() {
    if (!audio) return silent();
    try {
      if (audio.error) throw audio.error;
      audio.playbackRate = clip.speed;
      audio.currentTime = Math.min(place, clip.seconds);
      await audio.play();
      if (!playing) return audio.pause();
      clock = () => (audio.ended ? clip.seconds : audio.currentTime);
    } catch (refused) {
      try {
        await samples();
      } catch (problem) {
        tell("This page plays no sound; the words are shown.");
        if (playing) silent();
      }
    }
  }
  function stop() {
    playing = false;
    clock = null;
    if (audio) audio.pause();
    if (source) source.stop();
    source = null;
    button.textContent = "Play";
    show();
  }
  function step() {
    if (!playing || !root.isConnected) return stop();
    if (clock) place = Math.min(clock(), clip.seconds);
    if (place >= clip.seconds - 1e-3) {
      place = clip.seconds;
      return stop();
    }
    show();
    requestAnimationFrame(step);
  }
  function go(frame) {
    if (playing) stop();
    place = Math.max(0, Math.min(clip.count - 1, frame)) / clip.fps;
    show();
  }
  button.onclick = () => {
    if (playing) return stop();
    if (here() >= clip.count - 1) place = 0;
    playing = true;
    button.textContent = "Pause";
    sound();
    requestAnimationFrame(step);
  };
  back.onclick = () => go(here() - 1);
  on.onclick = () => go(here() + 1);
  slider.oninput = () => go(Number(slider.value));
}

// Controls show their HTML without running scripts: what they leave on the page is found here, and becomes a player.
function deepfakeLessonsClips() {
  if (window.deepfakeLessonsClipsWatched) return;
  window.deepfakeLessonsClipsWatched = true;
  const build = () => {
    for (const root of document.querySelectorAll("[data-dl-clip]")) {
      const clip = root.dataset.dlClip;
      delete root.dataset.dlClip;
      deepfakeLessonsClip(root, JSON.parse(clip));
    }
  };
  new MutationObserver(build).observe(document.body, { subtree: true, childList: true });
  build();
}
