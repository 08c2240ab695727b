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
