# lesson: keras
# budget: 100

# %% [markdown]
# # Lesson 06: Swap the face
#
# **How does one person's face get onto another person's head, and why did a pair of glasses give a famous one away?**
#
# - **You will** wire a swap, train it, paint where it will break before it breaks, starve it of blinks, try to repair it, and make somebody say another sentence.
# - **You will learn** how one encoder and two decoders exchange faces, how a swap is measured where the perfect one is known, and that a network draws only what it has studied.
# - **You need** lessons 01 and 03, 45 minutes, no network, no GPU. The parts marked **deeper** are extra.

# %% tags=["setup"]
import numpy as np

import deepfake_lessons as dl

dl.start(seed=1, keras=True)

# %% [markdown]
# ## The letter says
#
# A network studies many photographs of a face and its expressions, and learns to reproduce them [L1]. Film and advertising use it [L7]. A famous, seemingly perfect fake failed when the actor put on glasses: something went wrong around eyes and mouth [L18]. There are programs for it, and they have a history [L20].
#
# Those programs are not run here, and nobody's face is taken: the functions of this lesson accept drawn actors only. What they do inside you build yourself; it is small.
#
# Two actors. **a** stands in front of the camera. **b** is wanted in the film.

# %%
from deepfake_lessons import cues, studio, swap
from deepfake_lessons.faces import alignment
from deepfake_lessons.swap import dubbing, scores, studies, trials

pair = trials.pair(69)
photographs_a = studies.study(pair.a, 400, seed=1)
photographs_b = studies.study(pair.b, 400, seed=501)

# %% tags=["demo"]
both = {"a, in front of the camera": photographs_a, "b, whose face is wanted": photographs_b}
dl.show(
    dl.faces.plots.rows({words: some.images[:9] for words, some in both.items()}),
    alt="Two rows of nine photographs. Above, a drawn woman with long black hair; "
    "below, a drawn woman with grey hair and lighter skin. Both talk, smile and "
    "look about; some eyes are closed.",
    caption="Nine of 400 photographs of each.",
)

# %% [markdown]
# ## Line them up
#
# A swap program finds eyes and mouth in every photograph, then turns, moves and scales the picture until they always lie in the same places. (The studio knows where they are. Elsewhere a face finder says so, with errors.) The network has one thing less to learn.

# %%
faces_a = swap.album(photographs_a).faces
faces_b = swap.album(photographs_b).faces

# %% tags=["demo"]
dl.show(
    dl.faces.plots.rows({"a, lined up": faces_a[:9], "b, lined up": faces_b[:9]}),
    alt="The same two rows, each face filling its picture: eyes and mouth are "
    "always at the same places.",
    caption="Aligned faces, 64 x 64 pixels: eyes and mouths lie in the same places, "
    "and little is left of hair and wall.",
)

# %% [markdown]
# ## The wiring
#
# An **encoder** turns a face into 64 numbers. A **decoder** turns 64 numbers into a face. Train them together on photographs of a, until what comes out is what went in: 64 numbers must then suffice for a's expression, gaze, light and turn of the head. Now the trick. Train a *second* decoder on b, **with the same encoder**. The 64 numbers must serve both.
#
# Guess: a smiles. Her face goes through the shared encoder, then through b's decoder. Who comes out?

# %% tags=["demo"]
who = ["a, smiling", "b, smiling", "b, as she looks on average", "a mixture of both"]
dl.guess("06 wiring", "Out of b's decoder comes", options=who)

# %% [markdown]
# ### Your turn 6.1
# Wire it. You get a face and the three parts, each a function.


# %% tags=["exercise"]
def wire(face, encoder, decoder_a, decoder_b, to):
    """The face of the person in `face`, as the person `to` ("a" or "b")."""
    ### BEGIN SOLUTION
    numbers = encoder(face)
    return decoder_b(numbers) if to == "b" else decoder_a(numbers)
    ### END SOLUTION


# %% tags=["check", "nbval-check-output"]
dl.check("6.1")

# %% [markdown]
# This is the library's own code: the encoder, one decoder, and the training step. An error at the eyes or the mouth counts six times, for that is where people look.

