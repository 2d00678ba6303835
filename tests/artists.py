"""What the artists on the axes show."""

import numpy as np
from matplotlib.colors import to_rgb


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


def inks(ax):
    """Return the colour of each line and word on the axes, and of what it lies on."""
    behind = ax if ax.axison else ax.figure
    ground = to_rgb(behind.get_facecolor())
    found = [(line.get_color(), ground) for line in ax.lines]
    for collection in ax.collections:
        if collection.get_linewidths()[0] > 0:
            found += [(edge, ground) for edge in collection.get_edgecolors()]
    for text in [ax.title, *ax.texts, *ax.get_yticklabels()]:
        box = text.get_bbox_patch()
        page = ax.figure if text not in ax.texts else behind
        below = page.get_facecolor() if box is None else box.get_facecolor()
        found += [(text.get_color(), below)] * bool(text.get_text())
        if box is not None and box.get_edgecolor()[3] > 0:
            found.append((box.get_edgecolor(), page.get_facecolor()))
    return [(to_rgb(ink), to_rgb(below)) for ink, below in found]
