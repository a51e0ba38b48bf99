# lesson: keras
# budget: 90

# %% [markdown]
# # Lesson 08: The detector
#
# **Can a network find what other networks have made, and how would you know that it really can?**
#
# - **You will** gather five kinds of fakes, beat simple detectors with a network, watch it learn where to look, and open a sealed exam, once. Then you will find the cheating in three reports.
# - **You will learn** how to divide pictures so that an exam is one, what a shortcut is, and how to ask a network where it looks.
# - **You need** lessons 03, 05 and 07 (06 helps), 45 minutes, no internet, no GPU. If you did lessons 05 and 06, your own fakes are used. The parts marked **deeper** are extra.

# %% tags=["setup"]
import numpy as np

import deepfake_lessons as dl

dl.start(seed=1, keras=True)

# %% [markdown]
# ## The letter says
#
# Making pictures with networks always leaves an error, and another network can be taught to find it [L8]. It is a true/false classifier: shown genuine and made pictures it first says "all true"; its errors are found, and backpropagation says how to change its parameters [L10]. Training stops at some accuracy; 95 % is considered quite normal [L12].
#
# Lesson 03 built that loop by hand, against one crude forgery. Here are better ones.

# %% tags=["demo"]
dl.guess("08 exam", "Right on people it never saw, of 100 pictures", 50, 100)

# %% [markdown]
# ## The enemy
#
# Four hundred and forty drawn actors are photographed, five times each. From four of the five photographs a fake is made; as many faces come from no photograph, but from a **GAN**, as in lesson 05 (yours, if you kept one). The four: somebody else's face laid in by a **swap**, as in lesson 06, and one of lesson 07's faults, a wrong **seam**, a wrong **shadow** or a wrong **light**. Lips that come late and a missing blink are not here: one picture cannot show them.
#
# A lamp that wanders is mostly where it should be. So for each fake of light 64 wandering lamps are drawn, and the one is taken that stands farthest from its place.
#
# At the very end every picture, genuine or fake, of every kind, is shot once more by *the same* camera. Why? (The first drawing takes about a minute; then it is kept.)

# %% tags=["demo"]
from deepfake_lessons import detector
from deepfake_lessons.detector import explain, forgeries, own_fakes, shortcut

gan = own_fakes.generator()
fakes = forgeries.collect(actors=440, each=1, generator=gan, seed=801)
print(fakes)
shown = {}
for method in forgeries.METHODS:
    some = np.flatnonzero(fakes.method == method)[:9]
    genuine = fakes.label == dl.metrics.REAL
    twins = genuine & (fakes.source[some, None] == fakes.source)
    photographs = None if method == "gan" else fakes.images[twins.argmax(axis=1)]
    shown[method] = photographs, fakes.images[some]
dl.show(
    dl.detector.plots.beside(shown),
    alt=dl.detector.plots.beside_words(shown),
    caption="Fakes have a triangle in the corner; above each its photograph. "
    "Which would you find?",
)

# %% [markdown]
# Had the fakes another noise or another compression than the photographs, a network could learn the *camera*, be right on every picture, and know nothing about fakes. That is what the last camera is for.
#
# Which kind will be found least?

# %% tags=["demo"]
dl.guess("08 method", "The network will find least of", options=list(forgeries.METHODS))

# %% [markdown]
# ## Nobody on two piles
#
# Study pile, mock exam, exam: as in lesson 03. But a fake has several owners. A swap shows the body of one actor and the face of another. And it was made from a photograph that is in our collection, too. Suppose the exam holds a picture of Anna's head with Berta's face. Which pictures may the network study?
#
# ### Your turn 8.1
# For all N pictures you get whose head it is (`actor`), whose `face` is shown, the number of the photograph that it is or was made from (`source`), and the places of the pictures that are in the `exam`. Which may be studied? `face` is the same number as `actor` except in a swap. -1 stands for nobody (a GAN's face) or no photograph, and forbids nothing. Answer True or False for each picture; those of the exam itself get False.


