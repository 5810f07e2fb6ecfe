"""page.py: the control page of city.py: a row a ward, with a switch for its line.

It works without JavaScript; with it, it renews itself every two seconds."""
import datetime
import html

VIETNAM = datetime.timezone(datetime.timedelta(hours=7))

# Of a line by its choice: shape with colour, and words.
LINES = {
    "up": ("fine", "Thông"),
    "cut": ("late", "Đang cắt"),
    "slow": ("today", "Chậm: trễ 2 giây mỗi chiều"),
    "flapping": ("shaky", "Chập chờn: hay đứt giữa chừng"),
    "one-way": ("move", "Một chiều: đi được, về mất hút"),
    None: ("today", "Đặt riêng"),
}
OFFERS = (("slow", "Chậm"), ("flapping", "Chập chờn"), ("one-way", "Một chiều"))

STYLE = """
:root{--paper:#fbfaf7;--sheet:#fff;--ink:#1d1c1a;--quiet:#6b675f;--line:#e4e0d8;--seal:#b3261e;--gold:#8a5a00;--green:#2e6b4a;
--blue:#1f4e8c;--seal-wash:#fbe9e7;--gold-wash:#fbf0d9;--green-wash:#e6f1ea;--blue-wash:#e6eef8}
@media(prefers-color-scheme:dark){:root{--paper:#161614;--sheet:#1e1d1b;--ink:#f1eee7;--quiet:#a8a39a;--line:#37342f;
--seal:#ff8a80;--gold:#f0c060;--green:#7fcf9f;--blue:#8ab8f5;
--seal-wash:#3a1f1c;--gold-wash:#352a12;--green-wash:#17301f;--blue-wash:#1a2738}}
*{box-sizing:border-box;margin:0}[hidden]{display:none!important}
body{background:var(--paper);color:var(--ink);font:16px/1.55 "Noto Sans","Segoe UI",system-ui,sans-serif;
font-variant-numeric:tabular-nums;color-scheme:light dark}
header{display:flex;flex-wrap:wrap;gap:4px 24px;align-items:center;padding:6px 32px;border-bottom:1px solid var(--line);
background:var(--sheet)}
header b{font-size:19px}header i{color:var(--seal);font-style:normal}header a{margin-left:auto}
main{max-width:1000px;margin:0 auto;padding:28px 32px 64px}
h1{font-size:27px;line-height:1.25;letter-spacing:-.015em;font-weight:650}
h2{font-size:20px;line-height:1.3;font-weight:650}
small,.quiet{color:var(--quiet);font-size:14px;font-weight:400}small{display:inline-block}
a{color:var(--blue);display:inline-flex;align-items:center;min-height:44px}
section{display:grid;grid-template-columns:minmax(0,1fr) 340px;gap:4px 40px;padding:24px 0;border-top:1px solid var(--line)}
.lead{margin:6px 0 24px}.links{display:flex;flex-wrap:wrap;gap:0 24px}
.pill{display:inline-flex;gap:8px;align-items:center;border-radius:6px;padding:1px 9px;font-weight:600}
.pill::before{content:"";flex:none;width:11px;height:11px;background:currentColor}
.fine{color:var(--green);background:var(--green-wash)}.fine::before{border-radius:50%}
.late{color:var(--seal);background:var(--seal-wash)}.late::before{clip-path:polygon(50% 0,100% 100%,0 100%)}
.today{color:var(--gold);background:var(--gold-wash)}.today::before{border-radius:2px}
.shaky{color:var(--gold);background:var(--gold-wash)}.shaky::before{clip-path:polygon(50% 0,100% 50%,50% 100%,0 50%)}
.move{color:var(--blue);background:var(--blue-wash)}
.move::before{clip-path:polygon(0 25%,55% 25%,55% 0,100% 50%,55% 100%,55% 75%,0 75%)}
.way{display:flex;align-items:center;gap:8px;max-width:420px;margin:10px 0;background:none;font-size:14px;white-space:nowrap}
.way::before{display:none}.way svg{flex:1;min-width:60px;height:24px;overflow:visible}.way span{color:var(--ink)}
form{display:grid;grid-template-columns:repeat(3,auto);gap:8px;align-content:start}
button{font:inherit;font-weight:650;min-height:48px;padding:8px;border-radius:8px;border:1px solid var(--line);background:none;
color:var(--ink);cursor:pointer}
button.big{grid-column:1/-1;min-height:56px;font-size:18px;border:0;background:var(--ink);color:var(--paper)}
button.cut{background:var(--seal);color:var(--sheet)}
button[aria-pressed=true]{border-color:var(--ink);box-shadow:inset 0 0 0 1px var(--ink);background:var(--sheet)}
:focus-visible{outline:3px solid var(--blue);outline-offset:2px}
@media(max-width:760px){header{padding:6px 16px}main{padding:20px 16px}section{grid-template-columns:minmax(0,1fr);gap:12px}
h1{font-size:23px}}@media(max-width:420px){header .quiet{display:none}}
"""

