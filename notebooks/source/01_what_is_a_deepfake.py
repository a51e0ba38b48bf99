# lesson: numpy
# budget: 15

# %% [markdown]
# # Lesson 01: What is a deepfake?
#
# **One of these six does not belong. Which one?**
#
# ![Six small portraits in two rows of three: a reddish brown face with a glow at its edges, a brown one with a wide mouth, one with white hair; then a light face with a brown bob and a blue sweater, one with a fringe and dark glasses, one with grey hair and thin glasses. Five of them have odd places: hair that hangs on one side only, a bow of the glasses that is missing.](images/01_one_of_six.png)
#
# Press **Shift + Enter** three times. After a few seconds the six faces have buttons: click yours. No code to read yet.

# %% tags=["setup"]
import numpy as np

import deepfake_lessons as dl
from deepfake_lessons import studio

dl.start(seed=1)

# %% tags=["demo"]
dl.one_of_six(**dl.people.first_minute.six(seed=7), key="01 one of six")

# %% [markdown]
# One of the six is a photograph: a **drawn actor** sat for it in this course's film studio. The five others are nobody. A network that had studied thousands of such photographs dreamt them, and no camera took them. In lesson 05 you train such a network, and see faces come out of noise.
#
# (**With an internet connection:** write `dl.photos.load("portraits", download=True)` into a cell, once, and run the cell above again: then five portraits by a data centre's generator stand around one person who exists.)
#
# - **You will** turn every dial of an actor, move lips by another sound track, draw a photograph that nobody took, and judge six clips and six stills.
# - **You will learn** what a deepfake is, and what is not one, which kinds there are, what "a network learns a face" can mean, and what overfitting is.
# - **You need** Python at the level of functions, lists and loops (NumPy helps), 45 minutes, no internet, no graphics card; headphones help. The parts marked **deeper** are extra.

# %% [markdown]
# ## Meet the cast
#
# From here on we work with **drawn actors**. They are numbers: nobody is harmed, nobody has to be asked, and only here do we know the truth about every pixel.
#
# Turn the dials. Press "Make this actor younger" three times, then "Another head": same shoulders, somebody else. Films use such tricks.

# %% tags=["demo", "moment"]
dl.people.dials_explorer.actor_dials()

# %% [markdown]
# And the third trick of films: **other lips**. The actor was filmed once, for three seconds. Choose another sound track, and press Play: the mouth is drawn anew, from the sound; head, light and blinks stay. Then set the lips to "stay as filmed" and play again. Do you hear that they do not match? At which letters do you see it? Last, let the sound come late: from how many tenths of a second on do you notice? (Nothing plays by itself. The words below the clip say when an m, b or p is heard. No open mouth can say them.)

# %% tags=["demo", "moment"]
dl.people.sound_explorer.sound_dial()

# %% [markdown]
# This is the footballer's trick of the letter, with two differences. Our voice is a simple one, made of tones and hiss in the studio. And nobody had to *learn* how this mouth moves: it is a knob of the actor. For a real actor there is no knob, and a network has to learn it.
#
# We know everything about every picture you made: who, which way the head is turned, where the light stands. No photograph of a real person comes with such a list. That is why we can say, later, how wrong a **detector** was: a program that says genuine or fake.
#
# The same from code. An actor is a list of numbers that you may change, and a photograph is made of an actor and a moment. Here one actor sits 600 times.

# %%
actor = studio.cast(8, seed=1)[7]
album = studio.photograph(actor, n_each=600, frames=studio.sitting(600, seed=7), seed=7)
study, new = album.images[:500], album.images[500:]
face = dl.faces.eigenfaces.learn_face(study)

# %% tags=["nbval-check-output"]
print(f"{actor.id}: {actor.years} years, {actor.hair} hair, iris {actor.iris}")
older = actor.replace(age=0.9, grey=1.0, glasses="round")
print(f"changed: {older.years} years, {older.glasses} glasses")
moment = album.truth
turned, smile = np.degrees(moment["yaw"][0]), moment["smile"][0]
print(f"the first photograph: head turned {turned:.0f} degrees, smile {smile:.1f} of 1")

