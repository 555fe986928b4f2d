"""The zones that other systems print beside a time, and the readings each of them has.

Sources: the abbreviations of the IANA time zone database from 1990 on, also those that it printed
until 2017 and has as numbers now (SGT, BRT, ...) or gave up (EST of Sydney); German and French
names as Unicode CLDR has them.
"""

from __future__ import annotations

import re
from datetime import timedelta

from statuspage.said import said

_HOURS: dict[str, tuple[float, ...]] = {
    # the Americas
    **{"NST": (-3.5,), "NDT": (-2.5,), "AST": (-4, 3), "ADT": (-3,), "EST": (-5, 10)},
    **{"EDT": (-4,), "CST": (-6, 8), "CDT": (-5,), "MST": (-7,)},
    **{"MDT": (-6,), "PST": (-8, 8), "PDT": (-7,), "AKST": (-9,), "AKDT": (-8,), "HST": (-10,)},
    **{"HDT": (-9,), "BRT": (-3,), "BRST": (-2,), "ART": (-3,), "CLT": (-4,), "CLST": (-3,)},
    **{"COT": (-5,), "PET": (-5,), "VET": (-4, -4.5), "UYT": (-3,), "PYT": (-4, -3), "BOT": (-4,)},
    **{"ECT": (-5,), "GFT": (-3,), "GYT": (-4,), "HNE": (-5,), "HAE": (-4,), "HNP": (-8,)},
    **{"HAP": (-7,), "HNC": (-6,), "HAC": (-5,), "HNR": (-7,), "HAR": (-6,), "HNA": (-4,)},
    # Europe and Africa
    **{"UTC": (0,), "GMT": (0,), "UCT": (0,), "WET": (0,), "WEST": (1,), "BST": (1, 6)},
    **{"CET": (1,), "CEST": (2,), "MET": (1,), "MEST": (2,), "MEZ": (1,), "MESZ": (2,)},
    **{"EET": (2,), "EEST": (3,), "OEZ": (2,), "OESZ": (3,), "WEZ": (0,), "WESZ": (1,)},
    **{"MSK": (3,), "MSD": (4,), "SAMT": (4,), "TRT": (3,), "WAT": (1,), "CAT": (2,)},
    **{"EAT": (3,), "SAST": (2,), "WAST": (2,), "MUT": (4,), "RET": (4,), "SCT": (4,)},
    # Asia
    **{"IST": (5.5, 1, 2), "IDT": (3,), "GST": (4,), "IRST": (3.5,), "IRDT": (4.5,)},
    **{"AFT": (4.5,), "PKT": (5,), "PKST": (6,), "UZT": (5,), "NPT": (5.75,), "BDT": (6, 8)},
    **{"BTT": (6,), "MMT": (6.5,), "ICT": (7,), "WIB": (7,), "WITA": (8,), "WIT": (9,)},
    **{"SGT": (8,), "MYT": (8,), "PHT": (8,), "HKT": (8,), "JST": (9,), "KST": (9,)},
    **{"GET": (4,), "AZT": (4,), "AMT": (-4, 4), "ALMT": (6, 5), "YEKT": (5,), "OMST": (6,)},
    **{"NOVT": (7,), "KRAT": (7,), "IRKT": (8,), "YAKT": (9,), "VLAT": (10,)},
    **{"ULAT": (8,), "MVT": (5,), "TLT": (9,), "BNT": (8,)},
    # Australia and the Pacific
    **{"AWST": (8,), "AWDT": (9,), "ACST": (9.5,), "ACDT": (10.5,), "AEST": (10,)},
    **{"AEDT": (11,), "LHST": (10.5,), "LHDT": (11,), "NZST": (12,), "NZDT": (13,)},
    **{"CHST": (10,), "SST": (-11, 8), "WST": (8, 13), "FJT": (12,), "PGT": (10,)},
    **{"TOT": (13,), "CHAST": (12.75,), "CHADT": (13.75,)},
}
_OFFSET = re.compile(r"(?:UTC|GMT|Z)?\s*([+\-\u2212])\s*(\d{1,2})(?::?(\d{2}))?(?!\d)")
_NAME = re.compile(r"[A-Za-z]{1,5}\b")


def offsets(text: str) -> tuple[timedelta, ...]:
    """What the zone at the beginning of a text may be, as its distance east of UTC.

    Takes abbreviations, Z, +05:30, GMT+0 and UTC-3. Several readings mean that its name is used in
    several parts of the world. Raises ValueError.
    """
    zone = text.strip().lstrip("([").strip()
    if found := _OFFSET.match(zone):
        size = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        if size < timedelta(days=1):
            return (size if found[1] == "+" else -size,)
    name = _NAME.match(zone)
    shown = name[0] if name else zone
    if name and name[0].upper() == "Z":
        return (timedelta(0),)
    if name and (hours := _HOURS.get(name[0].upper())):
        return tuple(timedelta(hours=one) for one in hours)
    if not shown:
        raise ValueError(said("A time has no zone; have the feed print UTC."))
    raise ValueError(
        said("The zone '{zone}' is not known here; have the feed print UTC.", zone=shown)
    )


def shown(offset: timedelta) -> str:
    """A distance from UTC as UTC+5:30."""
    minutes = abs(offset) // timedelta(minutes=1)
    sign = "-" if offset < timedelta(0) else "+"
    return f"UTC{sign}{minutes // 60}" + (f":{minutes % 60:02}" if minutes % 60 else "")
