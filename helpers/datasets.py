"""Points to cluster: drawn at random, or from the world.

Everything here returns plain arrays (or, for :func:`iris`, a data frame), and
everything else in the package accepts arrays, lists and data frames alike.
"""

import csv
import itertools
import math
import numbers
import struct
import warnings
from pathlib import Path

import numpy as np
from scipy.special import ndtr, ndtri

LARGEST = 1e150
"""Coordinates stay below it, so that their squares can be added up."""
SMALLEST = 1e-150
"""Some coordinate reaches it, or is 0, for smaller ones have no squares."""
SHOWN = 10
"""How many bad lines of a file a message lists."""
DAMAGE = (
    *(OSError, ValueError, RuntimeError),
    *(SyntaxError, EOFError, IndexError, struct.error),
)
"""What Pillow raises for files that are no pictures, or broken ones."""


def as_points(points, name="points"):
    """Return points as floats of shape (n, d), or say what is wrong.

    Whole numbers are converted too, because 10 - 20 is 246 in ``uint8``.
    """
    if np.ma.is_masked(points):
        raise ValueError(
            f"{name} must not have masked values; fill them first"
        )
    try:
        array = np.asarray(points)
    except ValueError as error:
        raise ValueError(f"{name} must have rows of equal length") from error
    if not all_numbers(array):
        raise ValueError(
            f"{name} must hold numbers only; select the numeric columns first"
        )
    if array.ndim != 2:
        raise ValueError(
            f"{name} must have two dimensions, one row a point, one column a "
            f"feature; these have shape {array.shape}"
        )
    if array.size == 0:
        raise ValueError(
            f"{name} must not be empty; these have shape {array.shape}"
        )

    with np.errstate(over="ignore", invalid="ignore"):  # what is too large
        if array.dtype.kind == "O":
            array = np.clip(array, -LARGEST, LARGEST)
        array = array.astype(float, copy=False)
    low, high = array.min(), array.max()
    if not (low > -LARGEST and high < LARGEST):  # nor NaN
        row = (np.abs(array) < LARGEST).all(axis=1).argmin()
        raise ValueError(
            f"{name} must be finite and below {LARGEST:g} in size; "
            f"row {row} holds NaN or infinity or a larger number: "
            "drop such rows or fill them in first"
        )
    # Means may be as near to 0 as rounding leaves them.
    if name == "points" and 0 < max(-low, high) < SMALLEST:
        raise ValueError(
            f"points must not all be below {SMALLEST:g} in size, for their "
            "squares are then 0; use a smaller unit"
        )
    return array


def as_list(items, name):
    """Return as a list what can be gone through, or say what is wrong."""
    if not np.iterable(items):
        raise ValueError(f"{name} must be a list; got {items!r}")
    return list(items)


def all_numbers(array):
    """Tell whether an array holds real numbers and nothing else."""
    if array.dtype.kind == "O":
        kinds = numbers.Real, np.bool_
        return all(isinstance(item, kinds) for item in array.flat)
    return array.dtype.kind in "biuf"


def all_finite(array):
    """Tell whether no number is NaN or infinite; 10**400 is neither."""
    with np.errstate(invalid="ignore"):
        return bool((np.abs(array) < math.inf).all())


def as_count(value, name, least=1, most=math.inf):
    """Return a whole number in a range, or say what is wrong."""
    if not isinstance(value, numbers.Integral) or not least <= value <= most:
        limit = "" if most == math.inf else f" and at most {most}"
        raise ValueError(
            f"{name} must be a whole number of at least {least}{limit}; "
            f"got {value!r}"
        )
    return int(value)


def as_amount(value, name):
    """Return a finite number of at least 0, or say what is wrong."""
    if not isinstance(value, numbers.Real) or not 0 <= value < LARGEST:
        raise ValueError(
            f"{name} must be a finite number of at least 0, and below "
            f"{LARGEST:g}; got {value!r}"
        )
    return float(value)