# %% tags=["demo"]
moments = studio.sitting(3, seed=2)
shot = studio.photograph([actor, older], n_each=3, size=128, frames=moments, seed=2)
dl.show(
    dl.drawing.sheet(shot.images, columns=3, side=150),
    alt="Two rows of three portraits before a plain wall. Above, a person with a brown bob "
    "and a blue sweater; below, the same person old, with white hair and round glasses, in "
    "the same three moments.",
    caption="Three moments, two ages; the same expression, pose and light in each column.",
)

# %% [markdown]
# Above and below: the same moment, with many more years, grey hair and glasses, and nothing else changed. Whoever makes a real actor older or younger never sees this truth, and has nothing to compare with.

# %% [markdown]
# ## The letter says
#
# In April 2021 an engineer of the research university MEPhI in Moscow, Alexey Egorov, explained deepfakes in a popular science newsletter. This course calls it **the letter**, and tests what it claims. [L1] means: the letter's claim number 1.
#
# A **neural network** is a program with very many adjustable numbers, which are not set by a programmer but by showing it examples. **Deep learning** trains networks of many layers. A **deepfake**, says the letter, is a fake made in this way: a network is given a large number
# of photographs of somebody, studies the face and its expressions, and learns to reproduce it [L1]. The main uses are film and advertising: a green giant, a famous actor made younger, a footballer who speaks nine languages [L7]. There are several kinds [L20]; we sort them into four:
#
# | kind | what is made | what stays |
# |---|---|---|
# | **whole face** | a face of nobody | nothing: there is no original |
# | **swap** | somebody else's face, in place of the one in the picture | shoulders, hair, light, movement |
# | **reenactment** | expression and movement, taken over from another person | the face is still whose it was |
# | **dubbing** | the mouth, to fit another sound track | everything else |
#
# And one famous account had "deep" in its very name, and still nobody doubted [L19].
#
# <details><summary>A short history, as far as this course can vouch for it</summary>
#
# Some three years before the letter, it says, one could see the defects with the naked eye [L13]. Faces of nobody came from pairs of networks set against each other, which you meet in lesson 04; most generators today work in another way (they are called diffusion models). Face swaps use yet another kind of
# network: one part reads any face, two parts draw one person's face each. You build one in lesson 06. The best-known program for it is **DeepFaceLab** [L20]; in 2024 its makers closed it for changes, and nobody mends it any more. We name it and do not run it: it is made for faces of real people, who would have to be asked.
#
# </details>
#
# > **Safety first.** In this course fakes are made of drawn actors only. No classmate, no teacher, no celebrity, not even as a joke. If a fake of you or of a friend has turned up, stop here. It is not your fault. Tell somebody you trust, today; write down the address and the account's name; do not pass it on, and do not pay.
# > Children's helplines by country: [Child Helpline International](https://childhelplineinternational.org). All seven steps are in the file SAFETY.md, in the folder above the notebooks.

# %% [markdown]
# ## A photograph is numbers
#
# What does a network get to see when it is "given photographs" [L1]? Here is an eye in one photograph of a **sitting** (many photographs of one person in a row): eight by eight pixels, each with a brightness from 0 (black) to 255 (white). Find the dark iris, the gleam in it, and the dark line of the upper lid. (In colour there are three such tables.)

# %%
column, row = np.round(album.landmarks[8, 0]).astype(int)
eye = study[8, row - 4 : row + 4, column - 4 : column + 4].mean(axis=2)
print(eye.round().astype(int))

# %% tags=["demo"]
dl.show(
    dl.drawing.sheet(study[:12], columns=6),
    alt="Twelve of five hundred photographs of one person with a brown bob. The head is "
    "nearly still; smile, mouth, eyes, brows and the side of the light change.",
    caption="Twelve of 500 photographs of one sitting. How few numbers tell them apart?",
)