# %% tags=["exercise"]
def may_study(actor, face, source, exam):
    """(N,) bool: True where a picture may be studied while others are in the exam."""
    ### BEGIN SOLUTION
    allowed = np.ones(len(actor), bool)
    allowed[exam] = False
    people = np.union1d(actor[exam], face[exam])
    photographs = source[exam]
    for column, taken in ((actor, people), (face, people), (source, photographs)):
        allowed &= ~np.isin(column, taken[taken >= 0])
    return allowed
    ### END SOLUTION


# %% tags=["check", "nbval-check-output"]
dl.check("8.1")

# %% [markdown]
# `forgeries.split` deals whole circles of actors who lend one another faces. (Some seams show a stranger's face, who is in no pile.) Four fifths are studied, a tenth is the mock exam, a tenth the exam. And the exam goes under its seal.

# %% tags=["demo"]
dealt = forgeries.split(fakes, (0.8, 0.1, 0.1), seed=1)
study, mock, exam = (fakes[places] for places in dealt)
owners = {}
for name, pile in (("study", study), ("mock exam", mock), ("exam", exam)):
    people = np.union1d(pile.actor, pile.face)
    owners[name] = {f"person {k}" for k in people if k >= 0}
    print(f"{name:10}{len(pile):6,} pictures of {len(owners[name])} actors")
    owners[name] |= {f"photograph {k}" for k in pile.source if k >= 0}
twice = sum(len(some) for some in owners.values()) - len(set.union(*owners.values()))
print("people and photographs on two piles:", twice)
sealed = dl.exam("08 detector", exam.images, exam.label)
print(sealed)

# %% [markdown]
# ## The simple ones first
#
# Before a network: what can be had for little? Eighteen numbers for each picture, how strong its finest details are, and a logistic regression on them (the neuron of lesson 02 with 18 inputs). It takes a second.

# %% tags=["demo"]
simple = dl.detector.baselines.on_energies(study.images, study.label)
says = simple(mock.images) > 0.5
print("eighteen numbers, mock exam:", dl.metrics.accuracy(says, mock.label))
print(dl.metrics.pair(says, mock.label))

# %% [markdown]
# That is the bar. Note it.
#
# ## A newborn network
#
# All of it, 48,545 parameters. (The letter speaks of 100 million [L11]. Ours fits on this page.)

# %% tags=["demo"]
import inspect

head, _, body = inspect.getsource(detector.build_detector).split('"""')
print(head.strip() + "\n    " + body.strip())
newborn = detector.build_detector()
said = detector.scores(newborn, mock.images)
print("\n" + inspect.getsource(detector.Roughness.call))
print("channels, width of the window, stride of each layer:", detector.LAYERS)
print("\nA newborn:", dl.metrics.pair(said > 0.5, mock.label))
print(f"scores from {said.min():.2f} to {said.max():.2f}")

# %% [markdown]
# A stride of 2 halves the picture. Batch normalisation keeps the numbers of a handful on one scale; `Flatten` lays the last maps into a row. `Roughness` is fixed: nothing in it is learnt. It adds second differences over one pixel and over two, and a first difference, across and down. (Lesson 07's seam meter is a ratio of such differences.) Everything else starts by lot.
#
# Does a newborn say "all true", as the letter has it? What it says is chance: all true, all fake, or some of each, as lesson 03 showed with twenty newborns. What matters: none of its answers was ever corrected. Whatever it says of forging is an accident.
#
# ## Show, check, change, again
#
# Each handful holds 32 fakes and, beside each, *the photograph that it was made from* (beside a face of a GAN, any photograph): what differs between them is the forgery. Ten times the mock exam is written. Above: its four counts, and how many are right. Below: five fakes of the mock exam, with dots where the network looks (made by Grad-CAM; see "deeper"). They mean little at first. Half a minute.


