"""The map of the digits that chapter 33 shows: t-SNE lays 64 dimensions out on a plane.

.venv/bin/python benchmarks/digits_tsne.py --write

Without --write it compares a fresh map with the shipped one.  It takes seconds on a quiet machine
and minutes on a busy one, and every machine makes slightly different coordinates.
"""

import sys
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits
from sklearn.manifold import TSNE
from sklearn.neighbors import NearestNeighbors

import helpers
from helpers import adjusted_mutual_information, best_of, digits_embedding

SHIPPED = Path(helpers.__file__).with_name("digits_tsne.csv")


def embed():
    """Return where t-SNE puts each of the 1,797 digits, as an array of shape (1797, 2)."""
    pictures = load_digits().data
    return TSNE(n_components=2, init="pca", random_state=0).fit_transform(pictures).round(2)


def shared_neighbours(one, other, k=10):
    """Return the share of each point's k nearest neighbours that two maps have in common."""
    both = []
    for points in (one, other):
        finder = NearestNeighbors(n_neighbors=k).fit(points)
        both.append(finder.kneighbors(return_distance=False))
    return np.mean([len({*a} & {*b}) / k for a, b in zip(*both, strict=True)])


def agreement(embedding):
    """Return the adjusted mutual information of ten clusters of a map with the digits."""
    labels = best_of(embedding, 10, rng=0)[-1].labels
    return adjusted_mutual_information(load_digits().target, labels)


if __name__ == "__main__":
    fresh = embed()
    if "--write" in sys.argv:
        np.savetxt(SHIPPED, fresh, fmt="%.2f", delimiter=",")
    shipped = digits_embedding()
    print(f"neighbours in common: {shared_neighbours(fresh, shipped):.3f} (at least 0.7)")
    print(f"adjusted mutual information: {agreement(fresh):.3f}, {agreement(shipped):.3f} (0.91)")
