"""Copy third-party browser files into the tree, once, by whoever raises a version: `python tools/vendor.py`.

Needs npm and fonttools. Installing and running the product need neither: the result is committed, and
tests/domain/theming/test_vendor.py compares it with vendor.json.
"""

import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from fontTools import subset

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = Path(__file__).parent / "vendor"
STATIC = ROOT / "storefront/static/vendor"
TESTS = ROOT / "tests/vendor"

LATIN = (
    [*range(0x20, 0x7F), 0xA0, 0xA9, 0xAB, 0xB0, 0xB7, 0xBB, 0xD7]
    + [ord(c) for c in "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý"]
    + [0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x2192, 0x2190, 0x2212]
)
VIETNAMESE = (
    "U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,"
    "U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB"
)
FONTS = {
    "be-vietnam-pro": (
        "@fontsource/be-vietnam-pro",
        "Be Vietnam Pro",
        [("400", "400-normal"), ("700", "700-normal")],
    ),
    "lexend": ("@fontsource-variable/lexend", "Lexend", [("100 900", "wght-normal")]),
}
FILES = {
    "htmx": ("htmx.org", "0BSD", STATIC, ["dist/htmx.min.js", "LICENSE"]),
    "axe-core": ("axe-core", "MPL-2.0", TESTS, ["axe.min.js", "LICENSE"]),
}


def ranges(codepoints: list[int]) -> str:
    """CSS `unicode-range` of the code points, neighbours joined."""
    spans: list[list[int]] = []
    for point in sorted(codepoints):
        if spans and point == spans[-1][1] + 1:
            spans[-1][1] = point
        else:
            spans.append([point, point])
    return ",".join(f"U+{a:04X}" if a == b else f"U+{a:04X}-{b:04X}" for a, b in spans)


def subset_latin(source: Path, target: Path) -> None:
    """Write the font with only the Latin letters that Vietnamese and English pages use."""
    options = subset.Options(
        flavor="woff2", layout_features=["kern", "liga", "mark", "mkmk", "ccmp", "locl", "tnum"]
    )
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=LATIN)
    subsetter.subset(font)
    subset.save_font(font, str(target), options)


def vendor_font(modules: Path, name: str) -> dict[str, object]:
    """Copy one family: its Latin files subset, its Vietnamese files as they are."""
    package, family, faces = FONTS[name]
    source = modules / package
    version = json.loads((source / "package.json").read_text())["version"]
    folder = STATIC / f"{name}-{version}"
    folder.mkdir(parents=True)
    shutil.copy(source / "LICENSE", folder / "LICENSE")
    written = []
    for weight, stem in faces:
        latin, vietnamese = (f"{name}-{script}-{stem}.woff2" for script in ("latin", "vietnamese"))
        subset_latin(source / "files" / latin, folder / latin)
        shutil.copy(source / "files" / vietnamese, folder / vietnamese)
        written += [
            {"weight": weight, "file": latin, "unicode_range": ranges(LATIN)},
            {"weight": weight, "file": vietnamese, "unicode_range": VIETNAMESE},
        ]
    return entry(folder, package, version, "OFL-1.1") | {"family": family, "faces": written}


def vendor_files(modules: Path, name: str) -> dict[str, object]:
    """Copy the listed files of one package, flat."""
    package, licence, root, files = FILES[name]
    version = json.loads((modules / package / "package.json").read_text())["version"]
    folder = root / f"{name}-{version}"
    folder.mkdir(parents=True)
    for file in files:
        shutil.copy(modules / package / file, folder / Path(file).name)
    return entry(folder, package, version, licence)


def entry(folder: Path, package: str, version: str, licence: str) -> dict[str, object]:
    """What vendor.json says of one folder."""
    hashes = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}
    return {
        "folder": folder.name,
        "package": package,
        "version": version,
        "licence": licence,
        "sha256": hashes,
    }


def main() -> None:
    """Install into a temporary folder, replace both vendor folders, write their vendor.json."""
    with tempfile.TemporaryDirectory() as scratch:
        for file in PACKAGES.glob("package*.json"):
            shutil.copy(file, scratch)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=scratch, check=True)
        modules = Path(scratch) / "node_modules"
        for root in (STATIC, TESTS):
            shutil.rmtree(root, ignore_errors=True)
            root.mkdir(parents=True)
        fonts = {name: vendor_font(modules, name) for name in FONTS}
        files = {name: vendor_files(modules, name) for name in FILES}
    write(STATIC, fonts | {"htmx": files["htmx"]})
    write(TESTS, {"axe-core": files["axe-core"]})


def write(root: Path, entries: dict[str, dict[str, object]]) -> None:
    """Write vendor.json beside the folders it describes."""
    (root / "vendor.json").write_text(json.dumps(entries, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