# %% [markdown]
# Each photograph has 64 x 64 x 3 = 12,288 numbers. But they are not free: it is always the same face, and what changes is the light, the mouth, the eyes, a little the head. So maybe a dozen numbers say most of it.
#
# Here is the plan. Take the **average** of 500 photographs. Then look for the direction in which they differ most from it, then for the next one, and so on: twelve **components**. Every photograph becomes the average plus so much of the first component, so
# much of the second, and so on. This is no deep learning yet; the idea was used on faces in 1987 (Sirovich and Kirby). It shows, without any network, what "studies a face and learns to reproduce it" can mean.

# %% tags=["demo"]
numbers = face.numbers(new[1])
print("a photograph as twelve numbers:", numbers.round().astype(int))
print(f"12,288 numbers became {len(numbers)};", end=" ")
print(f"redrawn from them a pixel is off by {face.error(new[1:2]):.1f} of 255")
steps = [face.draw(numbers[:count]) for count in (0, 1, 2, 4, 8, 12)]
titles = ["average", "1 number"]
titles += [f"{count} numbers" for count in (2, 4, 8, 12)] + ["photograph"]
dl.show(
    dl.drawing.sheet([*steps, new[1]], titles, columns=7, side=112),
    alt="Seven pictures of one face. The average looks soft and calm. With each further "
    "number light, mouth and eyes come closer to the photograph at the right, which alone "
    "shows single hairs and sharp eyes.",
    caption="A photograph that was not studied, drawn with more and more numbers.",
)

# %% [markdown]
# What you have in your hands is small: an average and twelve components. What they could not hold stays soft: hairs, the edge of a lid. An error is left. If you clicked the sharp one at the start, this is what your eye had found.

# %% [markdown]
# ## Draw a photograph that was never taken
#
# Move the sliders. Nobody chose what they mean; they are the directions in which 500 photographs differed most. Which one moves the light from side to side? Which opens the mouth, which nods the head? Push one slider to -2.5 and to 2.5 before you decide. Then look for the smile.
# Zero everywhere is the average; 1 is as far as photographs usually go.

# %% tags=["demo"]
dl.people.dials_explorer.number_sliders(face.draw, face.spread)

# %% [markdown]
# Did you find the smile? The studio knows the truth of all 600 photographs, so we can ask what the twelve numbers know. A straight-line fit, learnt on 500 photographs, guesses each truth from them; on the 100 others **R²** says how well: 1 is exactly, 0 is no better than always saying the mean.

# %% tags=["nbval-check-output"]
table = np.c_[face.numbers(album.images), np.ones(600)]
for knob in ("light_x", "jaw", "yaw", "smile"):
    truth = album.truth[knob]
    fit = np.linalg.lstsq(table[:500], truth[:500])[0]
    missed = truth[500:] - table[500:] @ fit
    print(f"{knob:8} R² {1 - (missed**2).mean() / truth[500:].var():5.1f}")

# %% [markdown]
# The side of the light, the mouth, the turn of the head: they are in the twelve numbers. **The smile is not.** It changes few pixels, and the directions go where *most* pixels change. "The face and its expressions", says the letter [L1]; whoever reproduces a face by getting most pixels right may lose its expression. (The same in four other actors, as we
# had written down before: CLAIMS.md, 01-F.) Lesson 06 meets this again, with a network.
#
# Nothing was cut out and pasted. What is kept of 500 photographs is one average and twelve directions, and every pixel is worked out from these. So "it cuts and pastes stored photographs" is not how this machine works; lesson 06 asks the same of a network. (Can such a machine hold a photograph whole after all? Wait for the next experiment.)

# %% [markdown] tags=["deeper"]
# ### Deeper: your turn 1.1, draw it yourself
#
# A loop will do; NumPy's short form for "each row times its number, all added up" is `numbers @ components`. `average` holds D numbers, `components` is a table of K rows and D columns, `numbers` says how much of each row. Replace the three dots.


