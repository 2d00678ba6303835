"""A reader's own points or picture, read from a file.

Whatever is wrong with a file is told with its name and, in a table, with the
line.
"""

import csv
import gzip
import math
import re
import warnings
import zlib
from contextlib import suppress
from io import BytesIO
from itertools import chain, islice, pairwise
from pathlib import Path
from unicodedata import category, normalize

import numpy as np

from helpers.checks import LARGEST, as_count, as_list, reads_as_number

__all__ = ["read_picture", "read_points"]

# A field that nobody asks for may be long; more does not fit on Windows.
csv.field_size_limit(2**31 - 1)

DECIMALS = re.compile(r"(?<!\d)0?[.,]|\d{4}[.,]|[.,](?!\d{3}\b)")
"""A comma or point that stands before decimals, not behind thousands."""

UNCLEAR = "\x1f"
"""What stands before decimals where commas or points may be for thousands."""

TURNS = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
"""Which of Pillow's turns sets a picture of each EXIF orientation upright."""


def read_points(path, columns, *, label=None):
    r"""Read points from some columns of a CSV file, and leave the others.

    Between the fields stand commas, semicolons, tabs or ``|``.  If it is not
    commas, the numbers may have decimal commas.  Above the header there may
    be a title, or lines that begin with ``#``.  A column is found even if its
    name in the file has more spaces than yours, or signs that nobody sees.

    Parameters
    ----------
    path : str or Path
        A text file with a header, in UTF-8; packed by gzip, if it ends in
        ``.gz``.
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
        Also if a comma or point could stand before decimals or thousands.
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
    names = as_list(columns, "columns")
    d = as_count(len(names), "the number of columns")
    path, wanted = as_path(path), [*names, label] if label else names
    if re.search(r"\w\w:[/\\]", str(path)) and not path.exists():
        raise ValueError(f"{path}: an address; download the file first")
    table, width, places = _layout(path, wanted)
    labels = _labels(table, width, *places[d:])
    decimal = "." if table[1] == "," else _decimal(table, places[:d])
    with suppress(ValueError):
        points = _numbers(*table, width, places[:d], decimal)
        if len(points) == len(labels) and all(labels):
            return points, labels if label else []
    raise _problem(table, wanted, places, d, decimal)


def as_path(path):
    """Return a path, with the home folder in place of ~ at its start."""
    path = Path(path)
    return path.expanduser() if path.parts[:1] == ("~",) else path


def _layout(path, wanted):
    """Return how a table is laid out.

    That is what finds the rows below its header (the path, the mark between
    fields, the line of the header), how many fields the header has, and at
    which places the wanted ones are.
    """
    tried, names = [], [*map(_as_seen, wanted)]
    for mark, line, row in _headers(path):
        seen = [*map(_as_seen, row)]
        missing = [name for name in names if seen.count(name) != 1]
        if not missing:
            return (path, mark, line), len(row), [*map(seen.index, names)]
        tried.append((row, wanted[names.index(missing[0])]))
    if not tried:
        raise ValueError(f"{path}: there are no rows below a header")
    row, name = max(tried, key=lambda pair: len(pair[0]))
    shown = [name if name.isidentifier() else repr(name) for name in row]
    once = f"{path}: column {name!r} must be in the header once; its columns"
    raise ValueError(f"{once} are {', '.join(shown)[:2000]}")


def _headers(path):
    """Yield what may be the header: a mark, a line, and the row there.

    Above it may stand a title, remarks, and Excel's ``sep=;``.
    """
    for mark in ",;\t|":
        before = "#"
        for line, row in _rows(path, mark):
            if row[1:] or before[0] == "#":
                yield mark, line, row
            before, *more = filter(None, row)
            apart = more or re.search("[;\t|]", before)
            if apart and not re.match("#|sep=", before):
                break


def _as_seen(name):
    """Return a name without what nobody sees in it, such as a second space."""
    seen = [sign for sign in str(name) if category(sign) != "Cf"]
    return " ".join(normalize("NFC", "".join(seen).replace("µ", "μ")).split())


def _labels(table, width, place=None):
    """Return the label of each row, or True; all must have as many fields."""
    path, labels = table[0], []
    for line, row in _rows(*table):
        if len(row) != width:
            has = f"line {line} has {len(row)} fields"
            raise ValueError(f"{path}: {has}, but the header has {width}")
        labels.append(place is None or row[place].strip())
    if not labels:
        raise ValueError(f"{path}: there are no rows below a header")
    return labels


def _decimal(table, places):
    """Return the sign that stands before decimals, or ``UNCLEAR``."""
    texts = (row[place] for _, row in _rows(*table) for place in places)
    sure = next(filter(None, map(DECIMALS.search, texts)), None)
    return sure[0][-1] if sure else UNCLEAR


def _numbers(path, mark, above, width, places, decimal):
    """Return the rows of a table in which each number can be used."""
    # Here, so that importing helpers stays quick.
    import pandas as pd

    old = pd.__version__ < "3.1"  # newer ones are exact without being asked
    options = {"float_precision": "round_trip"} if old else {}
    options |= {"sep": mark, "decimal": decimal, "skipinitialspace": True}
    options |= {"names": range(width), "usecols": places, "index_col": False}
    with _open(path) as file:
        next(islice(file, above - 1, None), None)
        points = pd.read_csv(file, dtype=float, **options)[places].to_numpy()
    return points[(abs(points) < LARGEST).all(axis=1)]


def _problem(table, wanted, places, d, decimal):
    """Return an error that tells where something is missing or no number."""
    bad, why = [], "something is missing or no clear, finite number such as"
    for line, row in _rows(*table):
        for i, text in enumerate(row[place].strip(" ") for place in places):
            if not (_is_usable(text, decimal) if i < d else text.strip()):
                bad.append(f"{line} ({wanted[i]}: {text!r})")
    more = f" and {len(bad) - 10} more" if bad[10:] else ""
    bad = ", ".join(bad[:10])
    return ValueError(f"{table[0]}: {why} -1234.5 in line {bad}{more}")


def _is_usable(text, decimal):
    """Tell whether a text is a number that can be worked with."""
    text = text.translate(str.maketrans({".": "_", ",": "_", decimal: "."}))
    number = text.isascii() and "_" not in text and reads_as_number(text)
    return number and abs(float(text)) < LARGEST


def _rows(path, mark, above=0):
    """Yield each row that is not empty, with the line in which it ends.

    Down to the header, a quote may stand anywhere.
    """
    line, options = above, {"skipinitialspace": True, "strict": above > 0}
    try:
        with _open(path) as file:
            lines = chain([file.readline().lstrip("\ufeff")], file)
            below = islice(lines, above, None)
            reader = csv.reader(below, delimiter=mark, **options)
            for row in reader:
                line = above + reader.line_num
                text = "".join(row)
                if "\0" in text:
                    raise UnicodeError  # two bytes a letter, or no text
                if text:
                    yield line, row
    except csv.Error as error:
        raise ValueError(f"{path}: line {line + 1}: {error}") from error
    except (UnicodeError, EOFError, zlib.error, gzip.BadGzipFile):
        how = "not UTF-8; save it as CSV UTF-8, and not as a workbook"
        raise ValueError(f"{path}: {how}") from None


def _open(path):
    """Open a text file, which may be packed."""
    opened = gzip.open if path.suffix == ".gz" else Path.open
    return opened(path, "rt", encoding="utf-8", newline="")


def read_picture(path, *, longest=640):
    """Read a picture as red, green and blue, upright and not too large.

    A picture with a longer side than ``longest`` is made smaller, and a line
    is printed that says so; a smaller one is never enlarged.  Its colours are
    those that a screen shows (sRGB): a colour profile in the file is applied,
    unless it is broken or for other colours.  Greys become three equal
    numbers, and 16 bits become 8, so that the darkest and the lightest stay
    where they are.  What is transparent lies on white, and of an animation
    only the first frame is read.  Without a profile, inks (CMYK) are turned
    into light by the plain formula.  The gamma of a PNG that has no profile
    is not looked at.

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
    image, (width, height) = _opened(path, as_count(longest, "longest"))
    if max(width, height) > longest:
        print(
            f"{Path(path).name}: {width * height:,} pixels are many; made "
            f"smaller to {image.width} × {image.height}"
        )
    return np.array(image)


