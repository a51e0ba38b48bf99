# lesson: numpy
# budget: 10

# %% [markdown]
# # Lesson 02: Learning from mistakes
#
# **How can a hundred million numbers find their own values?**
#
# - **You will** turn nine knobs by hand against a machine, watch an error run backwards through a drawing, and
#   find out how long one step would take without that trick.
# - **You will learn** what loss, slope, gradient, backpropagation, gradient descent and learning rate are.
# - **You need** Python at the level of functions and lists, 45 minutes, no network, no GPU. The parts marked **deeper** are extra.
#
# Run a cell with **Shift + Enter**. Nothing here can break: Kernel > Restart brings everything back.

# %% tags=["setup"]
import numpy as np

import deepfake_lessons as dl

dl.start(seed=1)

# %% [markdown]
# ## The letter says
#
# A detector is shown genuine and made pictures. At first it answers "all true". Its errors are found, and backpropagation tells how each of
# its parameters has to change [L10]. There may be 100 million of them; nobody sets one by hand, and the training set goes
# in again and again [L11].
#
# That is a lot in two sentences. Here you take it apart with a network small enough to hold in your hands: nine parameters.

# %% [markdown]
# ## Nine knobs
#
# Below, every dot is a picture that somebody measured twice: *how sharp is the seam between face and hair?* (far left: smeared, far
# right: over-sharp) and *how much does the light change?* The sixty numbers are invented, with a pattern like one that lesson 07 will measure:
# genuine pictures lie in a slanted band, fakes on both sides of it.
#
# The network has two **hidden units** and one **output**. A hidden unit takes the two measurements, multiplies each by a number, adds a third number (its **bias**) and
# squashes the sum between -1 and 1 with `tanh`: a soft line through the plane. The output mixes the two units in the same way, and squashes to a probability with a function called the
# **sigmoid**. That takes nine numbers. The field calls them **parameters** or **weights**; here they are our **knobs**. The **loss** says in one number how wrong the answers are: the mean squared
# distance between the answer and the truth (0 genuine, 1 fake). All answers at one half give 0.25; all right gives 0.


# %%
def invent_dots(n=60, seed=1):
    """Two measurements of n pictures, and the truth about each: 0 genuine, 1 fake."""
    rng = np.random.default_rng(seed)
    labels = np.arange(n) % 2
    fake_seam = rng.choice([-1, 1], n) * rng.normal(1.3, 0.3, n)
    seam = np.where(labels == 1, fake_seam, rng.normal(0, 0.35, n))
    light = rng.normal(0, 0.8, n)
    return np.column_stack([seam + 0.5 * light, light]), labels


def network(dots, knobs):
    """The probability of "fake" for every dot: two hidden units, one output, nine knobs."""
    first = np.tanh(dots @ knobs[0:2] + knobs[2])
    second = np.tanh(dots @ knobs[3:5] + knobs[5])
    return 1 / (1 + np.exp(-(knobs[6] * first + knobs[7] * second + knobs[8])))


dots, labels = invent_dots()
start = np.random.default_rng(3).normal(0, 0.5, 9).round(1)
print("the nine knobs at the start:", start)


# %% tags=["nbval-check-output"]
def loss(knobs):
    """The mean squared distance between the network's answers and the truth."""
    return np.mean((network(dots, knobs) - labels) ** 2)


print(f"loss at the start: {loss(start):.3f}")

# %% [markdown]
# ## Guess first
#
# You have twenty moves; one move is one knob set to a new place, and while you stay at the same knob it is still the same move. Then a machine gets twenty moves from the same start.
# How low will *your* loss be after twenty moves? Lock a guess. (You may skip it. It is between you and the notebook.)

# %% tags=["demo"]
dl.guess("02 twenty moves", "My loss after twenty moves", low=0, high=0.3)

# %% [markdown]
# ## Run: you against gradient descent
#
# Turn the knobs. The upper picture shows where the network says "fake" (hatched), with a ring around every wrong dot. The lower one shows your loss, and what a
# method named **gradient descent** reached in the same number of moves. (Drag, use the arrow keys, or click the number beside a slider and type.) It was given nothing that you do not have: the same dots, the same loss.