# %% tags=["exercise", "deeper"]
def draw(average, components, numbers):
    """The picture: the average plus each component, as much of it as its number says."""
    ### BEGIN SOLUTION
    return average + numbers @ components
    ### END SOLUTION


# %% tags=["check", "deeper", "nbval-check-output"]
dl.check("1.1")

# %% [markdown]
# ## How many photographs does it take?
#
# The letter speaks of a *large* number of photographs [L1]. How large? We study 13 of them, then 25, 50, 100, 200, 500, and each time draw two kinds of photographs from their twelve numbers: the **own** ones that were studied, and 100 **new** ones that were not. The **error** is how
# far a pixel is off, on average, in grey levels of 0 to 255.
#
# With 13 photographs the error on new ones is near 6. From how many on is it below 4.5? (And what would you say: how large is it on those 13 themselves?)

# %% tags=["demo"]
dl.guess(
    "01 photographs",
    "Photographs needed for an error below 4.5 on new ones",
    options=["25", "50", "100", "200", "500"],
)

# %% [markdown]
# Five **deals**: each time the 600 photographs are shuffled, 100 are put aside as new, and the others are studied in that order. The **interval** printed beside the mean is the range in which the true value may well lie, given so few deals.


# %%
def errors_of_a_deal(seed, counts):
    """Errors on own and on new photographs, one row each, for every count studied."""
    order = np.random.default_rng(seed).permutation(len(album.images))
    aside, others = album.images[order[:100]], album.images[order[100:]]
    learnt = [dl.faces.eigenfaces.learn_face(others[:count]) for count in counts]
    own = [one.error(others[:count]) for one, count in zip(learnt, counts)]
    return own, [one.error(aside) for one in learnt]


counts = np.array([13, 25, 50, 100, 200, 500])
deals = np.array([errors_of_a_deal(seed, counts) for seed in range(1, 6)])
error_own, error_new = deals.mean(axis=0)

# %% tags=["nbval-check-output"]
print("studied      own    new (95 % interval over five deals)")
for place, count in enumerate(counts):
    mean, low, high = dl.metrics.mean_interval(deals[:, 1, place])
    print(f"{count:7d} {error_own[place]:8.1f} {mean:6.1f} ({low:.1f} to {high:.1f})")

# %% tags=["demo"]
dl.show(
    dl.drawing.sheets.error_curves(counts, {"new": deals[:, 1], "own": deals[:, 0]}),
    alt=f"Two curves over 13 to 500 photographs studied. Error on new ones falls from "
    f"{error_new[0]:.1f} to {error_new[-1]:.1f}; on own ones it rises from "
    f"{error_own[0]:.1f} to {error_own[-1]:.1f}. They nearly meet.",
    caption="Error on new and on own photographs; thin lines are single deals.",
)
dl.compare("01 photographs", str(counts[error_new < 4.5][0]))

# %% [markdown]
# Look at the left end. With 13 photographs the error on its own ones is **nothing**, and on new ones it is the worst of all. An average and twelve directions can hold thirteen pictures whole: it has learnt them *by heart*, with all their accidents, and mistakes the accidents for the
# face. This is **overfitting**, and you will meet it in each lesson that trains something. Whoever only measures on own photographs never notices.
#
# Look at the right end, too. From 100 photographs on, little is gained: what is left is not lack of photographs but lack of numbers. Twelve cannot say more. (We had expected this shape: CLAIMS.md, 01-C. In a first sitting the head turned more, and all came out blurred: 01-A. All deals use one actor's 600 photographs, so
# the intervals say nothing about other faces; four other actors showed the same order.)

# %% [markdown]
# ### Your turn 1.2: how many are enough?
#
# Write it for any measurement: three arrays, and a limit. Give back the smallest number of photographs with which **new** photographs are drawn with an error below the limit. A loop with an `if` is fine.


