"""Sums up swift test's and pytest's results: `N passed, N failed, N skipped`. Exit 1 when anything failed."""
import re
import sys
import xml.etree.ElementTree as ET

swift_log, swift_status, outside_status, *outside_xml = sys.argv[1:]
text = open(swift_log, errors="replace").read()
passed = len(re.findall(r"^.{0,6}Test (?!run).* passed after", text, re.M))
failed = len(re.findall(r"^.{0,6}Test (?!run).* failed after", text, re.M))
skipped = len(re.findall(r"^.{0,6}Test (?!run).* skipped", text, re.M))
if int(swift_status) != 0 and failed == 0:
    failed += 1
for file in outside_xml:
    try:
        for suite in ET.parse(file).getroot().iter("testsuite"):
            bad = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            passed += int(suite.get("tests", 0)) - bad - int(suite.get("skipped", 0))
            failed += bad
            skipped += int(suite.get("skipped", 0))
    except (OSError, ET.ParseError):
        failed += 1
if int(outside_status) != 0 and failed == 0:
    failed += 1
print(f"{passed} passed, {failed} failed, {skipped} skipped")
sys.exit(1 if failed or not passed else 0)