# %% tags=["demo", "moment"]
race = dl.learning.knobs_explorer.Race(network, loss, dots, labels, start, learning_rate=8.0)
race.explore()

# %% tags=["demo"]
# Run this cell after your twenty moves (and again after a better try).
dl.compare("02 twenty moves", race.yours[-1])
print(f"your moves: {len(race.yours) - 1}; gradient descent after 20: {race.machine[20]:.3f}")

# %% [markdown]
# ## Investigate: what does it know that you do not?
#
# Nothing secret. But you turn one knob and look; it asks all nine at once: *if I turned you up by a hair, would the loss rise or
# fall, and how steeply?* That number is the **slope** of the loss for this knob. All nine slopes together are the **gradient**.
# Then it turns every knob a little *against* its slope. That is the whole method.
#
# The obvious way to find a slope is to try: move one knob by a tiny amount, look at the loss, divide. This is a **finite difference**.


# %% tags=["nbval-check-output"]
def slope_by_trying(knobs, which, tiny=1e-5):
    """How steeply the loss changes with one knob, found by moving it a tiny bit both ways."""
    nudge = np.zeros(9)
    nudge[which] = tiny
    return (loss(knobs + nudge) - loss(knobs - nudge)) / (2 * tiny)


by_trying = np.array([slope_by_trying(start, which) for which in range(9)])
print("nine slopes, found by 18 trials:")
print(by_trying.round(3))

# %% [markdown]
# Nine knobs cost eighteen trials. A hundred million knobs would cost two hundred million, for a single step. So there is a better way,
# and without it nobody could train a network of that size.

# %% [markdown]
# ## The error runs backwards
#
# Take one hidden unit and one dot. The computer calculates from left to right, one small operation at a time. Each operation also
# knows its own slope: a `+` passes a change on as it is, a `*` multiplies it by the other factor. Slopes along a path
# **multiply**; slopes of several paths **add**. That is the chain rule, and going through it from the loss back to the knobs is **backpropagation**.
#
# One rule is worth keeping: the slope of a square is 2 times what is squared. `dl.Value` is a number that remembers how it was made.

# %% tags=["nbval-check-output"]
weight = dl.Value(0.5, label="weight")
bias = dl.Value(-0.2, label="bias")
answer = (weight * 1.5 + bias).tanh()
miss = (answer - 1.0) ** 2
answer.label, miss.label = "answer", "miss"
miss.backward()
print(f"answer {answer.data:.3f}, squared miss {miss.data:.3f}")
print(f"slope for the weight {weight.grad:.3f}, slope for the bias {bias.grad:.3f}")

# %% tags=["demo"]
dl.show(
    dl.learning.graph_plots.graph(miss),
    alt=dl.learning.graph_plots.describe_graph(miss),
    caption="Each box holds an operation, its value, and the slope of the miss for it.",
)

# %% [markdown]
# Both slopes are negative: turning either knob *up* makes the miss smaller. Now watch where they come from. Step through the backward pass
# with the buttons (or Tab and Space) and read the sentence under the picture at every step.

# %% tags=["demo"]
dl.learning.slow_motion_explorer.slow_motion(miss)

# %% [markdown]
# ## Your turn 2.1: what one operation passes back
#
# A slope arrives at the result of an operation, from the right: call it `upstream`. What does the operation hand on to its inputs?
# Replace the three dots. The rule for `tanh`: its slope at `a` is $1 - \tanh(a)^2$.


# %% tags=["exercise"]
def multiply_backward(a, b, upstream):
    """For c = a * b: (slope for a, slope for b), when `upstream` is the slope for c."""
    ### BEGIN SOLUTION
    return upstream * b, upstream * a
    ### END SOLUTION


def tanh_backward(a, upstream):
    """For c = tanh(a): the slope for a, when `upstream` is the slope for c."""
    ### BEGIN SOLUTION
    return upstream * (1 - np.tanh(a) ** 2)
    ### END SOLUTION


# %% tags=["check", "nbval-check-output"]
dl.check("2.1")

# %% [markdown]
# ## Do the two ways agree?
#
# The same nine slopes, now from one pass backwards through the whole network and all sixty dots. If backpropagation is right, it must
# give what the eighteen trials gave, up to the rounding of the trials.