SCRIPT = """
setInterval(async () => {
  const gone = document.getElementById("gone");
  try {
    const text = await (await fetch("/")).text(), fresh = new DOMParser().parseFromString(text, "text/html");
    const focus = document.activeElement.id;
    for (const part of fresh.querySelectorAll("[data-live]")) {
      const here = document.getElementById(part.id);
      if (here.innerHTML !== part.innerHTML) here.innerHTML = part.innerHTML;
    }
    if (focus && document.activeElement.id !== focus) document.getElementById(focus)?.focus();
    gone.hidden = true;
  } catch { gone.hidden = false; }
}, 2000);
"""


def render(state):
    wards, hub = state["wards"], state["hub"]
    return f"""<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Công tắc đường truyền · Một Cửa</title><link rel="icon" href="data:,"><style>{STYLE}</style></head><body>
<header><b>Một Cửa<i>.</i></b><span class="quiet">Công tắc đường truyền</span><a href="{hub['link']}">Trung tâm</a></header>
<main>
<h1 id="sentence" data-live aria-live="polite">{sentence(wards, hub)}</h1>
<p class="quiet lead" lang="en">A switch for each ward's line to the hub: cut it, work there, mend it, see it catch up.</p>
<p id="gone" class="pill late" role="status" hidden>Không liên lạc được với city.py: những gì dưới đây đã cũ.</p>
{"".join(row(ward, hub) for ward in wards)}
</main><script>{SCRIPT}</script></body></html>
"""


def sentence(wards, hub):
    """What matters now."""
    dead = [ward["title"] for ward in wards if not ward["runs"]]
    cut = [ward["title"] for ward in wards if ward["choice"] == "cut"]
    spoilt = [ward["title"] for ward in wards if ward["choice"] not in ("up", "cut")]
    if not hub["runs"]:
        return "Trung tâm không chạy; các phường vẫn làm việc được."
    if dead:
        return f"{listed(dead)} không chạy: xem nhật ký ở cửa sổ lệnh."
    if cut:
        return f"{listed(cut)} đang đứt đường truyền; ở đó vẫn làm việc được."
    if spoilt:
        return f"Đường truyền của {listed(spoilt)} đang kém; việc vẫn đi, chậm hơn."
    return "Cả ba nơi đều thông với trung tâm."


def listed(names):
    return html.escape(" và ".join(filter(None, [", ".join(names[:-1]), names[-1]])))


def row(ward, hub):
    name, title = ward["name"], html.escape(ward["title"])
    return f"""<section id="{name}" aria-labelledby="{name}-title">
<div><h2 id="{name}-title">{title} <small>{ward['code']}</small></h2>
<div id="{name}-facts" data-live>{facts(ward)}</div>
<p class="links"><a href="{ward['link']}">Làm việc ở đây (counter@{ward['code']})</a>
<a href="{hub['link']}dieu-hanh/mang-luoi">Trung tâm thấy gì (city@tp)</a></p></div>
<form id="{name}-switch" data-live method="post" action="/{name}">{switch(ward)}</form>
</section>
"""