def _opened(path, longest):
    """Return a picture, and how many pixels wide and high its file is.

    What Pillow warns of beside too many pixels is in a file's notes, such as
    its EXIF data, and does not change the picture.
    """
    # Here, so that importing helpers stays quick.
    from PIL import Image, UnidentifiedImageError

    bombs = Image.DecompressionBombWarning, Image.DecompressionBombError
    quiet = warnings.catch_warnings(action="ignore")
    with Path(path).open("rb") as file, quiet:
        warnings.simplefilter("error", bombs[0])
        try:
            image = Image.open(file)
            size = image.size
            # A large JPEG comes smaller, but not below what is wanted.
            image.draft(None, (longest, longest))
            return _shrunk(image, longest), size
        except bombs:
            raise ValueError(
                f"{path}: over {Image.MAX_IMAGE_PIXELS:,} pixels; shrink it"
            ) from None
        except UnidentifiedImageError:
            raise ValueError(
                f"{path}: not a picture that can be read here; save it as PNG "
                "or JPEG first"
            ) from None
        except MemoryError:
            raise
        except Exception as error:  # Pillow raises whatever the damage does
            raise ValueError(
                f"{path}: the picture cannot be read ({error}); it may be "
                "damaged or cut short: copy it again, or save it as PNG"
            ) from error