# %% tags=["demo"]
import inspect
import textwrap

for part in (swap.build_encoder, swap.build_decoder, swap.FaceSwap.train_step):
    head, _, body = textwrap.dedent(inspect.getsource(part)).split('"""')
    print(head.strip() + "\n    " + body.strip(), end="\n\n")

# %% [markdown]
# ## Train, with as many blinks as you like
#
# People are seldom photographed with closed eyes. *You* decide how many of b's 400 photographs show them closed: a share from 0 to .3. Guess how deep the fake will blink: 1 is as deep as a perfect swap would, 0 is not at all.

# %%
CLOSED = 0.02  # change it, then run everything below

# %% tags=["demo"]
dl.guess("06 blink", "Depth of the fake's blink", low=0.0, high=1.2)

# %% [markdown]
# Half a minute. Watch the third row.

# %% tags=["demo", "timed"]
faces_b = swap.album(studies.study(pair.b, 400, closed=CLOSED, seed=501)).faces
model = swap.FaceSwap(seed=1)
live = dl.swap.live.LiveSwap(model, trials.STEPS, faces_a, faces_b)
losses = swap.train(model, faces_a, faces_b, trials.STEPS, seed=1, callbacks=[live])
dl.keep("06.swap", model.get_weights())

# %% [markdown]
# ## Against the perfect one
#
# Nobody outside a studio knows what a perfect swap looks like. Ours can draw it: b's features, in a's pose, light and expression, under a's hair. So every swap has a score. Here are moments of a that no training saw.
#
# (The difference has two causes. One is the network. The other is the alignment: it puts b's mouth where a's is, and a perfect swap puts it where b's would be.)

# %% tags=["demo", "trained"]
unseen = trials.exam_photographs(pair, 60)
drawn, ideal = scores.drawn_and_ideal(model, unseen, pair.b)
source = alignment.crops(unseen.images, unseen.landmarks)
dl.show(
    dl.swap.plots.strip(source[:9], drawn[:9], ideal[:9]),
    alt=dl.swap.plots.strip_words(source[:9], drawn[:9], ideal[:9]),
    caption="Nobody chose the best ones.",
)
print(swap.score(drawn, ideal))
dl.compare("06 wiring", who[1])

# %% [markdown]
# Smiles, open mouths and closed eyes come along. What is lost is sharpness: the whites of the eyes, the edges of the lips.
#
# Two referees, networks that learnt from other actors, look at the result. One reads expressions: does the fake open its mouth when a does? The other says whom of the two a face resembles.

# %% tags=["demo", "trained"]
for name, value in dl.faces.expression.followed(
    drawn, dl.faces.expression.truth(unseen)
).items():
    print(f"{name:6} of a and of the fake: correlation {value:.2f}")
taken_for_b = dl.faces.identity.resembles_b(drawn, faces_a, faces_b)
print("taken for b:", dl.metrics.Rate(int(taken_for_b.sum()), len(taken_for_b)))

# %% [markdown]
# "The machine understands a face"? It minimises an error in 12,288 numbers. That b smiles when a smiles follows from the shared 64 numbers, and from nothing else.
#
# ## The moment: the glasses
#
# In the second half of this clip a puts on glasses. No photograph that was studied shows any. **Paint where the swap will err**: press squares, or write them as text.

# %% tags=["demo"]
words_of_a = "I remember a small house with a green door."
clip = studio.film(pair.a, 3, sentence=words_of_a, seed=6, moment=studies.STAGE)
worn = clip.refilm(actor=pair.wearing("a"))
bespectacled = alignment.crops(worn.frames[30:31], worn.landmarks[30:31])[0]
board = dl.swap.painting_explorer.paint(
    lambda cells: dl.swap.plots.painted(bespectacled, cells)
)
board

# %% [markdown]
# Now the switch. Move through the clip; the glasses come on at frame 24. (The swap shows a's skin and not b's, because a pasted face takes on the colours around it. The error is that of the decoder's face before that, so skin is not counted as a fault.)