# %% tags=["exercise"]
def how_many(counts, error_own, error_new, limit):
    """The smallest count whose error on new photographs is below the limit; counts rise."""
    ### BEGIN SOLUTION
    return counts[error_new < limit][0]
    ### END SOLUTION


# %% tags=["check", "nbval-check-output"]
dl.check("1.2")

# %% [markdown]
# ## Which of these is a deepfake?
#
# Six cases, in words:
#
# - **A** A footballer thanks his fans in nine languages. He spoke one; for the other eight a network changed a part of the picture.
# - **B** A company shows its "team". A network drew all eight portraits; none of these people exists.
# - **C** A minister's "yes" was cut out of one answer and set behind another question.
# - **D** A stunt double rides the motorbike. A network, trained on photographs of the star, puts the star's face on him.
# - **E** A statesman smiles and nods along to a song. An old portrait of him was moved by a student's face in front of a webcam.
# - **F** A holiday photograph with more contrast, and the sky made bluer.
#
# ### Your turn 1.3: name the kinds
#
# Write a dictionary, `kind_of = {"A": "...", "B": "...", ...}`, with one of these five words for each letter: `"whole face"`, `"swap"`, `"reenactment"`, `"dubbing"`, `"no deepfake"`.

# %% tags=["exercise"]
### BEGIN SOLUTION
kind_of = {
    "A": "dubbing",
    "B": "whole face",
    "C": "no deepfake",
    "D": "swap",
    "E": "reenactment",
    "F": "no deepfake",
}
### END SOLUTION

# %% tags=["check", "nbval-check-output"]
dl.check("1.3")

# %% [markdown]
# "Any edited picture is a deepfake" would make F one, and C, which may do the most harm of all, would slip through. What *deceives* and what a *network made* are two questions. Lesson 13 asks both.

# %% [markdown]
# ## The entry test: six clips, six stills
#
# "I would notice." Would you? Half of the next twelve are genuine: drawn actors, as they were filmed and photographed. In each of the other clips *one* thing was broken. In the other stills, another actor's face was laid in. Some are easy, some are not. Turn the sound on.
#
# How many fakes will you catch, and how many genuine ones will you accuse?

# %% tags=["demo"]
dl.guess("01 accused", "How many percent of the genuine will I accuse?", low=0, high=100)

# %% [markdown]
# First everything genuine: six clips, and six photographs with six other actors' faces ready to be laid in. (`care` is the forger's.)

# %%
lots = np.random.default_rng(13)
crew = [one.replace(glasses="none") for one in studio.cast(36, seed=21)]
filmed = studio.films(crew[24:30], seconds=2.5, fps=12, seed=21)
care = lots.permutation(np.linspace(0, 1, 6))
originals = studio.photograph(crew[:6], size=64, seed=21)
pasted = studio.tampering.paste_face(
    originals,
    others=crew[12:18],
    match_colour=0.1 + 0.9 * care,
    feather=0.5 + 1.5 * care,
    seed=21,
)

# %% [markdown]
# Which three clips are broken and which three stills forged, and in which way, is drawn by lot: reading on gives nothing away. Every still is shot once more by the same camera at the end.

# %%
broken, forged = (lots.permutation([dl.metrics.REAL, dl.metrics.FAKE] * 3) for _ in "ab")
ways = lots.permutation([("light", "wandering"), ("lips", "late"), ("blink", "one eye")])
clips = list(filmed)
for place, (cue, kind) in zip(np.flatnonzero(broken == dl.metrics.FAKE), ways):
    strength = lots.uniform(0.7, 1)
    clips[place] = studio.tamper(filmed[place], cue, strength, seed=3, kind=kind)
stills = np.array(
    [
        studio.develop(
            pasted.images[place] if forged[place] else originals.images[place],
            studio.SECOND_SHOT,
            np.random.default_rng(place),
        )
        for place in range(6)
    ]
)

