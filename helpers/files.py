"""A reader's own points or picture, read from a file.

Whatever is wrong with a file is told with its name and, in a table, with the
line.
"""

import math
import re
import warnings
from io import BytesIO, StringIO
from itertools import pairwise
from pathlib import Path

import numpy as np

from helpers.checks import LARGEST, as_count, as_list, reads_as_number

__all__ = ["read_picture", "read_points"]

TURNS = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
"""Which of Pillow's turns sets a picture of each EXIF orientation upright."""


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
    names = as_list(columns, "columns")
    as_count(len(names), "the number of columns")
    wanted = [*names, label] if label else names
    table = _table(path, wanted)
    bad = [
        f"{line} ({column}: {text!r})"
        for line, *texts in table.itertuples(name=None)
        for column, text in zip(wanted, texts, strict=True)
        if not text or (column in names and not _is_usable(text))
    ]
    if bad:
        some, more = ", ".join(bad[:10]), len(bad[10:])
        raise ValueError(
            f"{path}: something is missing or no finite number in line {some}"
            + (f" and {more} more" if more else "")
        )
    points, labels = np.hsplit(table.to_numpy(dtype=object), [len(names)])
    return points.astype(float), labels.ravel().tolist()


def _table(path, wanted):
    """Return some columns of a CSV file, with the line that each row ends."""
    rows = _rows(path)
    header = rows.iloc[0].dropna().tolist()
    if len(header) == 1 and re.search("[;\t]", header[0]):
        raise ValueError(
            f"{path}: semicolons or tabs stand between the fields; save it "
            "with commas, and with points in the numbers"
        )
    for line, count in rows.count(axis=1).items():
        if count != len(header):
            raise ValueError(
                f"{path}: line {line} has {count} fields, but the header has "
                f"{len(header)}"
            )
    for column in wanted:
        if header.count(column) != 1:
            raise ValueError(
                f"{path}: column {column!r} must be in the header once; "
                f"its columns are {', '.join(header)}"
            )
    return rows.iloc[1:][[header.index(column) for column in wanted]]


def _rows(path):
    """Return all fields of a CSV file as texts, with the line of each row."""
    # Here, so that importing helpers stays quick.
    import pandas as pd

    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"{path}: not UTF-8; save it as CSV UTF-8") from None
    file, unquoted = StringIO(text, newline=""), re.sub('"[^"]*"', "", text)
    most = max([line.count(",") for line in unquoted.splitlines()], default=0)
    options = {"dtype": str, "skipinitialspace": True, "engine": "python"}
    asis = {"keep_default_na": False, "skip_blank_lines": False}
    try:
        rows = pd.read_csv(file, names=range(most + 1), **options, **asis)
    except pd.errors.ParserError as error:
        line = len(StringIO(text[: file.tell()], newline="").readlines())
        raise ValueError(f"{path}: line {line}: {error}") from error

    quoted = rows if '"' in text else rows.iloc[:, :1]
    breaks = quoted.apply(lambda column: column.str.count(r"\r\n?|\n"))
    rows.index = (1 + breaks.sum(axis=1)).cumsum().astype(int)
    rows = rows.apply(lambda column: column.str.strip()).dropna(how="all")
    if len(rows) < 2:
        raise ValueError(f"{path}: there are no rows below a header")
    return rows


def _is_usable(text):
    """Tell whether a text is a number that can be worked with."""
    good = "_" not in text and reads_as_number(text)
    return good and abs(float(text)) < LARGEST


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
