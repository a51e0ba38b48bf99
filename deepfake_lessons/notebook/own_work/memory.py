"""What a kernel remembers of a learner's answers, and its folder, if one is open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ...cache import write_whole
from .answers import Answers, Damaged, check, counted, listed, of_lesson, to_bytes
from .artefacts import names_in
from .folder import FILE, CannotKeep, Folder


class Memory:
    """A learner's answers by (kind, key): the first one of each stays.

    In memory until `start` opens the folder for them. From then on the folder's file is the truth: what another
    notebook adds or takes out, or what is lost with a deleted folder, shows here too.

    Attributes:
        folder: the open folder, or None.
        artefacts: name -> content of the files that `keep` had no folder for.
    """

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Forget everything and close the folder, as a new kernel does; what is on the disk stays there."""
        self.folder: Folder | None = None
        self.artefacts: dict[str, bytes] = {}
        self._kept: Answers = {}
        self._unsaved: Answers = {}  # those that the folder does not hold yet
        self._said: set[str] = set()

    def get(self, kind: str, key: str) -> Any:
        """What was kept, or None."""
        return self.all().get((kind, key))

    def put(self, kind: str, key: str, value: Any) -> Any:
        """Keep a value unless there is one already; gives back the one that is kept.

        Raises:
            ValueError: a value that cannot be kept (`answers.check` says which can).
        """
        self.add({(kind, key): value})
        return self._kept[kind, key]

    def all(self) -> Answers:
        """All answers, (kind, key) -> value."""
        if self.folder and (there := self.folder.changed()) is not None:
            self._kept = {**self._unsaved, **there}
        return dict(self._kept)

    def add(self, answers: Answers) -> int:
        """Keep the answers that are new; how many that were.

        Raises:
            ValueError: one of them cannot be kept; then none is.
        """
        for (kind, key), value in answers.items():
            check(kind, key, value)
        before = self.all()
        new = {name: value for name, value in answers.items() if name not in before}
        self._unsaved |= new
        self._kept |= new
        self.save()
        return len(new)

    def take_out(self, lesson: str) -> tuple[Answers, Path | None]:
        """Take out the answers of a lesson ("03"), into a dated file where a folder is open.

        Returns:
            The answers, and the file that holds them now, if there is one.

        Raises:
            CannotKeep: nothing could be written; then all answers stay.
        """
        out, file = of_lesson(self.all(), lesson), None
        if self.folder and out:
            folder = self.folder

            def change(there: Answers) -> Answers:
                nonlocal file
                out.update(of_lesson(there, lesson))
                file = folder.free(FILE, f"lesson-{lesson}")
                write_whole(file, to_bytes(out))
                return {name: value for name, value in there.items() if name not in out}

            self._kept = {**self._unsaved, **folder.update(change, self._kept)}
        for answers in (self._unsaved, self._kept):
            for name in out:
                answers.pop(name, None)
        return out, file

    def open(self, path: Path | None) -> None:
        """Read the answers in a folder, and write there from now on; what stands in the way is said once.

        Args:
            path: of the folder; None for memory only.
        """
        if path is None:
            self.folder = None
            return
        if self.folder and self.folder.path == path:
            return
        self.folder, folder = None, Folder(path)
        try:
            try:
                there = folder.read()
            except Damaged:
                there = folder.update(lambda found: found, {})  # this moves the file aside
            self._kept = {**self._unsaved, **there}
            folder.check()
        except CannotKeep as why:
            return self.stays(str(why))
        self.folder = folder
        self.save()

    def save(self) -> bool:
        """Write what is not on the disk yet; whether all answers are there now."""
        if not self._unsaved:
            return True
        if not self.folder:
            return False
        try:
            self._kept = self.folder.update(lambda there: {**self._unsaved, **there}, self._kept)
        except CannotKeep as why:
            self.stays(str(why))
            return False
        self._unsaved = {}
        return True

    def stays(self, why: str) -> None:
        """Say in one sentence, once, that work is not on the disk."""
        if why not in self._said:
            self._said.add(why)
            print(f"Your work stays in memory and ends with the kernel: {why}.")

    def summary(self) -> str:
        """What there is: "7 answers of lessons 02 and 03; kept: 03.network", or ""."""
        answers = self.all()
        names = names_in(self.folder.path) if self.folder else sorted(self.artefacts)
        parts = [counted(answers)] if answers else []
        return "; ".join(parts + ([f"kept: {listed(names)}"] if names else []))
