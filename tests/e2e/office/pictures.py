"""What a scanner, a camera and Poppler make of a page."""

import os
import subprocess


def _run(*words):
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)


def previews(pdf, folder, name, dpi=60):
    """PNG of every page by Poppler; the paths."""
    stem = os.path.join(folder, name)
    _run("pdftoppm", "-r", str(dpi), "-png", pdf, stem)
    return sorted(os.path.join(folder, f) for f in os.listdir(folder)
                  if f.startswith(name + "-") and f.endswith(".png"))


def scan(pdf, out, dpi=200, degrees=0.7, seed=7):
    """The pages as a scanner sees them: grey, turned a little, noisy. A PDF of pictures."""
    folder = out + ".pages"
    os.makedirs(folder, exist_ok=True)
    pages = previews(pdf, folder, "page", dpi)
    for page in pages:
        _run("/usr/bin/convert", page, "-colorspace", "Gray", "-background", "white",
             "-distort", "ScaleRotateTranslate", str(degrees), "-seed", str(seed), "-attenuate", "0.25",
             "+noise", "Gaussian", "-blur", "0x0.5", "-units", "PixelsPerInch", "-density", str(dpi),
             "-quality", "80", page.replace(".png", ".jpg"))
    _run("mutool", "convert", "-o", out, *[page.replace(".png", ".jpg") for page in pages])
    return out


def photo(pdf, out, page=1, seed=11):
    """One page as a phone sees it: tilted, unevenly lit, on a table, JPEG."""
    stem = out + ".page"
    _run("pdftoppm", "-r", "220", "-f", str(page), "-l", str(page), "-singlefile", "-png", pdf, stem)
    _run("/usr/bin/convert", stem + ".png", "-bordercolor", "#6b5a48", "-border", "220x220",
         "-virtual-pixel", "edge", "-distort", "Perspective",
         "0,0 90,40  2259,0 2190,95  2259,3012 2240,2960  0,3012 20,2900",
         "(", "-size", "2259x3012", "gradient:white-#9a9a9a", ")", "-compose", "Multiply", "-composite",
         "-seed", str(seed), "-attenuate", "0.2", "+noise", "Gaussian", "-quality", "75", out)
    return out


def scrap(pdf, out, page=1, left=70, top=120, side=50, dpi=300, degrees=23, seed=5):
    """A piece torn out of a page, no code on it, laid askew on a scanner. Lengths in mm."""
    stem = out + ".page"
    _run("pdftoppm", "-r", str(dpi), "-f", str(page), "-l", str(page), "-singlefile", "-gray", pdf, stem)
    pixels = [round(length / 25.4 * dpi) for length in (side, left, top)]
    _run("/usr/bin/convert", stem + ".pgm", "-crop", "{0}x{0}+{1}+{2}".format(*pixels), "+repage",
         "-background", "#f4f4f4", "-rotate", str(degrees), "-blur", "0x0.7", "-seed", str(seed),
         "-attenuate", "0.2", "+noise", "Gaussian", "-units", "PixelsPerInch", "-density", str(dpi),
         "-quality", "70", out)
    return out


def without_corners(pdf, out, dpi=300, strip=45, edge=24):
    """Every page as a copier sees it with a strip at its right and its left edge folded under: both codes are gone."""
    folder = out + ".pages"
    os.makedirs(folder, exist_ok=True)
    pages = previews(pdf, folder, "page", dpi)
    right, left, width = (round(length / 25.4 * dpi) for length in (strip, edge, 210))
    for page in pages:
        _run("/usr/bin/convert", page, "-colorspace", "Gray", "-gravity", "East", "-chop", f"{right}x0",
             "-gravity", "West", "-chop", f"{left}x0", "-background", "white", "-splice", f"{left}x0",
             "-extent", f"{width}x", "-blur", "0x0.6", "-units", "PixelsPerInch", "-density", str(dpi),
             "-quality", "80", page.replace(".png", ".jpg"))
    _run("mutool", "convert", "-o", out, *[page.replace(".png", ".jpg") for page in pages])
    return out
