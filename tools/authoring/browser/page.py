"""One notebook in JupyterLab: open it, run it, look at its cells, type into them. All by what the page shows."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .server import Server

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Locator, Page, Route

OPEN = 120  # seconds until the notebook stands there with its kernel
RUN = 1800  # seconds for all cells
ANSWER = 120  # seconds for one cell, or one control's redrawing
CALM = 500  # milliseconds without any change that count as rest
AWAY = re.compile(r"^(?!https?://(127\.0\.0\.1|localhost)[:/]|data:|blob:|about:)")
AWAY_SOCKET = re.compile(r"^wss?://(?!(127\.0\.0\.1|localhost)[:/])")
SOCKET_FAILED = re.compile(r"WebSocket connection to '([^']*)'")
# Console errors that are no fault of a lesson's: a pattern, and the reason why it may stand.
ALLOWED = {
    r"status of 500 .*/api/kernels\)$": "the server lists kernels while one is only half started (jupyter_server's "
    "list_kernels has no answer for that, see enterprise_gateway issue 1395); JupyterLab asks again",
}
SCROLL_ON = """() => {
  document.querySelector('.jp-WindowedPanel-outer').scrollBy(0, 400);
  return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


class Stopped(Exception):
    """The visit cannot go on: one sentence for the list of faults."""


class Notebook:
    """An open notebook.

    Attributes:
        page: playwright's page.
        noticed: what the page did by itself that it may not: console errors, requests that left the machine, notices.
    """

    def __init__(self, context: BrowserContext, server: Server, name: str, cells: int) -> None:
        self.server, self.name, self.cells = server, name, cells
        self.noticed: list[str] = []
        context.add_init_script(path=Path(__file__).with_name("look.js"))
        context.route(AWAY, self._refuse)
        self.page: Page = context.new_page()
        self.page.set_default_timeout(OPEN * 1000)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self._error(str(error)))
        self.page.on("websocket", lambda socket: self._socket(socket.url))
        self.page.on("dialog", self._dialog)

    # ---------------------------------------------------------------- opening and running

    def open(self) -> None:
        """Open it, and wait until its cells and its kernel are there.

        Raises:
            Stopped: JupyterLab asks something, or the kernel does not come.
        """
        self.page.goto(self.server.notebook(self.name))
        # Before the kernel has a name, Run All would ask which one to take.
        ready = "() => window.lesson && lesson.ready() && lesson.calm(1000)"
        self.until(ready, None, OPEN, "the notebook and its kernel were not there")

    def run_all(self) -> float:
        """Run > Run All Cells, and wait until the kernel rests.

        Returns:
            Seconds it took.
        """
        begun = time.monotonic()
        before = self.look("state")["ran"]
        self.page.locator(".lm-MenuBar-item", has_text="Run").click()
        self.page.locator(".lm-Menu-item", has_text="Run All Cells").first.click()
        self.until("before => lesson.state().waiting > 0 || lesson.state().ran > before", before, ANSWER, "nothing ran")
        self.rest(limit=RUN)
        return time.monotonic() - begun

    def rest(self, place: int | None = None, milliseconds: int = CALM, limit: float = ANSWER) -> None:
        """Wait until the kernel is idle and stays so, and the cell `place` (if any) no longer changes."""
        self.look("stir")
        self.until("([ms, place]) => lesson.calm(ms, place)", [milliseconds, place], limit, "the kernel did not rest")

    def until(self, condition: str, argument: Any, limit: float, otherwise: str) -> None:
        """Wait for a condition on the page.

        Args:
            condition: a JavaScript function of one argument.
            argument: it.
            limit: seconds.
            otherwise: what did not happen, for the sentence.

        Raises:
            Stopped: the time is over, JupyterLab asks something, or the kernel died.
        """
        from playwright.sync_api import TimeoutError as NotInTime

        end = time.monotonic() + limit
        while True:
            try:
                self.page.wait_for_function(condition, arg=argument, timeout=2000, polling=100)
                return self.listen()
            except NotInTime:
                self.listen()
                if time.monotonic() > end:
                    raise Stopped(f"{otherwise} within {limit:g} seconds") from None

    def listen(self) -> None:
        """Notice what JupyterLab announces.

        Raises:
            Stopped: it asks something, or says that the kernel died.
        """
        for one in self.look("asked") if self.page.evaluate("!!window.lesson") else []:
            if one["kind"] == "notice":
                self.noticed.append(f"JupyterLab announces: {one['text'][:200]}")
            elif one["text"].startswith("Kernel Restarting"):
                raise Stopped("the kernel died, and JupyterLab started a new one")
            elif one["kind"] == "input":
                raise Stopped("a cell waits for typed input, so a reader who runs all cells waits for ever")
            else:
                raise Stopped(f"JupyterLab asks: {one['text'][:200]}")

    # ---------------------------------------------------------------- looking

    def look(self, name: str, *arguments: Any) -> Any:
        """Call one of the functions of look.js."""
        return self.page.evaluate("([name, rest]) => lesson[name](...rest)", [name, list(arguments)])

    def show(self, place: int) -> None:
        """Scroll until the cell stands at the top of the notebook; a windowed notebook holds no others."""
        if not self.look("there", place):
            self.page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollTo(0, 0)")
        for _ in range(1000):
            if self.look("there", place):
                return self.look("show", place)
            self.page.evaluate(SCROLL_ON)
        raise Stopped(f"cell {place + 1} cannot be scrolled to")

    def output_of(self, place: int) -> Locator:
        """The rendered outputs of a cell, for its picture."""
        return self.page.locator(f'.jp-Cell[data-windowed-list-index="{place}"] .jp-Cell-outputWrapper')

    # ---------------------------------------------------------------- typing

    def type_into(self, place: int, text: str) -> None:
        """Replace a cell's text by keyboard."""
        self.show(place)
        self.look("focusCell", place)
        self.page.keyboard.press("Enter")
        self.until("place => lesson.editing(place)", place, ANSWER, "a cell could not be entered with Enter")
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Escape")

    def run_cell(self, place: int) -> str:
        """Run one cell with Shift + Enter.

        Returns:
            What it shows then.
        """
        self.show(place)
        self.look("focusCell", place)
        before = self.look("prompt", place)
        self.page.keyboard.press("Shift+Enter")
        changed = "([place, before]) => lesson.prompt(place) !== before && lesson.prompt(place) !== '*'"
        self.until(changed, [place, before], ANSWER, "a cell did not end")
        self.rest(place, 200)
        return "\n".join(output["text"] for output in self.look("outputs", place))

    # ---------------------------------------------------------------- what the page does by itself

    def _refuse(self, route: Route) -> None:
        self.noticed.append(f"a request wanted to leave this machine: {route.request.url[:200]}")
        route.abort()

    def _dialog(self, dialog: Dialog) -> None:
        self.noticed.append(f"the page asks: {dialog.message[:200]}")
        dialog.dismiss()

    def _socket(self, url: str) -> None:
        if AWAY_SOCKET.match(url):
            self.noticed.append(f"a websocket wanted to leave this machine: {url[:200]}")

    def _console(self, message: ConsoleMessage) -> None:
        where = message.location.get("url") or "about:"
        socket = SOCKET_FAILED.match(message.text)
        # A request that was refused is on the list already; the console only repeats it.
        refused = AWAY.match(where) or (socket and AWAY_SOCKET.match(socket[1]))
        if message.type == "error" and not refused:
            lacks = message.text.startswith("Failed to load resource")
            self._error(f"{message.text} ({where.split('?')[0]})" if lacks else message.text)

    def _error(self, text: str) -> None:
        if not any(re.search(pattern, text) for pattern in ALLOWED):
            self.noticed.append(f"console error: {text[:300]}")
