"""Whether colours can be told apart and read: contrast, colour blindness, distance.

Sources: WCAG 2.2 (contrast), Machado, Oliveira and Fernandes 2009 (simulation of
dichromacy), Sharma, Wu and Dalal 2005 (CIEDE2000).
"""

from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

__all__ = ["VISIONS", "Rgb", "contrast", "distance", "luminance", "seen", "tint"]

Rgb = tuple[float, float, float]
"""Linear light: red, green and blue from 0 to 1."""

_Matrix = tuple[Rgb, Rgb, Rgb]

VISIONS: dict[str, _Matrix] = {
    "normal": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""How each kind of vision mixes linear light."""

_XYZ: _Matrix = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_DARK, _FAINT = 0.04045, 0.008856
_WHITE = (0.95047, 1.0, 1.08883)
_POWER = 25.0**7
_HALF_TURN = 180.0


def tint(colour: str, share: float) -> str:
    """Return ``share`` of a colour on white, as ``#RRGGBB``."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    mixed = (round(255 - (255 - part) * share) for part in parts)
    return "#" + "".join(f"{part:02X}" for part in mixed)


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#RRGGBB``."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours: from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def seen(colour: str, vision: str) -> Rgb:
    """Return the CIE Lab values of ``#RRGGBB`` as one kind of vision sees it."""
    light = _applied(VISIONS[vision], _linear(colour))
    red, green, blue = light
    clipped = (_clip(red), _clip(green), _clip(blue))
    x, y, z = (
        _cube(part / white)
        for part, white in zip(_applied(_XYZ, clipped), _WHITE, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _linear(colour: str) -> Rgb:
    red, green, blue = (_gamma(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return red, green, blue


def _gamma(part: float) -> float:
    return part / 12.92 if part <= _DARK else ((part + 0.055) / 1.055) ** 2.4


def _clip(part: float) -> float:
    return min(max(part, 0.0), 1.0)


def _cube(part: float) -> float:
    return part ** (1 / 3) if part > _FAINT else 7.787 * part + 16 / 116


def _applied(matrix: _Matrix, light: Rgb) -> Rgb:
    first, second, third = (
        sum(weight * part for weight, part in zip(row, light, strict=True))
        for row in matrix
    )
    return first, second, third


def distance(one: Rgb, other: Rgb) -> float:
    """Return how different two Lab colours look (CIEDE2000); 1 is just visible."""
    mean = (hypot(*one[1:]) + hypot(*other[1:])) / 2
    stretch = 1.5 - 0.5 * sqrt(mean**7 / (mean**7 + _POWER))
    a1, a2 = one[1] * stretch, other[1] * stretch
    chroma1, chroma2 = hypot(a1, one[2]), hypot(a2, other[2])
    hue1, hue2 = _hue(a1, one[2]), _hue(a2, other[2])
    turn = (hue2 - hue1 + _HALF_TURN) % 360 - _HALF_TURN
    hues = 2 * sqrt(chroma1 * chroma2) * sin(radians(turn / 2))
    light, chroma = (one[0] + other[0]) / 2, (chroma1 + chroma2) / 2
    hue = (hue1 + turn / 2) % 360
    weight = (
        1
        - 0.17 * cos(radians(hue - 30))
        + 0.24 * cos(radians(2 * hue))
        + 0.32 * cos(radians(3 * hue + 6))
        - 0.20 * cos(radians(4 * hue - 63))
    )
    bright = 1 + 0.015 * (light - 50) ** 2 / sqrt(20 + (light - 50) ** 2)
    lightness = (other[0] - one[0]) / bright
    strength = (chroma2 - chroma1) / (1 + 0.045 * chroma)
    shade = hues / (1 + 0.015 * chroma * weight)
    blue = 60 * exp(-(((hue - 275) / 25) ** 2))
    bend = -2 * sqrt(chroma**7 / (chroma**7 + _POWER)) * sin(radians(blue))
    total = lightness**2 + strength**2 + shade**2 + bend * strength * shade
    return sqrt(max(total, 0.0))


def _hue(a: float, b: float) -> float:
    return degrees(atan2(b, a)) % 360
