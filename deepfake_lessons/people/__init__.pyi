# The one list of this room's names: editors and mypy read it, and each is loaded from here at its first use.
from . import dials_explorer as dials_explorer
from . import entry_test as entry_test
from . import first_minute as first_minute
from . import sound_explorer as sound_explorer
