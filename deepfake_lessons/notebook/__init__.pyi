# The one list of this room's names: editors and mypy read it, and each is loaded from here at its first use.
from . import display as display
from . import exams as exams
from . import explorer as explorer
from . import guesses as guesses
from . import naming as naming
from . import own_work as own_work
from . import pad as pad
from . import player as player
from . import quiz as quiz
from . import quiz_answers as quiz_answers
from . import quiz_controls as quiz_controls
from . import recalls as recalls
from . import session as session