# %% tags=["demo", "timed"]
def first_of(method):
    """The first fake of this kind in the mock exam."""
    return mock.images[np.flatnonzero(mock.method == method)[0]]


model = detector.build_detector()
five = {method: first_of(method) for method in forgeries.METHODS}
live = dl.detector.live.LiveDetector(model, detector.STEPS, five)
often = detector.how_often(study.method)  # what is hard to learn is shown more often
piles = study.images, study.label, mock.images, mock.label, study.source, often
fitted = detector.fit_detector(model, *piles, seed=1, callback=live)
dl.keep("08.detector", model.get_weights())
print(fitted)

# %% [markdown]
# When it had ended, the last bias was moved so that on the mock exam both kinds of errors are equally frequent. (The counts above are from before this. In lesson 03 you set a newborn's last bias by hand.)
#
# ### Your turn 8.2
# The library kept the weights of the best mock exam. A training can also be *ended* by it: as soon as `patience` mock exams in a row have brought nothing better than the best so far. You get the surprise at each mock exam (lower is better). Give back two places, counted from 0: the mock exam whose weights are kept, and the one after which training ended (the last, if it never was ended).


# %% tags=["exercise"]
def stop_early(surprise, patience):
    """(place of the best, place of the last) mock exam of a training ended by patience."""
    ### BEGIN SOLUTION
    best = 0
    for place in range(len(surprise)):
        if surprise[place] < surprise[best]:
            best = place
        if place - best >= patience:
            return best, place
    return best, len(surprise) - 1
    ### END SOLUTION


# %% tags=["check", "nbval-check-output"]
dl.check("8.2")

# %% [markdown]
# ## The moment: the sealed exam
#
# Nothing was chosen by these pictures: no weight, no step, no threshold. Half of them are fakes, and of all the people in them the network has seen nobody. You may open it **once**: the cell tries it twice, and the second line is the first result again. (A promise, not a lock, as in lesson 03: the pictures lie in `exam.images`.)

# %% tags=["demo", "moment", "trained"]
result = sealed.open(lambda images: detector.scores(model, images))
print(result)
scores = detector.scores(model, exam.images)
right = dl.metrics.accuracy(scores > 0.5, exam.label)
print("right:", right)
dl.compare("08 exam", round(100 * right.share))
dl.keep("08.scores", np.column_stack([scores, exam.label]))

# A second try, with a detector that calls everything fake.
print(sealed.open(lambda images: np.ones(len(images), bool)))

# %% [markdown]
# ### By method, and by people
#
# One number hides two things: which fakes are found, and whom it accuses.


# %% tags=["demo", "trained"]
def rates(chosen):
    """(genuine accused, fakes caught) among the exam pictures that are chosen."""
    both = []
    for kind in (dl.metrics.REAL, dl.metrics.FAKE):
        part = scores[chosen & (exam.label == kind)] > 0.5
        both.append(dl.metrics.Rate(int(part.sum()), len(part)) if len(part) else None)
    return tuple(both)


bands = np.array([actor.skin_band for actor in exam.actors])
band = np.where(exam.actor >= 0, bands[exam.actor], -1)
rows = {"all": rates(exam.label >= 0)}
rows |= {method: rates(exam.method == method) for method in forgeries.METHODS}
ends = {0: " (lightest)", 5: " (darkest)"}
rows |= {f"skin {k + 1}{ends.get(k, '')}": rates(band == k) for k in range(6)}
dl.show(
    dl.metrics.plots.by_group(rows),
    alt="Shares with intervals. " + dl.metrics.plots.group_words(rows),
    caption="Your exam by method and skin-tone band. Bars are intervals: forty-four people "
    "are few, seven or eight a band very few.",
)
caught = {method: rows[method][1].share for method in forgeries.METHODS}
dl.compare("08 method", min(caught, key=caught.get))