# %% tags=["demo", "moment", "trained"]
takes = {}
for name, take in (("bare", clip), ("worn", worn)):
    best = scores.drawn_and_ideal(model, take, pair.b)
    pasted = swap.swap(model, take, camera=None).frames
    takes[name] = (take.frames, pasted, studio.ideal_swap(take, pair.b).frames, *best)


def shown(frame):
    return *takes["bare" if frame < 24 else "worn"], frame


def words(frame):
    return dl.swap.plots.moment_words(*shown(frame))


def at(frame):
    return dl.swap.plots.moment(*shown(frame)), words(frame)


dl.explore(at, alt=words, frame=(0, 47, 1, 20), wide=True)

# %% tags=["demo", "trained"]
errors = {name: trials.region_errors(*take[3:]) for name, take in takes.items()}
for region in ("eyes", "mouth"):
    before, after = errors["bare"][region], errors["worn"][region]
    print(f"{region:6} without glasses {before:4.1f} grey levels, with {after:4.1f}")
in_the_face = scores.error_map(*takes["worn"][3:]) * dl.swap.plots.inner()
print(scores.found(board.cells, in_the_face))

# %% [markdown]
# The encoder never met glasses, so its 64 numbers cannot say "glasses"; b's decoder never drew any. What is inside the mask loses them, what is outside keeps them. "Something goes wrong around eyes and mouth" [L18]: you measured both. In three other pairs the error at the eyes grew too, to 1.5, 2.4 and 3.5 times what it was; at the mouth it hardly did (CLAIMS.md, 06-A).
#
# ### Your turn 6.2
# Write the measure: the mean absolute error inside a box. The box is given by its edges: top, bottom, left, right.


# %% tags=["exercise"]
def region_error(swapped, ideal, top, bottom, left, right):
    """Mean absolute difference of pictures (S, S, 3) uint8 inside a box."""
    ### BEGIN SOLUTION
    one = swapped[top:bottom, left:right].astype(float)
    two = ideal[top:bottom, left:right].astype(float)
    return np.abs(one - two).mean()
    ### END SOLUTION


# %% tags=["check", "nbval-check-output"]
dl.check("6.2")

# %% [markdown]
# ## Your blink, in the cloud
#
# Twenty-five trainings were made beforehand with the same code: five shares, five seeds each. Where does yours lie?

# %% tags=["demo", "trained"]
yours = (CLOSED, trials.measured_blink(model, pair))
blinks = trials.stored("blink")
dl.show(
    dl.swap.plots.cloud(blinks.share, blinks.values[:, 0], yours),
    alt=dl.swap.plots.cloud_words(blinks.share, blinks.values[:, 0], yours),
    caption="Each grey dot is one training.",
)
dl.compare("06 blink", round(yours[1], 2))

# %% [markdown]
# Without a single closed eye the fake hardly blinks: .06 of the depth, though the shared encoder knows a's lids. b's decoder has never drawn any. Eight photographs of 400 bring it to .70 on average, and to anything from .19 to .99: luck decides, for the five trainings differ in nothing but which eight they are, the first weights and the order. Twenty are enough for .99. More is not better: at 30 % it is .88. We had expected a slow rise (CLAIMS.md, 06-B).
#
# So "odd or no blinking" [L17] tells what somebody studied. It is no law of fakes, and a few photographs mend it.
#
# ## Repair the glasses
#
# Let a part of the photographs, of both actors, wear glasses. Fifteen trainings were made beforehand: five shares, three seeds. Each mix has a *pair* of errors at the eyes: with glasses, and without. Is there a free lunch?

# %% tags=["demo"]
shares, means = trials.stored("glasses").means()
with_, without = means.T
dl.show(
    dl.swap.plots.frontier(shares, without, with_),
    alt=dl.swap.plots.frontier_words(shares, without, with_),
    caption="Down and to the left is better. The numbers: share studied with glasses.",
)

