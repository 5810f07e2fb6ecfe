"""sites.py: what ward sites cost: a week without a line, a city of wards that all come back, a ward at rest, simulated plans."""
import os
import re
import subprocess
import time


def measure(bench, say, run_json, serving, simulate):
    """Fills bench.found["sites"]. `simulate`: where the simulator is, when it has been built."""
    found = bench.found["sites"] = {"week": [], "rest": []}
    for n in range(1 if bench.quick else 3):
        say(f"a week without a line, round {n + 1} …")
        found["week"].append(run_json(bench.binary, "bench", "week"))
    hub = bench.path("hub.sqlite")
    say("the demo city that wards come to …")
    size = ["--units", "12", "--days", "20"] if bench.quick else []
    subprocess.run([bench.binary, "demo", "--store", f"sqlite:{hub}", *size], check=True, capture_output=True)
    with serving(bench.binary, hub) as server:
        sites = ["--sites", "12", "--within", "10"] if bench.quick else []
        say("wards that take over and come back …")
        found["wards"] = run_json(bench.binary, "bench", "wards", "--store", f"sqlite:{hub}", "--url", server.url, *sites)
        found["wards"]["rss"] = server.rss_mb()
        file, ward = bench.path("ward.invitation"), bench.path("ward.sqlite")
        subprocess.run(
            [bench.binary, "site", "invite", "--store", f"sqlite:{hub}", "--site", "at-rest", "--units", "27373", "--hub", server.url,
             "--out", file], check=True, capture_output=True)
        subprocess.run([bench.binary, "site", "join", file, "--store", f"sqlite:{ward}"], check=True, capture_output=True)
        for n in range(3):
            say(f"a ward at rest, round {n + 1} of 3 …")
            with serving(bench.binary, ward) as one:
                time.sleep(7)  # Two of the courier's rounds.
                found["rest"].append({"ready": one.ready_ms, "rss": one.rss_mb()})
    if os.access(simulate, os.X_OK):
        say("simulated plans …")
        done = subprocess.run(
            [simulate, "--plans", "4" if bench.quick else "8", "--seed", "70000", "--keep", bench.path("plans")], capture_output=True, text=True)
        last = re.findall(r"(\d+) plans, (\d+) acts done, .* (\d+) plans a minute", done.stdout)
        found["plans"] = {"held": done.returncode == 0, "plans": int(last[-1][0]), "acts": int(last[-1][1]), "perMinute": int(last[-1][2])}


def rows(f, both, median, mark):
    s = f["sites"]
    week, wards = s["week"], s["wards"]
    first = week[0]
    whole = all(w["same"] and not w["parked"] and not w["findings"] for w in week)
    table = [
        (f"a ward back after 7 days, {first['dossiers']:,} dossiers, {first['handOvers']} hand-overs: until level, ms",
         both([w["milliseconds"] for w in week], 0, max), f"{first['entriesUp']:,} entries up, {first['entriesDown']:,} down", "", "< 10,000",
         mark(whole and max(w["milliseconds"] for w in week) < 10_000)),
        ("both sides' ledgers equal byte for byte, nothing parked, nothing found by verify", "yes" if whole else "no", "", "", "yes", mark(whole)),
        (f"{wards['sites']} sites join and take over: entries/s at the hub",
         f"{wards['takenOver'] / max(1, wards['takeOverSeconds']):,.0f}", f"{wards['takenOver']:,} entries", "", "", ""),
        (f"{wards['sites']} sites come back within a minute: p95 ms of {wards['requests']:,} exchanges (p50 {wards['p50']}, p99 {wards['p99']})",
         f"{wards['p95']:,}", f"{wards['entries']:,} entries", "", "< 200", mark(wards["p95"] < 200)),
        ("of these, errors", f"{wards['errors']}", "", "", "0", mark(not wards["errors"])),
        ("the hub's RSS behind it: MB", f"{wards['rss']:.0f}", "", "", "", ""),
        ("a ward's site: start to first 200, ms", both([r["ready"] for r in s["rest"]], 0, max), "", "", "< 1,000",
         mark(median(s["rest"], "ready") < 1000)),
        ("a ward's site: RSS at rest, MB", both([r["rss"] for r in s["rest"]], 0, max), "", "", "< 80", mark(median(s["rest"], "rss") < 80)),
    ]
    if "plans" not in s:
        table.append(("simulated plans", "skipped: `simulate` is not built", "", "", "all hold", ""))
    else:
        plans = s["plans"]
        table.append((f"simulated plans of 10 sites × 5 days, one process: plans a minute ({plans['acts'] // max(1, plans['plans']):,} acts each)",
                      f"{plans['perMinute']}", "", "", "all hold", mark(plans["held"])))
    return table