def grid_means(k, *, spacing=4.0):
    """Place k means on a square grid that begins at (2, 2).

    Parameters
    ----------
    k : int
        How many means.
    spacing : float
        The distance between neighbours on the grid.

    Returns
    -------
    array, shape (k, 2)

    Raises
    ------
    ValueError
        If ``k`` is not a whole number of at least 1, or ``spacing`` is
        negative or not finite.

    Examples
    --------
    >>> grid_means(4)
    array([[2., 2.],
           [2., 6.],
           [6., 2.],
           [6., 6.]])

    Three means take the first three places of the same grid:

    >>> grid_means(3, spacing=1)
    array([[2., 2.],
           [2., 3.],
           [3., 2.]])
    """
    side = math.isqrt(as_count(k, "k") - 1) + 1
    places = 2 + as_amount(spacing, "spacing") * np.arange(side)
    return np.array(list(itertools.product(places, places)))[:k]


def sample_blobs(n, means, *, std=0.5, rng):
    """Draw n points: first a class, then a point near the mean of that class.

    Every class is equally likely, so the classes have about, but not exactly,
    the same size.

    Parameters
    ----------
    n : int
        How many points.
    means : array, shape (k, d)
        The centre of each class.
    std : float
        The standard deviation around each centre, the same in every direction
        and in the units of ``means``.
    rng : int or numpy.random.Generator
        The seed, or the generator to draw from.

    Returns
    -------
    points : array, shape (n, d)
    labels : array of int, shape (n,)
        The class that each point was drawn from.

    Raises
    ------
    ValueError
        If ``n`` is below 1, ``means`` are not finite numbers in two
        dimensions, or ``std`` is negative or not finite.

    Examples
    --------
    Without any spread, the points are the means of their classes:

    >>> points, labels = sample_blobs(3, [[0, 0], [9, 9]], std=0, rng=1)
    >>> labels
    array([0, 1, 1])
    >>> points
    array([[0., 0.],
           [9., 9.],
           [9., 9.]])
    """
    rng = np.random.default_rng(rng)
    means = as_points(means, "means")

    labels = rng.integers(len(means), size=as_count(n, "n"))
    points = rng.normal(means[labels], as_amount(std, "std"))
    return points, labels


def uniform_board(n, *, rng):
    """Draw n points anywhere in the square from -1 to 1: no clusters at all.

    Parameters
    ----------
    n : int
        How many points.
    rng : int or numpy.random.Generator
        The seed, or the generator to draw from.

    Returns
    -------
    array, shape (n, 2)

    Raises
    ------
    ValueError
        If ``n`` is not a whole number of at least 1.

    Examples
    --------
    >>> uniform_board(2, rng=1).round(2)
    array([[ 0.02,  0.9 ],
           [-0.71,  0.9 ]])
    """
    rng = np.random.default_rng(rng)
    return rng.uniform(-1, 1, size=(as_count(n, "n"), 2))


def gaussian_board(n, k, *, rng):
    """Draw n points in the square from -1 to 1: k clusters of random width.

    Each cluster has its mean anywhere in the square and a standard deviation
    between 0.05 and 0.5, and lacks what would lie beyond the edges.  All have
    the same size, give or take one point.

    Parameters
    ----------
    n : int
        How many points.
    k : int
        How many clusters; at most ``n``, so that none is empty.
    rng : int or numpy.random.Generator
        The seed, or the generator to draw from.

    Returns
    -------
    points : array, shape (n, 2)
    labels : array of int, shape (n,)
        The cluster that each point was drawn from.

    Raises
    ------
    ValueError
        If ``n`` or ``k`` is not a whole number of at least 1, or ``k`` is
        above ``n``.

    Examples
    --------
    >>> points, labels = gaussian_board(5, 2, rng=1)
    >>> labels
    array([0, 1, 0, 1, 0])
    >>> np.abs(points).max() <= 1
    np.True_
    """
    rng = np.random.default_rng(rng)
    n = as_count(n, "n")
    labels = np.arange(n) % as_count(k, "k", most=n)

    means = uniform_board(k, rng=rng)[labels]
    stds = rng.uniform(0.05, 0.5, size=(k, 1))[labels]
    # A share of the Gaussian between the edges, so no draw is thrown away.
    shares = rng.uniform(ndtr((-1 - means) / stds), ndtr((1 - means) / stds))
    return np.clip(means + stds * ndtri(shares), -1, 1), labels


def meetups():
    """Return where twenty people live who would like to meet [1]_.

    Returns
    -------
    array, shape (20, 2)
        Blocks east and blocks north of the city centre.

    References
    ----------
    .. [1] Grus, J. (2015). Data Science from Scratch, chapter 19. O'Reilly.

    Examples
    --------
    >>> meetups()[:2]
    array([[-14.,  -5.],
           [ 13.,  13.]])
    """
    east = [-14, 13, 20, -19, -9, 21, -49, 26, -46, -34]
    east += [11, -49, -22, 19, -12, -13, -41, -11, -25, -18]
    north = [-5, 13, 23, -11, -16, 27, 15, 13, 5, -1]
    north += [15, 0, -16, 28, -8, -19, 8, -6, -9, -3]
    return np.column_stack([east, north]).astype(float)