# %% [markdown]
# Several pictures show the same person, so the true intervals are wider than these bars. In the five trainings measured beforehand 11 % of the darkest band's genuine pictures were accused (5 to 18, counted by people), of all together 6 % (CLAIMS.md, 09-B). Lesson 09 comes back to it.
#
# ### Beside the others
#
# One training is one throw. Here are **five**, measured beforehand, on two hundred actors whom nobody had looked at while this lesson was made. They studied 1,440 actors, four times as many as yours. Seam, shadow and light have a strength of 0.95 there; studied were 0.9 and 1. Beside them, on the same pictures: the simple ones, the meters of lesson 07 that can judge a single picture, and Meso4, a well-known small network from 2018.

# %% tags=["demo"]
peers, table = dl.detector.peers.stored(), dl.detector.stored.load()
everybody = peers.beside(table)
dl.show(
    dl.detector.plots.side_by_side(everybody),
    alt=dl.detector.plots.side_by_side_words(everybody),
    caption="Top row: genuine pictures accused, further left is better. Below: fakes caught, "
    "further right is better. Bars are intervals.",
)
for name in peers.names:
    print(f"{name:20} right: {peers.correct(name)}")
right = []
for seed in range(1, 6):
    some = table.where(pile="exam", seed=seed)
    right.append(dl.metrics.accuracy(table.score[some] > 0.5, table.label[some]).share)
    print(f"the network, training {seed} right: {100 * right[-1]:.1f} %")
print(f"the network, mean: {100 * np.mean(right):.1f} %")

# %% [markdown]
# On the mixture of all five kinds nothing simple comes near. The network: 94.7 % right (94.3 to 95.2). The meters: 73 %. Your eighteen numbers ("high-pass energies"): 66 %. A line through the pixels: 57 %. Meso4 as published (Afchar and others, 2018): 74 % after a minute, twice our time; *eased*, with quicker averages and without zooming and turning its pictures: 86 %.
#
# But read it line by line. **Faces of a GAN fall to eighteen numbers**: 99 % caught, ours 96. **Shadow and light fall to the meters**: 100 and 98 %, ours 96 and 91; a meter is told where eyes and mouth are, and measures one thing well. What they pay is at the top: 26 and 19 of 100 genuine pictures accused, the network 6. Where you know which kind of fake to expect, ask a simple tool first.
#
# We had wanted 95 % from the five on average, on people nobody had looked at: 94.7 came out, so that goal is missed. 90 % of every single kind: reached (light, 91). A first try on two hundred other people missed both, with 94.9 and 89 (benchmarks/results/detector.json).
#
# ### Your own swap
#
# If you kept your swap in lesson 06: its actors were in no pile here, and it is another swap than the one that was studied. Is it found?

# %% tags=["demo", "trained"]
yours = own_fakes.swapped(40)
if yours is not None:
    said = detector.scores(model, yours.images)
    print(dl.metrics.pair(said > 0.5, yours.label))

# %% [markdown]
# ## The leak
#
# Suppose somebody divides the *pictures* by lot and not the people. The network meets in the exam people whom it has studied. Does that help it? Ten trainings were made beforehand for each of two sets. The first is a collection like ours. The second was **built to leak**: of half of its actors there are only genuine pictures, of the other half only "fakes", and nothing at all was done to those. Whoever knows the person knows the answer.

# %% tags=["demo"]
findings = dl.detector.findings.stored()
dl.show(
    dl.detector.finding_plots.dots(findings),
    alt=dl.detector.finding_plots.dots_words(findings),
    caption="Each mark is one training, a line is the mean; the same pictures, dealt in two "
    "ways. Dotted: a coin.",
)
ways = {
    "forgeries": findings.drawn[0] - findings.drawn[2],
    "built to leak": findings.built[1, 0] - findings.built[1, 1],
}
for name, apart in ways.items():
    mean, low, high = dl.metrics.t_interval(100 * apart)
    seen = "no leak to be seen here" if low <= 0 <= high else "a leak"
    print(f"{name}: {mean:+.0f} points by frame ({low:+.0f} to {high:+.0f}), {seen}")