# %%
def loss_of_values(knobs):
    """The same loss, written with numbers that remember: sixty dots, one Value at the end."""
    total = 0.0
    for (seam, light), label in zip(dots, labels):
        first = (knobs[0] * seam + knobs[1] * light + knobs[2]).tanh()
        second = (knobs[3] * seam + knobs[4] * light + knobs[5]).tanh()
        score = knobs[6] * first + knobs[7] * second + knobs[8]
        total += (1 / (1 + (-score).exp()) - label) ** 2
    return total / len(dots)


# %% tags=["nbval-check-output"]
values = [dl.Value(knob) for knob in start]
loss_of_values(values).backward()
by_backprop = np.array([value.grad for value in values])
print(by_backprop.round(3))
difference = np.abs(by_backprop - by_trying).max()
print("largest difference below one millionth:", difference < 1e-6)

# %% [markdown]
# One pass instead of eighteen trials, and the same nine numbers. You measured it. You need not take our word.

# %% [markdown]
# ## Your turn 2.2: one step
#
# You have the weights and their slopes. Take one step of gradient descent: every weight moves *against* its slope, by the slope times
# the **learning rate**. Give back new weights; leave the old ones as they are.


# %% tags=["exercise"]
def one_step(weights, slopes, learning_rate):
    """The weights after one step of gradient descent, as a new array of the same shape."""
    ### BEGIN SOLUTION
    return weights - learning_rate * slopes
    ### END SOLUTION


# %% tags=["check", "nbval-check-output"]
dl.check("2.2")

# %% [markdown]
# ## Again and again
#
# Show, find the error, change, show again: this is the loop of the letter [L10]. Twenty rounds of it, written out.

# %% tags=["nbval-check-output"]
values = [dl.Value(knob) for knob in start]
for move in range(21):
    wrong = loss_of_values(values)
    if move % 5 == 0:
        print(f"move {move:2d}: loss {wrong.data:.3f}")
    for value in values:
        value.grad = 0.0
    wrong.backward()
    for value in values:
        value.data -= 8.0 * value.grad

# %% [markdown]
# Look at the lines with `value.grad = 0.0`. Gradients **add up** on purpose, because a value may be used in many places. So before each
# new pass somebody has to wipe the slate. It is easily forgotten. What happens then? Measure.


# %% tags=["nbval-check-output"]
def train(wipe, moves=60, learning_rate=8.0):
    """The losses during training from the common start, with or without wiping old slopes."""
    values, losses = [dl.Value(knob) for knob in start], []
    for _ in range(moves + 1):
        if wipe:
            for value in values:
                value.grad = 0.0
        wrong = loss_of_values(values)
        wrong.backward()
        losses.append(wrong.data)
        for value in values:
            value.data -= learning_rate * value.grad
    return losses


wiped, forgotten = train(wipe=True), train(wipe=False)
for move in (10, 20, 40, 60):
    print(
        f"move {move}: slate wiped {wiped[move]:.3f}, slate forgotten {forgotten[move]:.3f}"
    )

# %% [markdown]
# Nothing crashes, and after twenty moves it is even ahead: old slopes push on, like a ball that keeps its speed. Then compare the last
# lines. A bug that looks better for a while and ends worse is hard to notice; that is why one looks at the whole curve.

# %% [markdown]
# ## The hundred-million meter
#
# The letter speaks of 100 million parameters [L11]. You have seen two ways to get the slopes. Suppose you had only the first one, trying every parameter
# in turn. How long would **one single step** take on this machine, for 100 million parameters and 64 pictures?

# %% tags=["demo"]
dl.guess(
    "02 hundred million",
    "One step by trying, in days",
    low=0.001,
    high=1e9,
    unit="days",
    log=True,
)

# %% [markdown]
# Here are networks of growing size. For each we time one look at the loss (trying needs one such look *per parameter*, two if you look on both sides as above) and one pass
# forward and back (backpropagation needs *one*, for all parameters together).