# %% [markdown]
# Here they are, one after the other: your verdict, how sure you are, then the truth, and where you could have seen it (the sound that is heard stands beside a frame in phonetic letters: ʃ as in *ship*). A button gives measurements in words, the same for genuine and forged ones, for those who do not see the picture or do not hear the sound.
#
# For a *still* the words are no oracle: on 200 stills made like these a rule of two of them was right 62 % of the time (interval 55 to 68; CLAIMS.md, 01-E). For a *clip* they are, if read with care: frame by frame they say what a very patient eye would find, and a rule that read nothing else was right on 40 of 40 clips
# (interval 91 to 100; 01-G). So say how sure you are *before* you open them, or use them alone.

# %% tags=["demo"]
asked = dl.people.entry_test.by_turns(clips, broken, stills, forged, originals, pasted.blend)
test = dl.quiz(**asked, key="01 entry test")
test

# %% tags=["demo"]
# Run this cell after your twelve verdicts.
print(test.score())

# %% [markdown]
# Your score is a **pair**: fakes caught and genuine accused. Either alone is easy to get: who calls everything a fake catches all six. And each of the two has its **interval**: six fakes are few, and 4 of 6 can come from a skill of 30 to 90 %. So this test
# says little about you yet. It says how the course counts, and lesson 12 comes back to it.
#
# For comparison: over 56 studies and 86,155 people, 55.5 % of the answers were right (interval 48.9 to 62.1), for still images 53.2 %, for video 57.3 % (Diel et al. 2024, Computers in Human Behavior Reports 16). A coin gets 50. And being told to pay attention, or paid for it, did not help in a study of 2021 with 210 people (Köbis et al.).

# %% [markdown]
# ### What was done to them
#
# In three of the six stills somebody else's inner face, from brows to lower lip, was laid in: drawn with the same pose, light and expression, its colours moved towards those of the skin below, its edge softened. In three of the six clips one thing was drawn anew in every frame, with everything else as it was: the lamp on the inner face, the time at which the mouth moves, or one eye's lids.
#
# Is any of this a *deepfake*? By the letter's word, no: nobody learnt anything, a studio knew all actors. It does by hand what a swap does by learning. In lesson 06 a network does it. And the broken clips? Light, lips and blinking are three of the five signs that the letter tells people to look for [L17]. Lesson 07 builds a meter for each.

# %% [markdown] tags=["deeper"]
# ## Deeper: where the components come from
#
# Put the photographs into a table, one row each, and take the average away. The **singular value decomposition** writes this table as a product: how much, of which direction. Its first rows are the twelve directions
# that leave the smallest squared error; no other twelve do better (Eckart and Young 1936). Below we find them with NumPy's own routine and compare.

# %% tags=["deeper", "nbval-check-output"]
few = study[:100].reshape(100, -1).astype(float)
average = few.mean(axis=0)
_, lengths, directions = np.linalg.svd(few - average, full_matrices=False)
ours = dl.faces.eigenfaces.learn_face(study[:100])
same = np.abs((ours.components * directions[:12]).sum(axis=1))
print("agreement of the twelve directions, 1 is equal:", same.min().round(3))
kept = (lengths[:12] ** 2).sum() / (lengths**2).sum()
print(f"twelve numbers keep {100 * kept:.0f} % of the variance of 100 photographs")

# %% [markdown] tags=["deeper"]
# ### Your turn 1.4: the numbers of a photograph
#
# The other way round: a picture is given, its numbers are wanted. The components have length 1 and stand at right angles to each other, so each number is a product, pixel by pixel, added up.


# %% tags=["exercise", "deeper"]
def numbers_of(average, components, picture):
    """K numbers of a picture (D,); average (D,), components (K, D)."""
    ### BEGIN SOLUTION
    return components @ (picture - average)
    ### END SOLUTION


# %% tags=["check", "deeper", "nbval-check-output"]
dl.check("1.4")