def facts(ward):
    line = ward["line"]
    shape, words = LINES[ward["choice"]]
    since = datetime.datetime.fromtimestamp(line["since"], VIETNAM)
    lasting = f"từ {since:%H:%M:%S} · {lasted(since)}"
    moved = f"gửi đi {size(line['bytes']['out'])} · nhận về {size(line['bytes']['in'])}"
    count = line["connections"]
    return f"""{drawing(ward, shape)}<p><span class="pill {shape}">{words}</span> <small>{lasting}</small></p>
<p class="quiet">{moved} · {count['open']} kết nối đang mở, {count['accepted']} từ đầu</p>{told(ward)}"""


def drawing(ward, shape):
    """The line as a picture, for those who see it; the words beside it say the same."""
    place = html.escape(ward["title"].removeprefix("Phường ").removeprefix("Đặc khu "))
    strokes = {
        "fine": '<path d="M0 12H200"/>',
        "late": '<path d="M0 12H84M116 12H200M92 4l16 16M108 4L92 20"/>',
        "today": '<path d="M0 12H200" stroke-dasharray="4 10"/>',
        "shaky": '<path d="M0 12H60l8-9 12 18 12-18 12 18 12-18 12 18 8-9H200"/>',
        "move": '<path d="M0 12H128M118 3l11 9-11 9M150 12H200"/>',
    }
    return (f'<div class="way {shape}" aria-hidden="true"><span>{place}</span>'
            '<svg viewBox="0 0 200 24" preserveAspectRatio="none" fill="none" stroke="currentColor" stroke-width="3" '
            f'stroke-linecap="round">{strokes[shape]}</svg><span>Trung tâm</span></div>')


def told(ward):
    """What the ward's own server says of its line; nothing when it says nothing that is understood."""
    if not ward["runs"]:
        return '<p><span class="pill late">Máy chủ ở đây không chạy</span></p>'
    said = ward["told"]
    if not isinstance(said, dict) or not isinstance(said.get("isUp"), bool):
        return ""
    words = "Ở đây thấy: đường thông" if said["isUp"] else "Ở đây thấy: mất liên lạc với trung tâm"
    try:
        since = datetime.datetime.fromisoformat(str(said.get("since")).replace("Z", "+00:00")).astimezone(VIETNAM)
        words += f" từ {since:%H:%M:%S}"
    except ValueError:
        pass
    waiting = said.get("waiting") if isinstance(said.get("waiting"), dict) else {}
    things = (("entries", "bút toán"), ("papers", "giấy tờ"))
    counts = [f"{waiting[key]} {thing}" for key, thing in things if is_count(waiting.get(key))]
    if counts:
        words += f"; chờ gửi {', '.join(counts)}"
    elif waiting:
        words += "; không có gì chờ gửi"
    return f"<p>{words}.</p>"


def is_count(value):
    return isinstance(value, int) and value > 0


def switch(ward):
    name, choice = ward["name"], ward["choice"]
    if choice == "up":
        big = button(name, "cut", "Cắt đường truyền", "big cut")
    else:
        big = button(name, "up", "Nối lại", "big")
    return big + "".join(button(name, offer, words, pressed=choice == offer) for offer, words in OFFERS)


def button(name, choice, words, look="", pressed=None):
    # The big one keeps its id whatever it offers, so that the focus stays on it.
    which = f"{name}-big" if look else f"{name}-{choice}"
    state = "" if pressed is None else f' aria-pressed="{str(pressed).lower()}"'
    return f'<button id="{which}" class="{look}" name="choice" value="{choice}"{state}>{words}</button>'


def size(count):
    """Bytes in words, with the comma of Vietnamese."""
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("KB", 1e3)):
        if count >= factor:
            return f"{count / factor:.1f} {unit}".replace(".", ",")
    return f"{count} byte"


def lasted(since):
    seconds = int((datetime.datetime.now(VIETNAM) - since).total_seconds())
    if seconds < 60:
        return f"{seconds} giây"
    if seconds < 3600:
        return f"{seconds // 60} phút"
    return f"{seconds // 3600} giờ {seconds % 3600 // 60} phút"
