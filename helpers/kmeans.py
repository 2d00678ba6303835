"""Lloyd's algorithm: assign, update, and again, until no label changes.

K-means itself is the twenty lines of :func:`lloyd`.  Every step that it takes
is kept, and every figure, storyboard and animation of the course is drawn from
that list of steps.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.spatial.distance import cdist

from helpers.checks import as_count, as_labels, names_of, same_space

__all__ = ["UNASSIGNED", "Step", "assign", "inertia", "lloyd"]
__all__ += ["squared_distances", "update"]

UNASSIGNED = -1
"""The label of a point that has not been assigned to a mean yet."""


@dataclass(frozen=True, eq=False, repr=False)
class Step:
    """One picture of k-means: all that is needed to draw it, and nothing else.

    Its arrays are read-only, since the steps of a trace share them.

    Attributes
    ----------
    phase : str
        ``"start"``, ``"assign"`` or ``"update"``.
    iteration : int
        How many times the means have been updated.
    points : array, shape (n, d)
    means : array, shape (k, d)
    labels : array of int, shape (n,)
        ``UNASSIGNED`` (-1) before the first assignment.
    changed : int
        How many points changed label in this step; all of them at the first
        assignment.
    names : tuple of str
        What the columns of the points are called, if they have names.
    """

    phase: str
    iteration: int
    points: np.ndarray
    means: np.ndarray
    labels: np.ndarray
    changed: int
    names: tuple = ()

    def __post_init__(self):
        """Show the arrays through views that nobody can write to."""
        for name in ("points", "means", "labels"):
            shown = np.asarray(getattr(self, name)).view()
            shown.flags.writeable = False
            object.__setattr__(self, name, shown)

    def __repr__(self):
        """Say in one line what happened, and leave the arrays out."""
        what = f"{self.changed} of {len(self.points)} points changed label"
        total = f"inertia {self.inertia:.4g}"
        return f"Step({self.phase} {self.iteration}: {what}, {total})"

    @cached_property
    def inertia(self):
        """Sum of squared distances to the means; NaN before any assignment."""
        if self.phase == "start":
            return float("nan")
        return inertia(self.points, self.labels, self.means)


def squared_distances(points, means):
    """Square the distance from every point to every mean.

    The differences are squared as they are.  The quicker form,
    ``|x|² - 2x·m + |m|²``, loses all its digits for points far from the
    origin.

    Parameters
    ----------
    points : array, shape (n, d)
    means : array, shape (k, d)

    Returns
    -------
    array, shape (n, k)
        In squared units of the points.

    Raises
    ------
    ValueError
        If either input is empty, not finite, not numeric, not two-dimensional,
        or their numbers of columns differ.

    Examples
    --------
    >>> squared_distances([[0, 0], [3, 4]], [[0, 0], [0, 4]])
    array([[ 0., 16.],
           [25.,  9.]])
    """
    return squares_of(*same_space(points, means))


def assign(points, means):
    """Label each point with its nearest mean.

    A tie goes to the lowest label.

    Parameters
    ----------
    points : array, shape (n, d)
    means : array, shape (k, d)

    Returns
    -------
    array of int, shape (n,)
        A label in 0, ..., k-1 for each point.

    Raises
    ------
    ValueError
        As in :func:`squared_distances`.

    Examples
    --------
    The last point is as far from one mean as from the other:

    >>> assign([[0, 0], [4, 2], [2, 1]], [[0, 0], [4, 2]])
    array([0, 1, 0])
    """
    return lowest(squared_distances(points, means))


def update(points, labels, means):
    """Move each mean to the centre of the points that wear its label.

    A mean that has lost all its points stays where it is, so there are always
    k means and none of them is NaN.

    Parameters
    ----------
    points : array, shape (n, d)
    labels : array of int, shape (n,)
        One label in 0, ..., k-1 for each point.
    means : array, shape (k, d)
        Where the means stand before the update.

    Returns
    -------
    array, shape (k, d)

    Raises
    ------
    ValueError
        As in :func:`squared_distances`, or if there is not one label in 0,
        ..., k-1 for each point.

    Examples
    --------
    Nobody wears label 1, so the second mean does not move:

    >>> update([[0, 0], [4, 2]], [0, 0], [[1, 1], [9, 9]])
    array([[2., 1.],
           [9., 9.]])
    """
    points, means = same_space(points, means)
    labels = as_labels(labels, points, most=len(means) - 1)
    sums, counts = add_up(points, labels, len(means))
    return centres(sums, counts, means)


def inertia(points, labels, means):
    """Add up the squared distances from points to the means they belong to.

    This is what k-means makes small; smaller is better, for the same points
    and k.

    Parameters
    ----------
    points : array, shape (n, d)
    labels : array of int, shape (n,)
        One label in 0, ..., k-1 for each point.
    means : array, shape (k, d)

    Returns
    -------
    float
        In squared units of the points.

    Raises
    ------
    ValueError
        As in :func:`update`.

    Examples
    --------
    >>> inertia([[0, 0], [4, 2]], [0, 0], [[2, 1]])
    10.0
    """
    points, means = same_space(points, means)
    labels = as_labels(labels, points, most=len(means) - 1)
    return float(((points - means[labels]) ** 2).sum())


def squares_of(points, means):
    """Return the squared distances of what has been checked before.

    A few long rows take a fraction of the time that many short ones do.
    """
    return cdist(means, points, "sqeuclidean").T


def lowest(squares):
    """Return the column of the lowest number in each row, of equals the first.

    That is ``squares.argmin(axis=1)``, in less than half the time: go through
    the columns, and count for each row how many are left behind before its
    lowest number comes.
    """
    least = squares.min(axis=1)
    labels, not_yet = np.zeros(len(least), int), np.ones(len(least), bool)
    for column in squares.T[:-1]:
        not_yet &= column > least
        labels += not_yet
    return labels


def add_up(points, labels, k):
    """Add up and count the points of each label.

    The sum is ``points[labels == label].sum(axis=0)``, but ``bincount`` looks
    at every point once, and not once for each label: it takes a tenth of the
    time.
    """
    sums = [np.bincount(labels, column, minlength=k) for column in points.T]
    return np.transpose(sums), np.bincount(labels, minlength=k)


def centres(sums, counts, means):
    """Divide sums by counts; a mean without points stays where it is."""
    moved, some = means.copy(), counts > 0
    moved[some] = sums[some] / counts[some, np.newaxis]
    return moved


def lloyd(points, means, *, max_iter=300):
    """Assign and update in turn, until an assignment changes nothing.

    Parameters
    ----------
    points : array, shape (n, d)
    means : array, shape (k, d)
        Where the means start, such as :func:`helpers.random_means` gives.
    max_iter : int
        Stop after this many updates at the latest.

    Returns
    -------
    list of Step
        The start, assignment 0, update 1, assignment 1, update 2, and so on.
        The last step is an assignment; its ``changed`` is 0 unless
        ``max_iter`` cut the run short.

    Raises
    ------
    ValueError
        As in :func:`squared_distances`, or if there are more means than
        points, or ``max_iter`` is not a whole number of at least 0.

    References
    ----------
    .. [1] Lloyd, S. P. (1982). Least squares quantization in PCM. IEEE
       Transactions on Information Theory, 28(2), 129-137.

    Examples
    --------
    >>> for step in lloyd([[0], [2], [9]], [[0], [2]]):
    ...     print(step.phase, step.iteration, step.changed, step.inertia)
    start 0 0 nan
    assign 0 3 49.0
    update 1 0 24.5
    assign 1 1 16.25
    update 2 0 2.0
    assign 2 0 2.0
    """
    names = names_of(points)
    points, means = as_start(points, means)
    max_iter = as_count(max_iter, "max_iter", least=0)

    labels = np.full(len(points), UNASSIGNED)
    trace = [Step("start", 0, points, means, labels, 0, names)]
    for i in range(max_iter + 1):
        if i > 0:
            means = update(points, labels, means)
            trace.append(Step("update", i, points, means, labels, 0, names))

        before, labels = labels, assign(points, means)
        changed = int((labels != before).sum())
        trace.append(Step("assign", i, points, means, labels, changed, names))
        if changed == 0:
            break
    return trace


def as_start(points, means):
    """Return a copy of points, and one of no more means than points."""
    points, means = same_space(points, means)
    if len(means) > len(points):
        raise ValueError(
            f"{len(means)} means for {len(points)} points; points come first"
        )
    return points.copy(), means.copy()


def as_trace(trace):
    """Return a trace as a list, or say what is wrong with it."""
    steps = isinstance(trace, list) and all(isinstance(s, Step) for s in trace)
    if not steps or not trace:
        wanted = "a list of steps, as from lloyd(points, means)"
        raise ValueError(f"a trace must be {wanted}")
    if len({(step.points.shape, step.means.shape) for step in trace}) > 1:
        raise ValueError("a trace must keep the same points and as many means")
    return trace
