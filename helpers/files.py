"""A reader's own points or picture, read from a file.

Whatever is wrong with a file is told with its name and, in a table, with the
line.
"""

import re
import warnings
from io import StringIO
from pathlib import Path

import numpy as np

from helpers.checks import LARGEST, as_count, as_list, reads_as_number

__all__ = ["read_picture", "read_points"]


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
    image, (width, height) = _opened(path, as_count(longest, "longest"))
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

    bombs = Image.DecompressionBombWarning, Image.DecompressionBombError
    refused = warnings.catch_warnings(action="error", category=bombs[0])
    with Path(path).open("rb") as file, refused:
        try:
            image = Image.open(file)
            size = image.size
            image.draft(None, (longest, longest))
            return _red_green_blue(image), size
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


def _red_green_blue(image):
    """Return an opened picture upright, opaque and with 8 bits a colour."""
    from PIL import Image, ImageOps

    image = ImageOps.exif_transpose(image)
    if image.mode[0] in "IF":
        image = Image.fromarray(_eight_bits(np.asarray(image)))
    if image.has_transparency_data:
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image.convert("RGBA"))
    return image.convert("RGB")


def _eight_bits(greys):
    """Return greys from 0 to 65535 as the nearest from 0 to 255."""
    if greys.dtype.kind == "f" or greys.min() < 0 or greys.max() > 65535:
        raise ValueError("its greys are not whole numbers from 0 to 65535")
    return ((greys.astype(np.uint32) + 128) // 257).astype(np.uint8)
