# The one list of this room's names: editors and mypy read it, and each is loaded from here at its first use.
from . import alignment as alignment
from . import attributes as attributes
from . import checkpoint_explorer as checkpoint_explorer
from . import convolution as convolution
from . import convolution_plots as convolution_plots
from . import eigenfaces as eigenfaces
from . import expression as expression
from . import features as features
from . import gan as gan
from . import generators as generators
from . import identity as identity
from . import latent_explorer as latent_explorer
from . import live as live
from . import plots as plots
from . import quality as quality
from . import readers as readers
from . import spectrum_plots as spectrum_plots