# %% [markdown]
# In the first set the interval holds 0: **no leak to be seen here**. There is little to leak. Everybody is in it as often genuine as forged, so knowing somebody says nothing about the answer. (That is no permission: the interval reaches up to fifteen points. Look at the dots on the right: from 73 to 94 %, with a dozen people in the exam. Which dozen, matters.)
#
# In the second set all five trainings are right on every picture, and nothing at all was forged. On people whom it has not studied the same network guesses. Where one person is always fake and another never, the exam must be dealt by person, or it measures memory.
#
# ## The shortcut
#
# Now real photographs of people against faces of nobody: scikit-image's faces and the studio's. (With a folder of your own, or `download=True`, they become photographs against AI portraits: `shortcut.real_against_ai(folder)`.) How much can *one number* of a picture do that has nothing to do with faces?

# %% tags=["demo"]
sources = shortcut.real_against_ai()
print(sources)
as_they_come = shortcut.one_number(sources.images, sources.label)
even = shortcut.balanced(sources)
balanced = shortcut.one_number(even.images, even.label)
for name, share in as_they_come.items():
    print(f"{name:12} {100 * share:3.0f} % right, balanced {100 * balanced[name]:3.0f} %")
dl.show(
    dl.faces.plots.rows(
        {
            f"{title}, {name}": some.images[some.label == kind][:8]
            for title, some in (("as they come", sources), ("balanced", even))
            for name, kind in (("genuine", dl.metrics.REAL), ("made", dl.metrics.FAKE))
        }
    ),
    alt="Four rows of faces. As they come: small grey photographs, and drawn faces in "
    "colour. Balanced: both grey, both coarse.",
    caption="Balanced: the same cut, pixels, blur and compression, and no colour.",
)

# %% [markdown]
# A detector of *colour* is right on every picture, and knows nothing about faces. Balancing takes away what comes from the source. It can only take away what somebody thought of.

# %% tags=["demo"]
dl.show(
    dl.detector.finding_plots.shortcut_bars(findings),
    alt=dl.detector.finding_plots.shortcut_words(findings),
    caption="Right answers with the archives as they come, and balanced. Last pair: fakes "
    "caught as they come, and dressed as the other archive. Dots are five seeds.",
)

# %% [markdown]
# The third group of bars is a network like yours, trained on these two archives: right on every picture. The last group asks what it had learnt. Its fakes are given the pixels and the colour of the other archive, and nothing else is done to them: not one is caught any more. What it went by was the archive: pixels and colour. Whatever else it had seen in the faces did not count.
#
# After balancing the network is still right on 99 of 100. Is that a shortcut, too, or is it that a drawn face *is* drawn? The number alone does not say; only pictures from a third archive would. Against real AI portraits (faces by StyleGAN2 and by Stable Diffusion 3 against photographs of 20 people) much the same happened: 100 of 100 as they came, 91 and 93 balanced, and of disguised fakes 19 % (3 to 39 in single trainings) and 31 % (10 to 72) were caught (CLAIMS.md, 08-B).
#
# ### Three reports
#
# Three teams send you their reports. In each of them somebody cheated, perhaps without knowing it. Each comes with the lists of its piles. Look at them before you guess.

# %% tags=["demo"]
reports = dl.detector.reports.three(findings)
for report in reports:
    card = dl.detector.finding_plots.card(report)
    dl.show(card, alt=dl.detector.finding_plots.card_words(report), caption=str(report))

# %% [markdown]
# ### Your turn 8.3
# Write the inspector. A report is a dict: who is shown in each picture (`study_person`, `exam_person`), the exam's labels (`exam_label`, 0 or 1), from which archive each exam picture came (`exam_archive`), how many detectors were tried (`tries`), and by which pile the best was chosen (`chosen_on`, "mock exam" or "exam"). `reports[0].facts()` is such a dict: try your inspector on all three. Answer with one word: "people", if somebody is on both piles; "archive", if the archive alone gives the answer away (there are several, and none holds both kinds); "chosen", if the best of several tries was chosen on the exam; "fair", if nothing is wrong. No report has two faults.


