"""What the artists on the axes show."""

import numpy as np


def colours(collection):
    """Return the colour of each item, without its opacity."""
    rgba = collection.get_facecolors()
    assert (rgba[:, 3] == 1).all()
    return rgba[:, :3]


def places(collection):
    return np.asarray(collection.get_offsets())


def limits_hold(ax, inside):
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    return ((inside > (left, bottom)) & (inside < (right, top))).all()


def luminance(colours):
    """Return how light colours look, as WCAG 2 defines it."""
    linear = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]