# %% tags=["demo", "timed"]
widths, parameters, one_look, forward_and_back = [8, 32, 128, 512], [], [], []
for width in widths:
    times = dl.learning.timing.time_network(width)
    parameters.append(times.parameters)
    one_look.append(times.forward)
    forward_and_back.append(times.both)
    print(
        f"{times.parameters:7,d} parameters: a look {1e3 * times.forward:.2f} ms,",
        f"forward and back {1e3 * times.both:.2f} ms",
    )

# %% tags=["demo", "timed"]
meter = dl.learning.timing.extrapolate(parameters, one_look, forward_and_back, to=100_000_000)
dl.show(
    dl.drawing.curves.meter(meter),
    alt=meter.words,
    caption="Time of one step. Trying: one timed look, times parameters. Hollow: carried on.",
)
dl.compare("02 hundred million", meter.trying_days, unit="days", how="calculated")
print(meter.words)

# %% [markdown]
# Nobody waited for the upper line: it is one look, timed, times the number of parameters. In a large network each look costs in proportion to its parameters, so the upper line grows with
# their **square** and the lower one with their number. Beyond the filled marks we assumed that and carried the lines on; a real network of that size has other
# costs too. That is why nobody trains by trying.

# %% [markdown] tags=["deeper"]
# ## Deeper: a value used twice
#
# In $f = (a \, x)(b + x)$ the number $x$ goes two ways. A nudge of $x$ reaches $f$ along both, and the slopes of both paths **add**.
#
# ### Your turn 2.3
# Find the slope of $f$ for $x$ by adding the two paths. (A check for yourself: `dl.Value` can tell you the answer.)


# %% tags=["exercise", "deeper"]
def slope_of_shared(a, b, x):
    """The slope of f = (a * x) * (b + x) for x, which is used twice."""
    ### BEGIN SOLUTION
    through_product = a * (b + x)
    through_sum = a * x
    return through_product + through_sum
    ### END SOLUTION


# %% tags=["check", "deeper", "nbval-check-output"]
dl.check("2.3")

# %% [markdown] tags=["deeper"]
# ### Your turn 2.4: the mean slope of a batch
#
# A step follows the *mean* over many examples. Take the smallest network there is: the answer is `weight * x`, the loss is the mean of
# `(weight * x - target) ** 2` over the batch. What is its slope for `weight`?


# %% tags=["exercise", "deeper"]
def mean_slope(weight, x, target):
    """The slope of mean((weight * x - target) ** 2) for weight; x, target: equal arrays."""
    ### BEGIN SOLUTION
    return np.mean(2 * (weight * x - target) * x)
    ### END SOLUTION


# %% tags=["check", "deeper", "nbval-check-output"]
dl.check("2.4")

# %% [markdown] tags=["deeper"]
# ### Deeper: when the step is too long
#
# A ball in a valley, loss $= \frac{c}{2} w^2$; $c$ is how sharply the valley curves. Slide the learning rate up and find where the ball
# no longer comes to rest.

# %% tags=["demo", "deeper"]
dl.explore(
    dl.learning.valley_plots.picture,
    alt=dl.learning.valley_plots.words,
    learning_rate=(0.05, 1.2, 0.05, 0.3),
    curvature=(1.0, 4.0, 0.5, 2.0),
    labels={"learning_rate": "learning rate", "curvature": "curvature c"},
)

# %% [markdown] tags=["deeper"]
# ### Your turn 2.5: explain it by a number
#
# Each step turns $w$ into $w - \eta \, c \, w$, with $\eta$ the learning rate. So $w$ is multiplied by the same number at every step. Which number? And
# where does it become dangerous?


# %% tags=["exercise", "deeper"]
def factor_per_step(learning_rate, curvature):
    """The number by which one step multiplies w in the valley curvature / 2 * w ** 2."""
    ### BEGIN SOLUTION
    return 1 - learning_rate * curvature
    ### END SOLUTION


def blow_up_rate(curvature):
    """The learning rate above which the steps grow instead of shrinking."""
    ### BEGIN SOLUTION
    return 2 / curvature
    ### END SOLUTION


# %% tags=["check", "deeper", "nbval-check-output"]
dl.check("2.5")

# %% [markdown]
# ## Make: does it always work?
#
# "A programmer sets the weights": you saw that nobody did. But is descent sure to arrive? We picked a start from which twenty moves are enough. Try others, and other learning
# rates. **Target: at least 17 of 20 starts end below a loss of 0.05.** You may change the learning rate and the moves. Then ask: why do
# some never arrive?


