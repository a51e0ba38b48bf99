# lesson: keras
# budget: 40

# %% [markdown]
# # Lesson 04: Two networks against each other
#
# **What does a forger learn from a judge who never shows it anything genuine, and is the forgery perfect when this judge gives up?**
#
# - **You will** train a forger and a judge one step at a time, watch every point and every push, draw a shape and see it chased, send yesterday's judge to today's forger, and ask a fresh judge what the old one no longer sees.
# - **You will learn** what a GAN is, what each of its two networks hears, why its losses say so little, and what mode collapse is.
# - **You need** lessons 02 and 03, 45 minutes, no network, no GPU. The parts marked **deeper** are extra.

# %% tags=["setup"]
import numpy as np

import deepfake_lessons as dl

dl.start(seed=1, keras=True)

# %% [markdown]
# ## The letter says
#
# Two networks learn against each other. One, the **generator**, makes things up; the other, the **discriminator**, tries to tell them from the genuine [L3]. Whoever is behind learns from the other's success [L4, L5], until a network *of the same level* can no longer tell [L6].
#
# With pictures of faces nobody could see what goes on: each is a point in a space of 12,288 dimensions. So today a "picture" is two numbers, a **point in the plane**. Genuine are the points of some shape. The forger has never seen it.
#
# We call the generator the **forger** and the discriminator the **judge**. Together they are a **GAN**, a generative adversarial network (Goodfellow and others, 2014).

# %% [markdown]
# ## Guess first
#
# Here is what you will measure at the end of the core part. A forger and a judge train until neither gains anything: the judge in office says "could be either" to almost everything. Now a **fresh judge** of the same size, who knows nothing, begins to learn on the finished forger's points. Half of the points it is then asked about are forged. What share does it get right?

# %% tags=["demo"]
dl.guess("04 fresh judge", "A fresh judge is right in so many percent", low=50, high=100)

# %% [markdown]
# ## The moment: under your hands
#
# Reality is a ring of eight small clouds (hollow circles). Crosses are the forger's points. The shade says what the judge thinks of each place: blue is genuine, orange and hatched is fake, the black line is one half. The net is the forger itself: a square of random numbers, and where the forger puts it.
#
# 1. Press **Step discriminator** ten times. The judge learns where the crosses are; the crosses stay.
# 2. Press **Step generator** a few times. The crosses follow the arrows, and the arrows are the judge's slope.
# 3. Then **Slow motion**, five times: that is one whole step.
# 4. Then **Play**. Watch the eight clouds being found, and **modes found** climb.


# %%
def fresh_start(reality=None, loss="pairs", recipe="balanced", seed=1):
    """A forger and a judge that know nothing; a reality is a distribution of points."""
    return dl.plane.PlaneGAN(reality or dl.plane.distributions.ring(), loss, seed, recipe)


trained = fresh_start()
trained.train(800)
live = {"gan": fresh_start(), "reality": dl.plane.distributions.ring()}


def begin(reality=None):
    live["reality"] = reality or live["reality"]
    live["gan"] = fresh_start(live["reality"])


def begin_trained():
    begin()
    if live["reality"].name == "ring of 8":
        live["gan"].restore(trained.snapshot())
    else:
        live["gan"].train(800)


# %% tags=["demo", "moment"]
dl.plane.stepping_explorer.stepping(
    lambda: live["gan"].view(),
    {
        "Step discriminator": lambda: live["gan"].step_discriminator(),
        "Step generator": lambda: live["gan"].step_generator(),
        "Step both": lambda: live["gan"].step(),
    },
    play=lambda steps: live["gan"].train(steps),
    sub_steps=lambda: live["gan"].sub_steps(),
    starts={"untrained": begin, "pre-trained": begin_trained},
    realities={
        name: lambda make=make: begin(make())
        for name, make in dl.plane.distributions.DISTRIBUTIONS.items()
    },
)

# %% [markdown]
# What did you see? Not one genuine point ever went into the forger. In goes noise; back comes a **slope**, for each of its own points: "a little to the left, and I would find it less fake." That is lesson 02's backpropagation, sent right through the judge. The letter's forger does not study pictures of faces. It studies a judge.
#
# ### Your turn 4.1
#
# These are the five parts of one step, shuffled. Put them in order, as a list of letters.
#
# - A: the generator turns noise into points
# - B: the discriminator's weights change
# - C: noise is drawn by lot
# - D: the discriminator's slope reaches the generator, and the generator's weights change
# - E: the discriminator judges genuine and forged points

# %% tags=["exercise"]
### BEGIN SOLUTION
step_order = ["C", "A", "E", "B", "D"]
### END SOLUTION

# %% tags=["check", "nbval-check-output"]
dl.check("4.1")