def iris():
    """Load Fisher's 150 iris flowers [1]_, as scikit-learn ships them.

    Returns
    -------
    pandas.DataFrame, shape (150, 5)
        ``sepal_length``, ``sepal_width``, ``petal_length`` and ``petal_width``
        in centimetres, and ``species``: setosa, versicolor or virginica, 50
        flowers of each.

    References
    ----------
    .. [1] Fisher, R. A. (1936). The use of multiple measurements in taxonomic
       problems. Annals of Eugenics, 7(2), 179-188.

    Examples
    --------
    >>> iris().groupby("species").size().to_dict()
    {'setosa': 50, 'versicolor': 50, 'virginica': 50}
    """
    # Here, since importing it takes longer than all the rest.
    from sklearn.datasets import load_iris

    flowers = load_iris(as_frame=True)
    frame = flowers.data.rename(
        columns=lambda name: name.removesuffix(" (cm)").replace(" ", "_")
    )
    return frame.assign(species=flowers.target_names[flowers.target])


def digits_embedding():
    """Return where t-SNE [1]_ puts scikit-learn's 1,797 digits on a plane.

    Neighbours stay neighbours.  Sizes and wide distances mean nothing.  The
    script ``benchmarks/digits_tsne.py`` made the file that this reads.

    Returns
    -------
    array, shape (1797, 2)
        One row for each picture, in the order of ``load_digits``; without
        units.

    References
    ----------
    .. [1] van der Maaten, L. & Hinton, G. (2008). Visualizing data using
       t-SNE. Journal of Machine Learning Research, 9, 2579-2605.

    Examples
    --------
    >>> digits_embedding().shape
    (1797, 2)
    """
    path = Path(__file__).with_name("digits_tsne.csv")
    return np.loadtxt(path, delimiter=",")


def read_points(path, columns, *, label=None):
    r"""Read points from some columns of a CSV file, and leave the others.

    Parameters
    ----------
    path : str or Path
        A file with commas between its fields and a header in its first line,
        in UTF-8.
    columns : sequence of str
        The names of the columns with the coordinates.
    label : str, optional
        The name of the column that says what each point really is.

    Returns
    -------
    points : array, shape (n, d)
    labels : list of str
        The fields of the column ``label``; empty if it is not given.

    Raises
    ------
    ValueError
        If the file is no such table, a column is not there, a coordinate is
        not a number, or a label is missing; it tells the lines of the file.
    OSError
        If the file cannot be read.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "cats.csv")
    ...     _ = path.write_text("name,weight,age\nTom,4.5,3\nKit,0.9,1\n")
    ...     points, labels = read_points(path, ["age", "weight"], label="name")
    >>> points.tolist(), labels
    ([[3.0, 4.5], [1.0, 0.9]], ['Tom', 'Kit'])
    """
    columns = as_list(columns, "columns")
    if not columns:
        raise ValueError("columns must hold at least one name; it is empty")
    header, rows = _table(path)
    wanted = [*columns, label] if label else columns
    for column in wanted:
        if header.count(column) != 1:
            times = "twice" if column in header else "not"
            raise ValueError(
                f"{path}: column {column!r} is {times} in the header; "
                f"its columns are {', '.join(header)}"
            )
    bad = [
        f"{line} ({column}: {row[column]!r})"
        for line, row in rows
        for column in wanted
        if not row[column] or (column in columns and not _tells(row[column]))
    ]
    if bad:
        more = f" and {len(bad) - SHOWN} more" if len(bad) > SHOWN else ""
        raise ValueError(
            f"{path}: something is missing or not a finite number in "
            f"line {', '.join(bad[:SHOWN])}{more}"
        )
    points = [[float(row[column]) for column in columns] for _, row in rows]
    return np.array(points), [row[label] for _, row in rows if label]


