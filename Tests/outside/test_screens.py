"""Do the screens still look as documented? The pictures of docs/screens, taken again and compared with a tolerance.

Fonts and codes differ a little between machines and runs, so both are made small and grey first, and some cells may differ.
A screen that changed on purpose: look at it, then `make screenshots`.
"""

import sys

import pytest

from conftest import MOTCUA, ROOT

sys.path.insert(0, str(ROOT / "scripts"))
import screens  # noqa: E402

# Cells of 8 × 8 px that may differ by more than a fifth of the scale, per cent.
TOLERANCE = 6


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    one = screens.City(MOTCUA, tmp_path_factory.mktemp("screens"))
    yield one
    one.end()


def cells(image):
    grey = image.convert("L")
    return grey.resize((max(1, grey.width // 8), max(1, grey.height // 8)))


@pytest.mark.parametrize("screen", screens.SCREENS, ids=[s[0] for s in screens.SCREENS])
def test_the_screen_looks_as_documented(screen, city, browser, tmp_path):
    pictures = pytest.importorskip("PIL.Image", reason="pillow is not installed")
    golden = ROOT / "docs/screens" / f"{screen[0]}.png"
    assert golden.exists(), f"{golden} is missing: run `make screenshots` and look at it"
    taken = tmp_path / "now.png"
    past = screens.look(browser, city, screen, str(taken))
    assert past <= 0, f"{screen[2]} reaches {past} px past its width"
    a, b = cells(pictures.open(golden)), cells(pictures.open(taken))
    assert a.size == b.size, (a.size, b.size)
    pairs = list(zip(a.getdata(), b.getdata()))
    differ = 100 * sum(abs(x - y) > 51 for x, y in pairs) / len(pairs)
    print(f"\n{screen[0]}: {differ:.1f} % of the cells differ")
    assert differ <= TOLERANCE, f"{screen[0]} differs in {differ:.1f} % of its cells"