# %% [markdown] tags=["deeper"]
# ## Deeper, and make: a sharper face
#
# Twelve is our choice. Change the number of components, or the photographs studied. **Target: an error below 3 on new photographs.** Then look at the error on the own ones, and at the number of components: is this still "a few numbers"?

# %% tags=["deeper"]
tried = dl.faces.eigenfaces.learn_face(study[:200], components=12)
print(
    f"{len(tried.components)} components: own {tried.error(study[:200]):.1f},",
    f"new {tried.error(new):.1f} grey levels",
)

# %% [markdown]
# ## Remember
#
# Three questions, without scrolling up. Wrong answers cost nothing and tell you something.

# %% tags=["demo"]
dl.recall("1.r1")

# %% tags=["demo"]
dl.recall("1.r2")

# %% tags=["demo"]
dl.recall("1.r3")

# %% [markdown]
# ## The letter says, we measured
#
# | the letter | what you measured |
# |---|---|
# | A network studies a large number of photographs and learns to reproduce a face [L1] | An average and twelve directions from 500 photographs redraw new ones with a pixel off by 4.1 of 255; from 13 photographs 5.8. No network yet, what it draws is soft, and the smile is not among the twelve |
# | Film: a green giant, a famous actor made younger [L7] | With drawn actors it is a turn of a dial, other lips to another sound track included, because all their numbers are known. For a real actor nobody has these numbers |
# | The account's name said "deep", and still nobody doubted [L19] | Not measured here. You were warned, and judged six clips and six stills; how you would have done unwarned, nobody knows. Lesson 13 comes back to it |
# | There are several kinds, a history, and programs [L20] | You told five kinds of case apart; two of the six were no deepfakes at all |
#
# What this does not show: how well *networks* forge, and how well you would do on faces of real people.

# %% [markdown]
# ## What next
#
# You met something that learns a face. Its average and twelve directions are about 160,000 values, and one calculation gave them all. Networks have millions of values, and no such calculation. How do they find them? Lesson 02: by mistakes.
#
# ### Take your answers along
#
# Your guesses and answers are kept for you alone, and later lessons come back to them: lesson 12 to your entry test. No name is kept with them, and nothing is sent anywhere.

# %% tags=["demo"]
dl.carry()

# %% [markdown] tags=["notes"]
# ## For the teacher (this cell is in the instructor's edition alone)
#
# **Before the lesson:** read SAFETY.md aloud or in your own words, and write the name of your safeguarding lead on the board.
#
# **Core in 45 minutes:** the click 2, dials 5, sound 3, claims, kinds and safety 5, numbers and sliders 8, how many photographs and exercise 1.2 8, kinds (1.3) 4, entry test 7, recall 3. An estimate: no class has been timed yet.
#
# **What to expect.** Nearly everybody clicks the photograph (it is the sharp one) without being able to say why; ask for the reason before the text is read. New photographs: 5.8 at 13 studied, 4.6 at 50, 4.3 at 100, 4.1 at 500; own: 0.0, 3.4, 3.7, 4.0. So 4.5 needs 100. Number 1 is the side of the light.
# "Make": 50 components from 200 photographs, or 40 from 300, reach the target. The score of the entry test is wide on purpose: 4 of 6 has an interval of 30 to 90 %.
#
# **Usual wrong answers.** 1.1: the average forgotten; every component added once. 1.2: the own error in place of the new; the place in the array in place of the count. 1.3: C and F called deepfakes; A and E mixed up (E takes a whole expression from another person, A makes only the mouth).
# 1.4: the average not taken away.
#
# **To discuss:** "The company of case B writes under its portraits: generated. Is it a fake?" (a) no, it says so; (b) yes, nobody exists; (c) it depends on what the portraits are for; (d) a label is not read. Lesson 13 brings a measurement for (d).
#
# **Free text, four lines:** 1 says that a deepfake is made by deep learning; 2 names a kind and what stays of the original; 3 tells own from new photographs; 4 gives both halves of a score, with an interval.