# %% tags=["exercise"]
def cheating(report):
    """One word: "people", "archive", "chosen" or "fair"."""
    ### BEGIN SOLUTION
    if np.isin(report["exam_person"], report["study_person"]).any():
        return "people"
    archive, label = report["exam_archive"], report["exam_label"]
    archives = np.unique(archive)
    kinds = [np.unique(label[archive == one]) for one in archives]
    if len(archives) > 1 and all(len(one) == 1 for one in kinds):
        return "archive"
    if report["tries"] > 1 and report["chosen_on"] == "exam":
        return "chosen"
    return "fair"
    ### END SOLUTION


# %% tags=["check", "nbval-check-output"]
dl.check("8.3")

# %% tags=["demo"]
for report in reports:
    print(f"{report.name}: {report.claims}")
    print(f"   repeated honestly: {report.truth}")

# %% [markdown]
# ## Where does it look?
#
# Cover a square of the picture with a blur of itself. How much does the score fall? Do it for every square: a map of what speaks for "fake". It needs nothing but the scores, so it works with any detector. Choose a fake.


# %% tags=["demo", "trained"]
def score(images):
    return detector.scores(model, images)


def look(method, number, side):
    """One fake of the exam, its occlusion map, and where it was really changed."""
    place = np.flatnonzero(exam.method == method)[number]
    heat = explain.occlusion(score, exam.images[place], side=side)
    maps = {"covering": [heat]}
    if (region := forgeries.changed(exam, place)) is not None:
        maps["what was changed"] = [region]
    face = exam.images[place][None]
    titles = [f"{method}, score {score(face)[0]:.2f}"]
    page = dl.detector.plots.looks(face, maps, titles, side=190)
    return page, dl.detector.plots.looks_words(maps, titles)


dl.explore(
    look,
    alt="One fake, dots where covering it lowers the score, and dots where it was changed.",
    method=list(forgeries.METHODS),
    number=(0, 19, 1, 0),
    side=(6, 24, 2, 12),
    labels={"side": "side of the square"},
)

# %% [markdown]
# ### Your turn 8.4
# Say it in a word. `heat` is a map of numbers, some below 0; `regions` has for each name a map of True and False. Give back the name of the region in which the heat is highest *on average*. (Not in sum: the wall is large.)


# %% tags=["exercise"]
def evidence_in(heat, regions):
    """The name of the region with the highest mean heat; regions: name -> (S, S) bool."""
    ### BEGIN SOLUTION
    return max(regions, key=lambda name: heat[regions[name]].mean())
    ### END SOLUTION


# %% tags=["check", "nbval-check-output"]
dl.check("8.4")

# %% [markdown]
# Does it look where the forgery is? Here we know. **The pointing game**: the hottest point of the map, does it lie where the picture was changed? Twenty-four fakes that were found, six of each kind that has a photograph. Chance is the share of the picture that was changed.

# %% tags=["demo", "trained"]
hits, chance = [], []
for method in forgeries.METHODS[1:]:
    found = np.flatnonzero((exam.method == method) & (scores > 0.5))[:6]
    regions = [forgeries.changed(exam, place) for place in found]
    maps = [explain.occlusion(score, exam.images[place]) for place in found]
    points = [explain.points_at(heat, region) for heat, region in zip(maps, regions)]
    share = 100 * np.mean(regions)
    print(f"{method:8} {sum(points)} of {len(points)}, by chance {share:.0f} %")
    hits += points
    chance += [region.mean() for region in regions]
pointing = dl.metrics.Rate(sum(hits), len(hits))
print(f"hottest point on what was changed: {pointing}")
print(f"by chance: {100 * np.mean(chance):.0f} %")