# %% [markdown]
# ## What each of them pays
#
# The judge gives each point a probability of fake. Its loss is lesson 03's surprise at the right answer, once for genuine points (label 0) and once for forged ones (label 1), added up. The forger's loss is the judge's surprise **if the forged points were called genuine**: it wants to be taken for real.
#
# ### Your turn 4.2
# Write both. Remember: fake is 1.


# %% tags=["exercise"]
def d_loss(real, made):
    """The judge's loss; real and made: its probabilities of fake, arrays of equal length."""
    ### BEGIN SOLUTION
    return -np.log(1 - real).mean() - np.log(made).mean()
    ### END SOLUTION


def g_loss(made):
    """The forger's loss; made: the judge's probabilities of fake for the forged points."""
    ### BEGIN SOLUTION
    return -np.log(1 - made).mean()
    ### END SOLUTION


# %% tags=["check", "nbval-check-output"]
dl.check("4.2")

# %% [markdown]
# ## Two ways to ask
#
# "Is this one fake?", asked about each point by itself, is the way of 2014: we call it **labels**. There is a second way. Lay one genuine and one forged point side by side and ask: "**which of these two is the fake?**" We call it **pairs**. The judge's logits for the two are subtracted, and only the difference counts.
#
# Why would one want that? A judge of single points who is sure has nothing to say any more: its slope is flat where the forger stands. In a pair there is always a *more*.

# %% tags=["demo"]
dl.show(
    dl.plane.loss_plots.two_ways(),
    alt=dl.plane.loss_plots.two_ways_words(),
    caption="What an answer costs, if one point is asked about (left), and if it is a pair.",
)

# %% [markdown]
# Both ways on the same ring, with the same weights to begin with. (The balanced recipe also makes the judge pay for steep slopes. In lesson 05 you learn why.)

# %% tags=["demo"]
by_way = {}
for way in ("labels", "pairs"):
    by_way[way] = fresh_start(loss=way)
    by_way[way].train(800)
    found = dl.plane.distributions.modes_found(
        by_way[way].generate(2000), by_way[way].reality
    )
    print(f"{way}: {found} of 8 modes found after {by_way[way].steps} steps")
losses = {way: one.losses for way, one in by_way.items()}
dl.show(
    dl.plane.loss_plots.losses(losses),
    alt=dl.plane.loss_plots.losses_words(losses),
    caption="Losses of judge and forger over 800 steps. They hardly move; much is learnt.",
)

# %% [markdown]
# Look at these curves once more, and compare them with lesson 03, where a falling loss meant learning. Here both losses hover, while the forger goes from nothing to a ring. Each grows better *and so does what it is measured against*. In a GAN the loss is no thermometer.
#
# ## Yesterday's judge, today's forger
#
# So how do you see that both get better? Let them meet across time. We keep both at five moments and let **every judge meet every forger**: what share of answers is right, half of the points being forged?

# %% tags=["demo"]
moments = (25, 100, 300, 800, 1600)
race = fresh_start()
kept = dl.plane.judges.moments(race, moments)
shares = dl.plane.judges.judges_and_forgers(race, kept)
dl.show(
    dl.plane.result_plots.matrix(shares, moments),
    alt=dl.plane.result_plots.words_of_matrix(shares, moments),
    caption="Each row is a judge, each column a forger. One half is guessing.",
)

# %% [markdown]
# Read a **row** from left to right: the same judge does worse and worse, because the forgers are better. Read a **column** downwards: against the same forger the judges do better, at first. Then look at the bottom row. The last judge is *not* the best one against the early forgers.
#
# We had written down that it would be right in nine of ten cases there (CLAIMS.md, 04-A). In ten seeds it was so once; on average it was right in 71 %. It has not met an early forger for a long time, and what is not needed is forgotten. A judge in a race is trained against *this* opponent.

# %% [markdown]
# ## Until a network of the same level can no longer tell?
#
# Now the letter taken at its word [L6]. The forger of step 1,600 is finished. The judge in office meets it; then a fresh judge of the same size, which learns from scratch; then one ten times larger.

# %% tags=["demo"]
in_office = shares[-1, -1]
same = dl.plane.judges.fresh_judge(race.reality, race.generate, hidden=64, seed=1)
larger = dl.plane.judges.fresh_judge(race.reality, race.generate, hidden=220, seed=1)
print(f"the judge in office: {100 * in_office:.0f} % right")
print("a fresh judge of the same size:", same)
print("a fresh judge ten times larger:", larger)
dl.compare("04 fresh judge", 100 * same.share)

# %% tags=["demo"]
figure = race.view()
dl.show(
    dl.plane.scene_plots.scene(figure, arrows=False, title="the finished forger"),
    alt=dl.plane.scene_plots.scene_words(figure),
    caption="What the fresh judge saw: crosses between the clouds, where nothing is real.",
)

