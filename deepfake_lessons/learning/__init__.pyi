# The one list of this room's names: editors and mypy read it, and each is loaded from here at its first use.
from . import contest_plots as contest_plots
from . import graph_layout as graph_layout
from . import graph_plots as graph_plots
from . import knobs_explorer as knobs_explorer
from . import network_plots as network_plots
from . import newborn_plots as newborn_plots
from . import slow_motion_explorer as slow_motion_explorer
from . import timing as timing
from . import valley_plots as valley_plots
