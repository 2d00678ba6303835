"""A reader's own points or picture, read from a file.

Whatever is wrong with a file is told with its name and, in a table, with the
line.
"""

import contextlib
import csv
import gzip
import math
import re
import unicodedata
import warnings
import zlib
from io import BytesIO
from itertools import islice, pairwise
from pathlib import Path

import numpy as np

from helpers.checks import LARGEST, as_count, as_list

__all__ = ["read_picture", "read_points"]

# A field that nobody asks for may be long; more does not fit on Windows.
csv.field_size_limit(2**31 - 1)

DECIMALS = re.compile(r"(?<!\d)0?[.,]|\d{4}[.,]|[.,](?!\d{3}\b)")
"""A comma or point that stands before decimals, not behind thousands."""

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
    mark, above, width, places = _layout(path, wanted)
    decimal = "." if mark == "," else _decimal(path, mark, above, places[:d])
    layout = d, decimal, mark, above, width, places
    try:
        points, labels = _values(path, *layout)
    except (ValueError, csv.Error):
        problem = _problem(path, wanted, *layout)
        raise ValueError(f"{path}: {problem}") from None
    if not len(points):
        raise ValueError(f"{path}: there are no rows below a header")
    return points, labels


def as_path(path):
    """Return a path, with the home folder in place of ~ at its start."""
    path = Path(path)
    return path.expanduser() if path.parts[:1] == ("~",) else path


def _layout(path, wanted):
    """Return how a table is laid out.

    That is the mark between its fields, how many rows there are down to the
    header, how many fields each has, and at which places the wanted ones are.
    """
    names, best, problem = [*map(_as_seen, wanted)], [], None
    for mark in ",;\t|":
        before = "#"
        try:
            for above, (_, row) in enumerate(_rows(path, mark), 1):
                seen = [*map(_as_seen, row)]
                once = all(seen.count(name) == 1 for name in names)
                if once and (row[1:] or before[:1] == "#"):
                    return mark, above, len(row), [*map(seen.index, names)]
                best, before = max(best, row, key=len), row[0]
                if not _may_stand_above(row):
                    break
        except ValueError as error:
            problem = problem or error
    if problem and not best:
        raise problem
    seen = [*map(_as_seen, best)]
    missing = [name for name in wanted if seen.count(_as_seen(name)) != 1]
    shown = [name if name.isidentifier() else repr(name) for name in best]
    raise ValueError(
        f"{path}: column {missing[0]!r} must be in the header once; its "
        f"columns are {', '.join(shown)}"
        if best
        else f"{path}: there are no rows below a header"
    )


def _may_stand_above(row):
    """Tell whether a row is like a title, a remark, or Excel's ``sep=;``."""
    text, *more = filter(None, row)
    alone = not more and not re.search("[;\t|]", text)
    return alone or bool(re.match("#|sep=", text))


def _as_seen(name):
    """Return a name without what nobody sees in it, such as a second space."""
    signs = [sign for sign in str(name) if unicodedata.category(sign) != "Cf"]
    seen = unicodedata.normalize("NFC", "".join(signs).replace("µ", "μ"))
    return " ".join(seen.split())


def _decimal(path, mark, above, places):
    """Return the sign before decimals, or "?" if it may be for thousands."""
    for _, row in islice(_rows(path, mark), above, None):
        for text in [row[place] for place in places if row[place:]]:
            if sure := DECIMALS.search(text):
                return sure[0][-1]
    return "?"


def _values(path, d, decimal, mark, above, width, places):
    """Return points and labels, or raise an error that does not say where.

    It takes many rows at once; :func:`_problem` takes one after the other.
    """
    parts, labels = [np.empty((0, d))], []
    rows = islice(filter(any, _reader(path, mark)), above, None)
    while batch := [*islice(rows, 100)]:  # more would leave the cache
        columns = [*zip(*batch, strict=True)]
        if len(columns) != width:
            raise ValueError("not as many fields as in the header")
        numbers = [_as_numbers(columns[i], decimal) for i in places[:d]]
        parts.append(np.column_stack(numbers))
        for i in places[d:]:
            labels += map(str.strip, columns[i])
    if not all(labels):
        raise ValueError("a label is missing")
    return np.concatenate(parts), labels


def _as_numbers(texts, decimal):
    """Return texts as numbers; raise an error if one cannot be used."""
    if decimal != ".":
        as_point = str.maketrans({".": "_", ",": "_", decimal: "."})
        texts = [text.translate(as_point) for text in texts]
    numbers = np.fromiter(map(float, texts), float)
    if "_" in "".join(texts) or not (abs(numbers) < LARGEST).all():
        raise ValueError("no number that can be used")
    return numbers


def _problem(path, wanted, d, decimal, mark, above, width, places):
    """Say which lines of a table are wrong, and how."""
    bad = []
    for line, row in islice(_rows(path, mark), above, None):
        if len(row) != width:
            has = f"line {line} has {len(row)} fields"
            return f"{has}, but the header has {width}"
        for i, place in enumerate(places):
            text = row[place].strip()
            if not text or (i < d and not _is_usable(text, decimal)):
                bad.append(f"{line} ({wanted[i]}: {text!r})")
    more = f" and {len(bad) - 10} more" if bad[10:] else ""
    return (
        "something is missing or no clear, finite number such as -1234.5 in "
        f"line {', '.join(bad[:10])}{more}"
    )


def _is_usable(text, decimal):
    """Tell whether a text is a number that can be worked with."""
    with contextlib.suppress(ValueError):
        return _as_numbers([text], decimal).size == 1
    return False


def _rows(path, mark):
    """Yield each row that is not empty, with the line in which it ends."""
    reader, line = _reader(path, mark), 0
    try:
        for row in reader:
            line = reader.line_num
            if any(row):
                yield line, row
    except csv.Error as error:
        raise ValueError(f"{path}: line {line + 1}: {error}") from error


def _reader(path, mark):
    """Return what takes a table apart, line by line."""
    lines, options = _lines(path), {"skipinitialspace": True, "strict": True}
    return csv.reader(lines, delimiter=mark, **options)


def _lines(path):
    """Yield the lines of a text file, without the mark at its start."""
    opened = gzip.open if path.suffix == ".gz" else Path.open
    try:
        with opened(path, "rt", encoding="utf-8", newline="") as file:
            yield file.readline().lstrip("\ufeff")
            yield from file
    except (UnicodeError, EOFError, zlib.error, gzip.BadGzipFile):
        how = "not UTF-8; save it as CSV UTF-8, and not as a workbook"
        raise ValueError(f"{path}: {how}") from None


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
                f"{path}: not a picture that can be read here, as HEIC is "
                "not; save it as PNG or JPEG first"
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
