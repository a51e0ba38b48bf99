# The one list of this room's names: editors and mypy read it, and each is loaded from here at its first use.
from . import curves as curves
from . import filmstrip as filmstrip
from . import heat as heat
from . import matrices as matrices
from . import shares as shares
from . import sheets as sheets
from . import splits as splits
from . import style as style
from .curves import lines as lines
from .sheets import sheet as sheet