# %% [markdown]
# "Can no longer tell" was true of *one* judge, the one in office. It had grown tired together with its forger. In ten runs of 2,000 steps it was right in 58 % of its answers on average; a fresh judge of the **same** size in 80 % (interval of the mean 75 to 85), one ten times larger in 83 % (79 to 87) (CLAIMS.md, 04-B; we had expected 60 to 75 % for the same size, and were wrong).
#
# So two things are not shown by a judge at one half: that the forger is good, and that you would need a bigger network to catch it. What you need is somebody new. (Remember this in lesson 11.)

# %% [markdown]
# ### Your turn 4.3: the freeze test
#
# While the forger learns, the judge must stand still: otherwise the forger moves the judge into being wrong, and what you train is nothing. In Keras this mistake is easy to make and hard to see. So write the test that finds it. You get a network's arrays before and after a step, and for each whether it is **trainable**. Some layers hold arrays that nobody teaches (running means, gathered while looking on): a change there is no crime.


# %% tags=["exercise"]
def judge_moved(before, after, trainable):
    """True if any trainable array changed; before and after: lists of arrays, in order."""
    ### BEGIN SOLUTION
    changed = [not np.array_equal(old, new) for old, new in zip(before, after)]
    return any(moved for moved, taught in zip(changed, trainable) if taught)
    ### END SOLUTION


# %% tags=["check", "nbval-check-output"]
dl.check("4.3")

# %% [markdown]
# Your test on a real pair of networks: one honest step of the forger, and one by a careless program that lets the judge move along.


# %% tags=["nbval-check-output"]
def careless_step(gan):
    gan.step_generator()
    kernel = gan.discriminator.trainable_variables[0]
    kernel.assign(kernel * 1.001)


honest_step = dl.plane.PlaneGAN.step_generator
for name, step in {"honest": honest_step, "careless": careless_step}.items():
    pupil = fresh_start(seed=5)
    arrays = pupil.discriminator.variables
    before = [one.numpy() for one in arrays]
    step(pupil)
    after = [one.numpy() for one in arrays]
    verdict = judge_moved(before, after, [one.trainable for one in arrays])
    moved = "not written yet" if verdict is ... else f"the judge moved: {verdict}"
    print(f"{name} step: {moved}")

# %% [markdown]
# ## When the forger finds one trick
#
# A forger needs to satisfy the judge, not to show all of reality. If it runs far ahead of the judge, there is a cheap way: put **everything** where the judge is friendliest at the moment. When the judge notices, move all of it. This is **mode collapse**. On demand: five steps of the forger for each of the judge, no payment for steep slopes, labels.

# %% tags=["demo"]
steps, found = list(range(0, 301, 50)), {"balanced": [], "collapse": []}
collapsed = fresh_start(loss="labels", recipe="collapse")
repaired = fresh_start()
for name, one in {"balanced": repaired, "collapse": collapsed}.items():
    for step in steps:
        if step > one.steps:
            one.train(step - one.steps)
        found[name].append(
            dl.plane.distributions.modes_found(one.generate(2000), one.reality)
        )
dl.show(
    dl.plane.result_plots.modes_over_time(steps, found),
    alt=dl.plane.result_plots.modes_words(steps, found),
    caption="Modes found of eight: the balanced recipe and the recipe for collapse.",
)

# %% tags=["demo"]
view = collapsed.view()
dl.show(
    dl.plane.scene_plots.scene(view, arrows=False, title="collapsed"),
    alt=dl.plane.scene_plots.scene_words(view),
    caption="The collapsed forger: all of its noise ends up in one small place.",
)

# %% [markdown]
# In ten runs each, the balanced recipe found 7 or 8 of the 8 clouds every time, the recipe for collapse 0 to 2 (benchmarks/plane.py). With faces a collapsed generator would draw the same person again and again. Each single picture may look fine, and no loss tells you.
#
# ### Your turn 4.4
# Count the modes that a cloud of points has found: those that have at least the share `least` of the points within the distance `reach`.


# %% tags=["exercise"]
def count_modes(points, modes, reach, least):
    """How many modes were found; points (N, 2), modes (K, 2)."""
    ### BEGIN SOLUTION
    distance = np.linalg.norm(points[:, None] - modes[None], axis=2)
    return int(((distance < reach).mean(axis=0) >= least).sum())
    ### END SOLUTION


# %% tags=["check", "nbval-check-output"]
dl.check("4.4")

# %% [markdown]
# ## Your own reality
#
# Draw something: press squares, or take a preset and change it. The next cell lets a forger chase what you drew. (Change it and run the cell again.)

# %% tags=["demo"]
board = dl.notebook.pad.pad(start="heart")
board