def _shrunk(image, longest):
    """Return a picture upright, and not longer than is wanted.

    It is worked through in strips, because a second copy of a large picture
    may be too much for the memory.
    """
    from PIL import Image

    image.load()  # it turns a TIFF, and finds what stands behind the pixels
    factor = max(image.size) // (2 * longest) or 1
    step = factor * math.ceil(image.height / (8 * factor))
    edges = pairwise([*range(0, image.height, step), image.height])
    boxes = [(0, top, image.width, low) for top, low in edges]
    strips = [_red_green_blue(image.crop(box), factor) for box in boxes]
    small = Image.fromarray(np.vstack(strips))
    small.thumbnail((longest, longest))
    turn = TURNS.get(_orientation(image.info.get("exif", b"")))
    return small if turn is None else small.transpose(turn)


def _red_green_blue(image, factor=1):
    """Return a picture smaller by a factor, and as a screen shows it."""
    from PIL import Image, ImageCms

    profile = image.info.get("icc_profile")
    if image.mode[0] in "IF":
        image = Image.fromarray(_eight_bits(np.asarray(image)))
    if image.mode not in ("CMYK", "LAB"):
        mode = "L" if image.mode in ("1", "L", "LA") else "RGB"
        image = image.convert(mode + "A" * image.has_transparency_data)
    image = image.reduce(factor)
    solid = image.convert(image.mode.rstrip("A"))
    try:
        own, screen = BytesIO(profile), ImageCms.createProfile("sRGB")
        solid = ImageCms.profileToProfile(solid, own, screen, outputMode="RGB")
    except (ImageCms.PyCMSError, TypeError, ImportError):
        solid = solid.convert("RGB")  # not every Pillow can apply profiles
    white = Image.new("RGB", image.size, "white")
    white.paste(solid, mask=image.convert("RGBA").getchannel("A"))
    return white


def _orientation(exif):
    """Return the number by which EXIF data tell how a camera was held.

    No other entry is looked at, so none that is broken does any harm.
    """
    data = exif.removeprefix(b"Exif\0\0")
    order, wanted = "big", b"\1\x12\0\3\0\0\0\1"
    if data[:2] == b"II":
        order, wanted = "little", b"\x12\1\3\0\1\0\0\0"
    start = int.from_bytes(data[4:8], order)
    count = int.from_bytes(data[start : start + 2], order)
    for place in range(start + 2, len(data), 12)[:count]:
        if data[place : place + 8] == wanted:
            return int.from_bytes(data[place + 8 : place + 10], order)
    return None


def _eight_bits(greys):
    """Return greys from 0 to 65535 as the nearest from 0 to 255."""
    if greys.dtype.kind == "f" or greys.min() < 0 or greys.max() > 65535:
        raise ValueError("its greys are not whole numbers from 0 to 65535")
    return ((greys.astype(np.uint32) + 128) // 257).astype(np.uint8)
