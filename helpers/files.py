"""A reader's own points or picture, read from a file.

Whatever is wrong with a file is told with its name and, in a table, with the
line.
"""

import csv
import struct
import warnings
from pathlib import Path

import numpy as np

from helpers.checks import LARGEST, as_count, as_list

__all__ = ["read_picture", "read_points"]

MOST_LISTED = 10
"""How many bad lines of a file a message lists."""
PILLOW_ERRORS = (
    *(OSError, ValueError, RuntimeError),
    *(SyntaxError, EOFError, IndexError, struct.error),
)
"""What Pillow raises for files that are no pictures, or broken ones."""


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
        if not row[column]
        or (column in columns and not _is_usable(row[column]))
    ]
    if bad:
        more = (
            f" and {len(bad) - MOST_LISTED} more"
            if len(bad) > MOST_LISTED
            else ""
        )
        raise ValueError(
            f"{path}: something is missing or not a finite number in "
            f"line {', '.join(bad[:MOST_LISTED])}{more}"
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


def _is_usable(text):
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
        except PILLOW_ERRORS as error:
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