# %% [markdown]
# In the five trainings measured beforehand the hottest point lay on what was changed in 415 of 500 fakes, 83 % (79-86), where chance gives 22 (benchmarks/results/detector.json). So the network is right for a reason that has to do with the forgery, mostly.
#
# "It sees what I see"? Not so fast. Go through a few faces of a GAN with the controls above: do the dots lie where *you* would have looked? And the last cell of the next part (deeper) changes a genuine picture by one grey level in each pixel. Look at what it then says.

# %% [markdown] tags=["deeper"]
# ## Deeper: ask the network itself
#
# **Grad-CAM** needs the network: the maps of its last convolution, each weighed by how much it moves the answer. It is quick, and coarse. Do the two ways agree? 1 would be the same order of all pixels, 0 none.

# %% tags=["deeper", "demo", "trained"]
found = [np.flatnonzero((exam.method == one) & (scores > 0.5))[0] for one in caught]
faces = exam.images[found]
both = {
    "covering": [explain.occlusion(score, face) for face in faces],
    "Grad-CAM": [explain.grad_cam(model, face) for face in faces],
}
dl.show(
    dl.detector.plots.looks(faces, both, list(caught)),
    alt=dl.detector.plots.looks_words(both, list(caught)),
    caption="Larger and darker dots: here the picture speaks for fake. Two ways to ask the "
    "same network.",
)
agree = [explain.agreement(*maps) for maps in zip(*both.values())]
print("agreement: " + ", ".join(f"{name} {one:.2f}" for name, one in zip(caught, agree)))

# %% [markdown] tags=["deeper"]
# Only partly; over the five trainings measured beforehand the agreement was 0.32 (benchmarks/results/detector.json). Two ways to ask give two answers. A map is a hint and no proof.
#
# And **the directed change**: for each pixel, which way would the score rise? Change *every* pixel by a single grey level in that direction, up or down. Do you see it? Does the network?

# %% tags=["deeper", "demo", "trained"]
believed = np.flatnonzero((exam.label == dl.metrics.REAL) & (scores < 0.5))[:20]
genuine = exam.images[believed]
step = np.sign([explain.directed_change(model, face) for face in genuine])
for levels in (0, 1, 2, 4):
    pushed = np.clip(genuine + levels * step, 0, 255).astype(np.uint8)
    accused = (score(pushed) > 0.5).sum()
    if levels == 1:
        pair = np.stack([genuine[0], pushed[0]])
    print(f"{levels} grey levels: {accused} of {len(genuine)} genuine pictures called fake")
dl.show(
    dl.drawing.sheet(pair, ["genuine", "one grey level changed"], 2, 220),
    alt="Two photographs of the same drawn face. Nothing differs that an eye could see.",
    caption=f"Scores {score(pair)[0]:.2f} and {score(pair)[1]:.2f}.",
)

# %% [markdown]
# ## A picture of your own
#
# `dl.examine("me.jpg")` finds the faces in a picture and says beside which known pictures a detector's scores fall: ours, or with `scores=...`, as below, yours. It gives no probability. This network has studied drawn actors and nothing else. The picture stays in the memory of the machine that runs this notebook (on Colab, one of Google's); no file is written. (An example that comes with scikit-image: an astronaut.)

# %% tags=["demo", "trained"]
from skimage import data as pictures

dl.examine(pictures.astronaut(), scores=lambda images: detector.ordered(model, images))

# %% [markdown]
# The picture is genuine; NASA's photographer took it. Look where its score falls all the same. We tried the first of our five trainings on 300 photographs of people and 281 AI portraits: it calls **every single one** of them fake. Asked which of two is the AI portrait, it is anything from worse than a coin to right in eight of ten, as the pair of archives wants it (AUC, how often the AI portrait scores higher: .41 to .79; CLAIMS.md, 08-C). It is right on 95 of 100 drawn faces, and knows nothing about yours. What is new to it looks forged to it.
#
# ## Make: a better detector
#
# Change one thing, train, and look at the mock exam **only**. The exam is used up. **Target: more right on the mock exam, with three seeds in a row** (`seed=1`, 2, 3). A difference of two points is luck. Each try takes half a minute.


