"""Find the run that some options ask for."""

import pandas as pd

from helpers.agreement import adjusted_mutual_information, adjusted_rand_index
from helpers.datasets import grid_means, sample_blobs
from helpers.files import read_points
from helpers.kmeans import lloyd
from helpers.seeding import kmeans_plus_plus, random_means

STARTS = {"random": random_means, "k-means++": kmeans_plus_plus}
SCORES = adjusted_mutual_information, adjusted_rand_index
DRAWN = {"n": 200, "std": 0.5, "spacing": 4.0, "decimals": 2}
"""How points are drawn, unless the options say otherwise."""


def run_of(options):
    """Return the trace, its scores if any, and the names of its columns."""
    refuse_two_starts(options)
    k = len(options.means or ()) or options.k or 4
    points, truth, columns = points_of(options, k)
    named = pd.DataFrame(points, columns=columns or ["x0", "x1"])
    trace = lloyd(named, options.means or means_of(options, points, k))
    scores = {score.__name__: score(truth, trace[-1].labels) for score in SCORES if truth}
    return trace, scores, columns


def refuse_two_starts(options):
    """Stop if the means are to start in two ways, or in none."""
    start, means = options.start, options.means
    if start and (start == "points") != bool(means):
        raise ValueError("--start points and --means go together, or --means without --start")
    if means and options.k not in (None, len(means)):
        raise ValueError(f"--k is {options.k}, but --means are {len(means)}")


def means_of(options, points, k):
    """Return where the means start, drawn with a seed."""
    seed = options.seed if options.start_seed is None else options.start_seed
    return STARTS[options.start or "random"](points, k, rng=seed)


def points_of(options, k):
    """Return the points, what they really are, and their columns' names."""
    return points_from_file(options) if options.csv else (drawn_points(options, k), [], None)


def drawn_points(options, k):
    """Return points drawn around a grid of k means."""
    if options.columns or options.label:
        raise ValueError("--columns and --label go with --csv")
    n, std, spacing, decimals = (DRAWN | given(options, DRAWN)).values()
    means = grid_means(k, spacing=spacing)
    points, _ = sample_blobs(n, means, std=std, rng=options.seed)
    return points.round(decimals)


def points_from_file(options):
    """Return the points, the labels and the columns that are named."""
    columns = options.columns or []
    if needless := given(options, DRAWN):
        raise ValueError(f"--{', --'.join(needless)}: not with --csv")
    if len(set(columns)) < max(2, len(columns)):
        raise ValueError("--csv needs --columns: two or more different names")
    return *read_points(options.csv, columns, label=options.label), columns


def given(options, names):
    """Return the values of those options that are given, by their names."""
    return {name: vars(options)[name] for name in names if vars(options)[name] is not None}