# %% tags=["demo"]
yours = fresh_start(dl.plane.distributions.drawn(board.cells))
yours.train(1000)
view = yours.view()
dl.show(
    dl.plane.scene_plots.scene(
        view, arrows=False, title="your drawing, chased for 1,000 steps"
    ),
    alt=dl.plane.scene_plots.scene_words(view),
    caption="Circles: points of your drawing. Crosses: the forger's.",
)

# %% [markdown]
# Where does it do badly? Gaps are hard. The forger is one smooth function: it bends its square, and cannot tear it. Between two parts of your drawing it always leaves a thread of crosses, and threads are what the fresh judge lives on.

# %% [markdown] tags=["deeper"]
# ## Deeper
#
# ### Your turn 4.5: the loss of pairs
# The judge gives each point of a pair a logit, positive for fake. The probability that it picks the made one is the sigmoid of the *difference*, made minus real. Write its mean surprise. (Lesson 05 trains with this loss.)


# %% tags=["exercise", "deeper"]
def pair_loss(real_logits, made_logits):
    """The judge's mean surprise over pairs; two arrays of equal length."""
    ### BEGIN SOLUTION
    return np.logaddexp(0, real_logits - made_logits).mean()
    ### END SOLUTION


# %% tags=["check", "deeper", "nbval-check-output"]
dl.check("4.5")

# %% [markdown]
# ## Make: tip the balance
#
# How far can you unbalance the two before the forger collapses? Change `forger_steps`, the rates or the penalty. **Target: a recipe that finds at most four modes with one seed and all eight with another.** Then say which of the two pictures a paper would print.

# %%
recipe = dl.plane.Recipe(penalty=0.0, judge_rate=2e-3, forger_rate=3e-3, forger_steps=2)
for seed in (1, 2):
    tried = fresh_start(loss="labels", recipe=recipe, seed=seed)
    tried.train(300)
    found = dl.plane.distributions.modes_found(tried.generate(2000), tried.reality)
    print(f"seed {seed}: {found} of 8 modes")

# %% [markdown]
# ## Remember

# %% tags=["demo"]
dl.recall("4.r1")

# %% tags=["demo"]
dl.recall("4.r2")

# %% tags=["demo"]
dl.recall("4.r3")

# %% [markdown]
# ## The letter says, we measured
#
# | the letter | what you measured |
# |---|---|
# | Two networks learn against each other [L3] | Yes, and you did both parts by hand. The forger never sees anything genuine: it hears the judge's slope |
# | The discriminator's success teaches the generator, and the other way round [L4, L5] | Judges do better against the same forger, forgers do better against the same judge, although no loss falls. But the last judge is not the best against early forgers: it forgets |
# | Until a network of the same level can no longer tell [L6] | Only the judge in office cannot. A fresh one of the same size tells most points apart |
#
# What this does not show: what happens with pictures. A plane has two dimensions, a small face 12,288.

# %% [markdown]
# ## What next
#
# Lesson 05 does the same with faces: two minutes on your laptop, from noise to people who do not exist.
#
# ### Take your answers along

# %% tags=["demo"]
dl.carry()

# %% [markdown] tags=["notes"]
# ## For the teacher (this cell is in the instructor's edition alone)
#
# **Core in 45 minutes:** the letter and the guess 4, the stepper and 4.1 12, losses and 4.2 6, two ways 4, matrix 4, fresh judges 4, freeze test 5, collapse and 4.4 5, own drawing 3.
#
# **What to expect.** Ten seeds of 2,000 steps (CLAIMS.md, 04-A and 04-B). Judge in office .55 to .62 right (mean .58), fresh judge of the same size .67 to .95 (mean .80), ten times larger .71 to .96 (.83). Matrix: first judge on the first forger .62, on the last .52; last judge on the first forger .71, on the last .58. Losses stay within .65 and .76. Balanced: 7 or 8 modes in all of ten seeds; collapse: 0 to 2. "Make": two forger steps give anything from 2 to 8 modes, depending on the seed.
#
# **Usual wrong answers.** 4.1: the forger learns before the judge. 4.2: labels the other way round; the forger's loss of 2014 with its flat slope. 4.3: running means taken for movement; only the first array compared. 4.4: one stray point counted as a mode.
#
# **To discuss:** "A company says that its detector can no longer tell its own generator's pictures from photographs. What do you conclude?" (a) the pictures are perfect; (b) the detector is bad; (c) nothing before somebody else has tried; (d) that the two were trained together. Ask who would have to try, and with what.
#
# **Free text, four lines:** 1 says what the forger gets to hear; 2 says what the loss does and does not tell; 3 keeps the judge in office and a fresh judge apart; 4 says what the plane leaves out.