# %% tags=["demo"]
def try_out(steps=detector.STEPS, **changes):
    """Train anew with something changed; the last line is of the mock exam."""
    tried = detector.build_detector()
    return detector.fit_detector(tried, *piles, steps=steps, **changes)


# try_out(learning_rate=0.003)

# %% [markdown]
# ## Remember

# %% tags=["demo"]
dl.recall("8.r1")

# %% tags=["demo"]
dl.recall("8.r2")

# %% tags=["demo"]
dl.recall("8.r3")

# %% [markdown]
# ## The letter says, we measured
#
# | the letter | what you measured |
# |---|---|
# | Making pictures with networks always leaves an error, and a network can be taught to find it [L8] | On kinds that it has studied a network finds most: your exam says how many. That an error is *always* there no exam can show. Kinds that it has not studied: lessons 10 and 11 |
# | A classifier first says "all true"; its errors are found, and backpropagation changes its parameters [L10] | Your newborn said what its lot was. Forty-eight thousand parameters, 840 handfuls, half a minute |
# | Training stops at some accuracy; 95 % is normal [L12] | Yours, with an interval, on people it never saw, opened once. A high number can also be had by knowing people or a source (100 of 100, twice); trying twenty times made 64 of a coin's 50. You caught all three. Ours did not stop at an accuracy: it ran 840 steps, and the mock exam said which weights to keep |
#
# What this does not show: real faces, other cameras, a forger who knows this detector, and fakes that are not of these five kinds. Does more data of the same kind help against new kinds? Not measured here: lesson 10.

# %% [markdown]
# ## What next
#
# Lesson 09 takes your detector's scores and asks what they mean for the people in the pictures.
#
# ### Take your answers along
#
# Your detector was kept when it was trained, its scores when the exam was opened.

# %% tags=["demo"]
dl.carry()

# %% [markdown] tags=["notes"]
# ## For the teacher (this cell is in the instructor's edition alone)
#
# **Core in 45 minutes:** enemy and split 10 (8.1), simple ones and newborn 4, training and 8.2 7, exam 6, leak 4, shortcut and reports 8 (8.3), where it looks 6 (8.4). Own picture, deeper and make are extra.
#
# **What to expect.** The first drawing takes one to two minutes, the training half a minute to one. Eighteen numbers: about 64 % on the mock exam. The network on the sealed exam: about 94 % (with 352 actors studied; the five shipped trainings studied 1,440 and got 94.3 to 95.2 % on 200 final actors, 94.7 on average: we had wanted 95, and report it as missed). Least found is a seam or a light, 89 to 94 %. Pointing: 18 to 24 of 24. One grey level in the right direction turns nearly every genuine picture. The darkest band is accused about twice as often as the mean (11 %, 5-18, counted by actors): lesson 09 comes back to it.
#
# **Usual wrong answers.** 8.1: bodies are compared with bodies and faces with faces alone; the photograph is forgotten; -1 is taken for a person. 8.2: the lowest of all, though training had ended before it. 8.3: "several tries" is called cheating although the mock exam chose. 8.4: the sum, which the wall wins.
#
# **`examine` and other people's pictures.** `dl.start(school=True)` turns it off. If you leave it on, say beforehand whose pictures may be used: one's own, or with consent.
#
# **To discuss:** "A firm sells a detector that is right on 99 %." (a) on which people; (b) from which sources; (c) how often did they try; (d) who opened the exam? Ask which of these four a customer can check.
#
# **Free text, four lines:** 1 gives the exam's result with its interval; 2 says why nobody may be on two piles, body and face; 3 names one of the three ways to cheat and how it shows; 4 names one thing that the exam did not measure.
