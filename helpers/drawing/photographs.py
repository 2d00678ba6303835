"""A reader's own picture, read from a file as a screen shows it."""

import struct
import warnings
from contextlib import contextmanager, suppress
from io import BytesIO

import numpy as np
from PIL import Image, ImageCms, ImageOps, PngImagePlugin, UnidentifiedImageError

from helpers.checks import as_count
from helpers.files import to_read

__all__ = ["read_picture"]

ORIENTATION = 0x0112
"""Where EXIF data tell how a camera was held."""


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
        than 89 million pixels, ``longest`` is below 1, or ``path`` is an
        address of the web.
    OSError
        If the file cannot be opened; FileNotFoundError if there is none.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from PIL import Image
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "red.png")
    ...     Image.new("RGB", (8, 4), "red").save(path)
    ...     picture = read_picture(path)
    >>> picture.shape, picture[0, 0].tolist()
    ((4, 8, 3), [255, 0, 0])
    """
    path = to_read(path)
    image, (width, height) = _opened(path, as_count(longest, "longest"))
    if max(width, height) > longest:
        print(
            f"{path.name}: {width * height:,} pixels are many; made "
            f"smaller to {image.width} × {image.height}"
        )
    return np.array(image)


def _opened(path, longest):
    """Return a picture, and how many pixels wide and high its file is.

    What Pillow warns of beside too many pixels is in a file's notes, such as its EXIF data, and
    does not change the picture.
    """
    with path.open("rb") as file, _long_notes(), warnings.catch_warnings(action="ignore"):
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            image = Image.open(file)
            size = image.size
            # A large JPEG comes smaller, but not below what is wanted.
            image.draft(None, (longest, longest))
            return _shrunk(image, longest), size
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            why = f"over {Image.MAX_IMAGE_PIXELS:,} pixels; shrink it"
            raise ValueError(f"{path}: {why}") from None
        except UnidentifiedImageError:
            why = "not a picture that can be read here; save it as PNG or JPEG first"
            raise ValueError(f"{path}: {why}") from None
        except MemoryError:
            raise
        except Exception as error:  # Pillow raises whatever the damage does
            why = "it may be damaged or cut short: copy it again, or save it as PNG"
            raise ValueError(f"{path}: the picture cannot be read ({error}); {why}") from error


@contextmanager
def _long_notes():
    """Let Pillow read notes of some megabytes in a PNG, of which a colour profile may be one."""
    usual = PngImagePlugin.MAX_TEXT_CHUNK
    PngImagePlugin.MAX_TEXT_CHUNK = PngImagePlugin.MAX_TEXT_MEMORY
    try:
        yield
    finally:
        PngImagePlugin.MAX_TEXT_CHUNK = usual


def _shrunk(image, longest):
    """Return a picture upright, and not longer than is wanted.

    It is worked through in strips, because a second copy of a large picture may be too much for
    the memory.
    """
    image.load()  # it turns a TIFF, and finds what stands behind the pixels
    factor = max(image.size) // (2 * longest) or 1
    step = factor * (image.height // (8 * factor) + 1)
    strips = []
    for top in range(0, image.height, step):
        strip = image.crop((0, top, image.width, min(top + step, image.height)))
        strips.append(_red_green_blue(strip, factor))
    small = Image.fromarray(np.vstack(strips))
    small.thumbnail((longest, longest))
    small.getexif()[ORIENTATION] = _orientation(image.info.get("exif", b""))
    return ImageOps.exif_transpose(small)


def _red_green_blue(image, factor):
    """Return a picture smaller by a factor, and as a screen shows it."""
    # LAB says how a colour looks, whatever the device: it needs no profile.
    profile = image.info.get("icc_profile") if image.mode != "LAB" else None
    if image.mode[0] in "IF":
        image = Image.fromarray(_eight_bits(np.asarray(image)))
    if image.mode != "CMYK":
        mode = "L" if image.mode in ("1", "L", "LA") else "RGB"
        image = image.convert(mode + "A" * image.has_transparency_data)
    image = image.reduce(factor)
    solid = image.convert(image.mode.rstrip("A"))
    # There may be no profile, or one that is broken; and not every Pillow can apply them.
    with suppress(ImageCms.PyCMSError, TypeError, ImportError):
        own, screen = BytesIO(profile), ImageCms.createProfile("sRGB")
        solid = ImageCms.profileToProfile(solid, own, screen, outputMode="RGB")
    white = Image.new("RGB", image.size, "white")
    white.paste(solid, mask=image.convert("RGBA").getchannel("A"))
    return white


def _orientation(exif):
    """Return the number by which EXIF data tell how a camera was held.

    No other entry is looked at, so none that is broken does any harm.
    """
    data = exif.removeprefix(b"Exif\0\0")
    order = "<" if data[:2] == b"II" else ">"
    with suppress(struct.error):  # where the data are cut short
        (start,) = struct.unpack_from(f"{order}4xL", data)
        (count,) = struct.unpack_from(f"{order}H", data, start)
        for place in range(start + 2, start + 2 + 12 * count, 12):
            *entry, number = struct.unpack_from(f"{order}HHLH", data, place)
            if entry == [ORIENTATION, 3, 1]:
                return number
    return None


def _eight_bits(greys):
    """Return greys from 0 to 65535 as the nearest from 0 to 255."""
    if greys.dtype.kind == "f" or greys.min() < 0 or greys.max() > 65535:
        raise ValueError("its greys are not whole numbers from 0 to 65535")
    return ((greys.astype(np.uint32) + 128) // 257).astype(np.uint8)