def _table(path):
    """Return the header of a CSV file, and its rows, each with its line."""
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True, skipinitialspace=True)
        try:
            lines = [
                (reader.line_num, [field.strip() for field in fields])
                for fields in reader
                if fields
            ]
        except UnicodeDecodeError as error:
            raise ValueError(
                f"{path}: not a text file in UTF-8; save it as CSV UTF-8"
            ) from error
        except csv.Error as error:
            raise ValueError(
                f"{path}: line {reader.line_num}: {error}"
            ) from error

    if len(lines) < 2:
        what = "the file is empty" if not lines else "no rows below the header"
        raise ValueError(f"{path}: {what}")
    header = lines[0][1]
    if len(header) == 1 and any(mark in header[0] for mark in ";\t"):
        mark = "semicolons" if ";" in header[0] else "tabs"
        raise ValueError(
            f"{path}: {mark} stand between the fields; save it with commas, "
            "and with points in the numbers"
        )
    for line, fields in lines:
        if len(fields) != len(header):
            raise ValueError(
                f"{path}: line {line} has {len(fields)} fields, "
                f"but the header has {len(header)}"
            )
    return header, [
        (line, dict(zip(header, fields, strict=True)))
        for line, fields in lines[1:]
    ]


def _tells(text):
    """Tell whether a text is a number that can be worked with."""
    try:
        return abs(float(text)) < LARGEST and "_" not in text
    except ValueError:
        return False


def read_picture(path, *, longest=640):
    """Read a picture as red, green and blue, upright and not too large.

    A picture with a longer side than ``longest`` is made smaller, and a line
    is printed that says so; a smaller one is never enlarged.  Greys become
    three equal numbers, and 16 bits become 8, so that the darkest and the
    lightest stay where they are.  What is transparent lies on white, and of
    an animation only the first frame is read.  Inks (CMYK) are turned into
    light by the plain formula, which a printer's profile would do better.

    Parameters
    ----------
    path : str or Path
        A file of any kind that Pillow reads, such as PNG, JPEG, GIF or WebP.
    longest : int
        How many pixels the longer side may have.

    Returns
    -------
    array of uint8, shape (height, width, 3)

    Raises
    ------
    ValueError
        If the file is no such picture, is damaged or cut short, or has more
        than 89 million pixels, or ``longest`` is below 1.
    OSError
        If the file cannot be opened; FileNotFoundError if there is none.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from PIL import Image
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "red.png")
    ...     Image.new("RGB", (8, 4), "red").save(path)
    ...     picture = read_picture(path)
    >>> picture.shape, picture[0, 0].tolist()
    ((4, 8, 3), [255, 0, 0])
    """
    image, width, height = _opened(path, as_count(longest, "longest"))
    if max(width, height) > longest:
        image.thumbnail((longest, longest))
        print(
            f"{Path(path).name}: {width * height:,} pixels are many; made "
            f"smaller to {image.width} × {image.height}"
        )
    return np.array(image)


def _opened(path, longest):
    """Return a picture, and how many pixels wide and high its file is.

    A large JPEG may already come smaller, but never below what is wanted.
    """
    # Here, so that importing helpers stays quick.
    from PIL import Image, UnidentifiedImageError

    with Path(path).open("rb") as file, warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            image = Image.open(file)
            width, height = image.size
            image.draft(None, (longest, longest))
            return _red_green_blue(image), width, height
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            raise ValueError(
                f"{path}: more than {Image.MAX_IMAGE_PIXELS:,} pixels; make "
                "the picture smaller first"
            ) from None
        except UnidentifiedImageError:
            raise ValueError(
                f"{path}: not a picture that can be read here; save it as PNG "
                "or JPEG first"
            ) from None
        except DAMAGE as error:
            raise ValueError(
                f"{path}: the picture cannot be read ({error}); it may be "
                "damaged or cut short: copy it again, or save it as PNG"
            ) from error


def _red_green_blue(image):
    """Return an opened picture upright, opaque and with 8 bits a colour."""
    from PIL import Image, ImageOps

    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I"):
        image = Image.fromarray(_eight_bits(np.asarray(image)))
    elif image.mode == "F":
        raise ValueError("its greys are not whole numbers")
    if image.has_transparency_data:
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image.convert("RGBA"))
    return image.convert("RGB")


def _eight_bits(greys):
    """Return greys from 0 to 65535 as the nearest from 0 to 255."""
    if greys.min() < 0 or greys.max() > 65535:
        raise ValueError("its greys are not from 0 to 65535")
    return ((greys.astype(np.uint32) + 128) // 257).astype(np.uint8)