# %%
def descend(knobs, learning_rate, moves):
    """The loss after so many moves of gradient descent, slopes found by trying."""
    for _ in range(moves):
        slopes = np.array([slope_by_trying(knobs, which) for which in range(9)])
        knobs = knobs - learning_rate * slopes
    return loss(knobs)


starts = [np.random.default_rng(seed).normal(0, 0.5, 9) for seed in range(20)]
ends = np.array([descend(knobs, learning_rate=4.0, moves=40) for knobs in starts])
print(f"{(ends < 0.05).sum()} of 20 starts ended below 0.05; the worst at {ends.max():.3f}")

# %% [markdown]
# ## Remember
#
# Three questions, without scrolling up. Wrong answers cost nothing and tell you something.

# %% tags=["demo"]
dl.recall("2.r1")

# %% tags=["demo"]
dl.recall("2.r2")

# %% tags=["demo"]
dl.recall("2.r3")

# %% [markdown] tags=["deeper"]
# ## Deeper: the whole engine
#
# What you used is no black box. First what every node can do, then `Value` itself; with what you know now you can read it. One thing to notice in `backward`: it wipes
# the slopes of results in between by itself. Only the leaves, your knobs, keep adding up.

# %% tags=["demo", "deeper"]
import inspect

print(inspect.getsource(dl.autodiff._Node))
print(inspect.getsource(dl.Value))

# %% [markdown]
# ## The letter says, we measured
#
# | the letter | what you measured |
# |---|---|
# | Errors are found, and backpropagation tells how to change the parameters [L10] | One pass back gave the same nine slopes as eighteen trials, to within a millionth |
# | There may be 100 million parameters, all changed automatically [L11] | Trying each of them would make a single step take the time that the meter printed; backpropagation needs one pass. Nobody set a knob |
# | The training set goes in again and again [L11] | Twenty rounds took the loss from 0.282 to 0.024. From other starts it can get stuck: more rounds are no promise |
#
# What this does not show: that the network learnt anything about *faces*. Its sixty dots were invented.

# %% [markdown]
# ## What next
#
# In lesson 03 the same loop meets real photographs. What does a network answer before it has learnt anything? Take a guess on the way.
#
# ### Take your answers along
#
# Your guesses and answers are kept for you alone, and later lessons may come back to them. No name is kept with them, and nothing is sent anywhere.

# %% tags=["demo"]
dl.carry()

# %% [markdown] tags=["notes"]
# ## For the teacher (this cell is in the instructor's edition alone)
#
# **Core in 45 minutes:** letter and guess 5, race 10, slopes and the drawn graph 8, exercise 2.1 6, agreement and exercise 2.2 6, loop 3, meter 4, recall 3.
#
# **What to expect.** The race starts at a loss of 0.282; gradient descent is at 0.024 after twenty moves, always. Hands rarely go below 0.15 without a plan; a pupil
# who sees that the band needs two parallel lines (unit 1 and unit 2 with opposite signs) can win, and should be asked to explain how. The meter says years
# against seconds on any laptop; the factor between one look and one pass forward and back was 3 to 5 where it was written. In "Make" the unchanged numbers give 7
# of 20; a learning rate of 8 with 40 moves gives 16, a rate of 4 with 200 moves 17.
#
# **Usual wrong answers.** 2.1: upstream forgotten, factors swapped. 2.2: plus instead of minus; the old weights overwritten. 2.3: one path only. 2.4: the sum in
# place of the mean, or the 2 forgotten. 2.5: 1 / c, which is the fastest learning rate, not the largest.
#
# **To discuss:** "Nobody set the nine knobs. Who is responsible for what they do?" (a) nobody; (b) whoever chose the dots; (c) whoever chose the loss; (d) whoever uses the answers. There are reasons for b, c and d.
#
# **Free text, four lines:** 1 names the loss as a number that says how wrong the answers are; 2 says that a slope tells what a small turn of one knob does; 3 says that
# all slopes come from one pass back; 4 gives a limit (a start that gets stuck, invented dots).
