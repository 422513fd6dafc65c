"""The ledger as the pages read it: its files never change, so each is read once."""

from __future__ import annotations

import threading

from include.events import FOLDER, Event, first_of_each, read_append
from include.storage import Store


class Ledger:
    """The events of one lake."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._lock = threading.Lock()
        self._files: dict[str, list[Event]] = {}

    def events(self, store: Store) -> list[Event]:
        """Every event once, ordered by time and id, as ``include.events.read_all`` gives them."""
        with self._lock:
            for name in store.names(FOLDER):
                address = store.url(f"{FOLDER}/{name}")
                if address not in self._files:
                    self._files[address] = read_append(store, name)
            here = store.url(f"{FOLDER}/")
            found = [item for address, items in self._files.items() if address.startswith(here) for item in items]
        return first_of_each(found)