# %% [markdown]
# Ten photographs of a hundred bring the error with glasses from 31 grey levels down to 19. More of them add next to nothing: 25, 50 and 80 % all end between 18 and 19. Without glasses the error rises, from 8.0 to 10.0. So there is no free lunch, but the first bite is cheap: at 10 % you save eleven grey levels where glasses are worn, and pay half a grey level where they are not.
#
# Trainings of the same mix differ by about half a grey level, so read nothing into smaller differences. We had expected a fall at every step, and a price below 5 % for the first; it was 5.6 % (CLAIMS.md, 06-C).
#
# ### Your turn 6.3
# In your film a wears glasses in a share `worn` of the frames. Which studied share gives the smallest error over the whole film?


# %% tags=["exercise"]
def best_mix(shares, error_with, error_without, worn):
    """The studied share with the smallest mean error; three arrays (K,), one number."""
    ### BEGIN SOLUTION
    mean = worn * error_with + (1 - worn) * error_without
    return shares[np.argmin(mean)]
    ### END SOLUTION


# %% tags=["check", "nbval-check-output"]
dl.check("6.3")

# %% [markdown]
# "It adapts by itself"? It does not: somebody has to photograph glasses, and train again.
#
# ## What films do with it
#
# The letter names uses [L7]: an actor made younger, a footballer who speaks nine languages. With everybody's consent these are crafts like make-up and dubbing. You can do the second in one line. Our clip gets **another sentence**: for each frame the photograph of a whose mouth is open as far as the new words need.
#
# ### Your turn 6.4
# For each wanted opening, the place of the photograph whose mouth is nearest to it.


# %% tags=["exercise"]
def nearest_mouths(wanted, available):
    """Places (T,) in `available` (N,), each the nearest to one of `wanted` (T,)."""
    ### BEGIN SOLUTION
    return np.abs(wanted[:, None] - available[None]).argmin(axis=1)
    ### END SOLUTION


# %% tags=["check", "nbval-check-output"]
dl.check("6.4")

# %% tags=["demo"]
words_of_b = "My mother baked bread, and we ate it warm."
sentence = studio.film(pair.b, 3, sentence=words_of_b, seed=9, moment=studies.STAGE)
dubbed = dubbing.dub(clip, sentence, photographs_a)
dl.play(dubbed, caption="a says what b said. At the lower right: the mark of a fake.")
for name, spoken in (("b, as she was filmed", sentence), ("a, dubbed", dubbed)):
    print(f"{name}: {cues.measure(spoken)['lips'].words}")

# %% [markdown]
# The lip meter of lesson 07 compares mouth and sound. In b's own clip they go together with r = .92, in the dubbed one with .73: the new words fit, though less well than in a genuine clip. Nothing but the mouth was changed.
#
# A swap in a film is finished in the same way: the decoded face goes back into the picture, its colours are moved towards those that it covers, the edge is softened, and a camera shoots it all once more.

# %% tags=["demo", "trained"]
faked = swap.swap(model, clip)
dl.play(faked, caption="b's face on a's head. At the lower right: the mark of a fake.")

# %% [markdown]
# You see b's brows and eyes in a's face, a little out of focus, and the whole of a's head around them. "One click"? For a famous series of clips an imitator played the part, and each took a specialist weeks (an interview with their maker, The Verge, March 2021). Software has moved on since; that was five years ago and more.

# %% [markdown] tags=["deeper"]
# ## Deeper: why the mask
#
# Without a soft edge the seam shows; that is the first of the letter's five signs, and lesson 07 measures it. Here is one frame: the camera's, the decoded face laid in with the soft mask, and the whole square laid in without one.

# %% tags=["deeper", "demo", "trained"]
shot = clip.frames[10:11]
places = clip.landmarks[10:11]
square = model.as_other(alignment.crops(shot, places))
whole = alignment.put_back(shot, square, np.ones(shot.shape[:3]), places)[0]
soft = swap.swap(model, clip, camera=None).frames[10]
dl.show(
    dl.drawing.sheet([shot[0], soft, whole], ["camera", "soft mask", "no mask"], 3, 210),
    alt="Three pictures: a as filmed; b's features laid in softly, without an edge; "
    "and the whole decoded square on top, with its edges plain to see.",
    caption="The same decoded face, laid in twice.",
)

