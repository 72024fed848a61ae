#!/usr/bin/env python3
"""How long documents made to exhaust a reader take, and how much memory.

    cargo build --release && python3 benches/attacks.py

Prints one row per document: outcome, wall seconds, and peak memory above that
of a small file. The goal is at most 1 s and 100 MB each.
"""

import json
import multiprocessing
import os
import pathlib
import subprocess
import sys
import tempfile
import time

BINARY = pathlib.Path(__file__).parent.parent / "target" / "release" / "roadworthy"
HEADER = '<FileHeader revMajor="1" revMinor="0" date="2026-01-31T12:00:00" author="a" description="d"/>'


def laughs():
    entities = '<!ENTITY l0 "lol">'
    for level in range(1, 10):
        entities += '<!ENTITY l%d "%s">' % (level, "&l%d;" % (level - 1) * 10)
    return entities


def quadratic(piece):
    return '<!DOCTYPE a [<!ENTITY b "%s">]><OpenSCENARIO>%s</OpenSCENARIO>' % (piece, "&b;" * 33_000)


def inside(text):
    return "<OpenSCENARIO>%s</OpenSCENARIO>" % text


# Each text is made only when it is written.
DOCUMENTS = [
    ("small file (baseline)", lambda: inside(HEADER)),
    ("80000 attributes on one tag", lambda: "<OpenSCENARIO%s/>" % "".join(' a%d="1"' % n for n in range(80_000))),
    ("400000 attributes on one tag", lambda: "<OpenSCENARIO%s/>" % "".join(' a%d="1"' % n for n in range(400_000))),
    ("800000 attributes on one tag", lambda: "<OpenSCENARIO%s/>" % "".join(' a%d="1"' % n for n in range(800_000))),
    ("100000 namespaces", lambda: "<OpenSCENARIO%s/>" % "".join(' xmlns:n%d="u%d"' % (n, n) for n in range(100_000))),
    ("billion laughs in content", lambda: "<!DOCTYPE a [%s]><OpenSCENARIO>&l9;</OpenSCENARIO>" % laughs()),
    ("billion laughs in a value", lambda: '<!DOCTYPE a [%s]><OpenSCENARIO a="&l9;"/>' % laughs()),
    ("quadratic blow-up in content", lambda: quadratic("a" * 100_000)),
    ("quadratic blow-up of elements", lambda: quadratic("<a/>" * 25_000)),
    (
        "quadratic blow-up in a value",
        lambda: '<!DOCTYPE a [<!ENTITY b "%s">]><OpenSCENARIO a="%s"/>' % ("a" * 100_000, "&b;" * 33_000),
    ),
    (
        "external entity",
        lambda: '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><OpenSCENARIO>&x;</OpenSCENARIO>',
    ),
    ("300 levels, never closed", lambda: "<a>" * 300),
    ("3000 levels, never closed", lambda: "<a>" * 3_000),
    ("5000000 levels, never closed", lambda: "<a>" * 5_000_000),
    ("5000000 levels, closed", lambda: "<a>" * 5_000_000 + "</a>" * 5_000_000),
    ("20 MB value", lambda: '<OpenSCENARIO a="%s"/>' % ("x" * 20_000_000)),
    ("20 MB name", lambda: "<%s/>" % ("x" * 20_000_000)),
    ("20 MB comment", lambda: inside("<!--%s-->" % ("x" * 20_000_000))),
    ("20 MB of text", lambda: inside("x" * 20_000_000)),
    ("500000 wrong children", lambda: inside(HEADER + '<CatalogLocations x="1"/>' * 500_000)),
    ("200000 unknown children", lambda: inside(HEADER + "<Unknown/>" * 200_000)),
    ("one line, 50000 findings", lambda: inside(HEADER + "<Entities a='\u00e4'/>" * 50_000)),
    ("300000 bare ampersands", lambda: inside("& " * 300_000)),
    ("300000 wrong end tags", lambda: inside("<a></b>" * 300_000)),
]


def write(path, number):
    """Runs in a process of its own: a child's peak memory counts that of its parent."""
    with open(path, "w", encoding="utf-8") as file:
        file.write(DOCUMENTS[number][1]())


def run(path):
    start = time.monotonic()
    process = subprocess.Popen([BINARY, "check", "--format", "jsonl", "--jobs", "1", path], stdout=subprocess.PIPE)
    output = process.stdout.read()
    _, _, usage = os.wait4(process.pid, 0)
    lines = output.decode("utf-8").splitlines()
    record = json.loads(lines[1])
    return time.monotonic() - start, usage.ru_maxrss / 1024, record


def main():
    baseline, missed = None, 0
    print("%-34s %-14s %-32s %8s %8s" % ("document", "outcome", "first finding", "seconds", "MB above"))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "attack.xosc")
        for number, (name, _) in enumerate(DOCUMENTS):
            writer = multiprocessing.Process(target=write, args=(path, number))
            writer.start()
            writer.join()
            seconds, peak, record = min((run(path) for _ in range(3)), key=lambda result: result[0])
            baseline = peak if baseline is None else baseline
            findings = [finding["rule"] for finding in record["findings"]]
            over = peak - baseline
            missed += seconds > 1 or over > 100
            print("%-34s %-14s %-32s %8.3f %8.1f" % (name, record["outcome"], findings[0] if findings else "", seconds, over))
    print("missed: %d" % missed)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