# %% [markdown]
# ## Make: beat the recipe
#
# Change one thing in `swap.FaceSwap(...)` or in the albums, and train for the same number of steps. **Target: an eye error with glasses under that of every stored mix, and at most one grey level more without.** What did it cost elsewhere?


# %%
def try_out(glasses=0.25, steps=trials.STEPS, **changes):
    """(error with, error without) in the eye box, of a changed recipe."""
    tried = swap.FaceSwap(seed=1, **changes)
    # Here a wears square glasses, b round ones.
    both = trials.albums(pair, glasses=glasses, seed=1)
    swap.train(tried, *both, steps, seed=1)
    return trials.measured_glasses(tried, pair)


# try_out(eyes_and_mouth=12)

# %% [markdown]
# ## Remember

# %% tags=["demo"]
dl.recall("6.r1")

# %% tags=["demo"]
dl.recall("6.r2")

# %% tags=["demo"]
dl.recall("6.r3")

# %% [markdown]
# ## The letter says, we measured
#
# | the letter | what you measured |
# |---|---|
# | A network studies photographs of a face and reproduces it [L1] | 400 photographs and half a minute; expression followed, and taken for b, with your numbers |
# | Film and advertising [L7] | Another sentence in one line; b's face on a's head, marked as what it is |
# | Glasses break it, around eyes and mouth [L18] | Around the eyes: 8 grey levels became 29 here, and 1.5 to 3.5 times as many in three other pairs. At the mouth 8 became 10, and hardly more elsewhere (06-A): half of the sentence holds |
# | There are programs for it [L20] | Encoder, two decoders, mask, colours: built here. DeepFaceLab (archived in 2024) is one of those; we do not run it, for it is made for faces of people who can be asked and mostly are not |
#
# What this does not show: faces of real people are harder than drawn ones, and programs of today learn from one photograph instead of 400.

# %% [markdown]
# ## What next
#
# Lesson 07 measures the five signs by which a person finds such a fake. (The meters do not know how it was made.)
#
# ### Take your answers along
#
# Your swap was kept when it was trained. Lesson 08 sets a detector on it.

# %% tags=["demo"]
dl.carry()

# %% [markdown] tags=["notes"]
# ## For the teacher (this cell is in the instructor's edition alone)
#
# **Core in 45 minutes:** letter, album and wiring 8, guesses and training 4, strip and referees 6, painting, switch and 6.2 10, cloud 4, frontier and 6.3 6, dubbing and 6.4 5, remember 2.
#
# **What to expect.** Training takes 30 to 60 seconds. Eyes about 26 dB, mouth 27, face 24; all three expressions followed with .95 or more; taken for b 60 of 60. Glasses: eyes 8 to 29 grey levels, mouth 8 to 10. Blinks at 2 %: anything from .2 to 1. A training of 1,200 steps (about 50 two-core seconds) on three pairs that nobody had looked at: eyes 26.1, 29.1 and 23.7 dB, mouth 25.5, 27.1 and 23.4; mouth opening followed with .98, .97 and .89. We had wanted 24 dB and .9 in all three: missed in the third, reported as missed.
#
# **Make.** One way that reaches the target, in one training that we tried: square glasses on b too (`studies.study(pair.b.replace(glasses="square"), 400, glasses=0.25, seed=501)`): 14.5 grey levels with, 8.3 without. Part of what 18 grey levels are is the wrong shape of glasses.
#
# **Usual wrong answers.** 6.1: the decoder of the person in the picture instead of the one who is wanted. 6.2: uint8 pictures subtracted as they are (200 - 210 gives 246). 6.3: the share itself is weighted. 6.4: places in `wanted` instead of in `available`.
#
# **To discuss:** "An actor who died is to appear once more in a film." (a) if the heirs agree; (b) if the actor agreed while alive; (c) never; (d) if every picture says so. Ask what would change if it were an advertisement.
#
# **Free text, four lines:** 1 says what is shared and what is not; 2 gives an error with and without glasses, in grey levels; 3 explains it by what was studied; 4 names one thing that a repair costs.
