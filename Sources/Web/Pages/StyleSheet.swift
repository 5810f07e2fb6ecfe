// StyleSheet.swift: the one style sheet: calm paper, ink, one seal-red. Light, dark and print; from 360 px up.
//
// Colours have a contrast of at least 4.5:1 on the paper and on their wash, body text 7:1; colour is never alone
// (pills carry words and a shape). Targets are 44 px. No font, picture or script from elsewhere (CSP: style-src 'self').

import Casework
import Office

enum StyleSheet {
    /// With the sheet's digest, so that a browser may keep it for long.
    static let address =
        "/static/look.css?v=" + CommandContext.fingerprint("css", "", Array(text.utf8)).prefix(8)
    static let text =
        tokens + writing + frame + parts + forms + tables + panes + charts + rail + queue
        + counter + leader + admin + everyday + citizen + paper
}

extension Pages {
    static let lookRoutes = [
        Route("GET", "/static/look.css", .everyone, "The style sheet") { _ in
            Reply(
                contentType: "text/css; charset=utf-8", body: Array(StyleSheet.text.utf8),
                headers: [("cache-control", "public, max-age=86400")])
        }
    ]
}

extension StyleSheet {
    /// The colours, each in its light and its dark value. A test holds their contrast to 4.5:1, body text to 7:1.
    enum Token: String, CaseIterable {
        case paper, sheet, ink, quiet, line, edge, seal, gold, green, blue
        case onSeal = "on-seal"
        case sealWash = "seal-wash"
        case goldWash = "gold-wash"
        case greenWash = "green-wash"
        case blueWash = "blue-wash"

        var light: String {
            switch self {
            case .paper: "#fbfaf7"
            case .sheet: "#ffffff"
            case .ink: "#1d1c1a"
            case .quiet: "#625e57"
            case .line: "#e4e0d8"
            case .edge: "#827d73"
            case .seal: "#b3261e"
            case .gold: "#7d5200"
            case .green: "#2e6b4a"
            case .blue: "#1f4e8c"
            case .onSeal: "#ffffff"
            case .sealWash: "#fbe9e7"
            case .goldWash: "#fbf0d9"
            case .greenWash: "#e6f1ea"
            case .blueWash: "#e6eef8"
            }
        }
        var dark: String {
            switch self {
            case .paper: "#161614"
            case .sheet: "#1e1d1b"
            case .ink: "#f1eee7"
            case .quiet: "#b3aea4"
            case .line: "#37342f"
            case .edge: "#88837a"
            case .seal: "#ff8a80"
            case .gold: "#f0c060"
            case .green: "#7fcf9f"
            case .blue: "#8ab8f5"
            case .onSeal: "#1d1c1a"
            case .sealWash: "#3a1f1c"
            case .goldWash: "#352a12"
            case .greenWash: "#17301f"
            case .blueWash: "#1a2738"
            }
        }
    }

    private static let tokens: String = {
        let light = Token.allCases.map { "--\($0.rawValue):\($0.light)" }.joined(separator: ";")
        let dark = Token.allCases.map { "--\($0.rawValue):\($0.dark)" }.joined(separator: ";")
        let fills = Token.allCases.map { ".fill-\($0.rawValue){fill:var(--\($0.rawValue));stroke:var(--line)}" }.joined()
        return """
            :root{color-scheme:light dark;\(light)}
            @media (prefers-color-scheme:dark){:root{\(dark)}}
            \(fills)

            """
    }()

    private static let writing = """
        *{box-sizing:border-box;margin:0;unicode-bidi:isolate}
        html{-webkit-text-size-adjust:100%}
        body{background:var(--paper);color:var(--ink);font:1rem/1.55 "Noto Sans","Segoe UI",system-ui,sans-serif;
        font-variant-numeric:tabular-nums;overflow-wrap:break-word}
        a{color:var(--blue);text-underline-offset:3px}
        h1{font-size:1.65rem;line-height:1.3;letter-spacing:-.01em;font-weight:650;text-wrap:balance;margin-bottom:6px}
        h2{font-size:1rem;color:var(--quiet);font-weight:600;margin:28px 0 10px}
        h3{font-size:1rem;font-weight:650;margin:20px 0 8px}
        p,ul,ol,dl{margin:8px 0}
        .small,small{color:var(--quiet);font-size:.875rem}
        .big{font-size:2.4rem;font-weight:650;letter-spacing:-.02em;line-height:1.15}
        .lead{font-size:1.15rem}
        .unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        :focus-visible{outline:3px solid var(--blue);outline-offset:2px;border-radius:4px}
        main:focus{outline:none}

        """

    private static let frame = """
        .skip{position:absolute;left:-999px;top:0;background:var(--ink);color:var(--paper);padding:12px 20px;z-index:2}
        .skip:focus{left:0}
        .top{display:flex;flex-wrap:wrap;gap:4px 24px;align-items:center;padding:6px 32px;border-bottom:1px solid var(--line);
        background:var(--sheet)}
        .brand{font-size:1.2rem;font-weight:700;letter-spacing:-.01em;color:var(--ink);text-decoration:none;line-height:44px}
        .brand i{color:var(--seal);font-style:normal}
        .top nav{display:flex;flex-wrap:wrap;gap:0 20px}
        .top nav a{color:var(--quiet);text-decoration:none;line-height:42px;border-bottom:2px solid transparent}
        .top nav a:hover{color:var(--ink)}
        .top nav a[aria-current]{color:var(--ink);border-bottom-color:var(--seal)}
        .who{margin-left:auto;display:flex;flex-wrap:wrap;gap:0 16px;align-items:center;color:var(--quiet)}
        .who a{line-height:44px}
        .me{max-width:min(18rem,60vw);overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
        .top nav{gap:0 18px}
        .banner{background:var(--blue-wash);color:var(--blue);padding:6px 32px;margin:0;font-size:.875rem}
        main{margin:0 auto;padding:28px 32px 48px}
        .reading{max-width:960px}
        .wide{max-width:1400px}
        .narrow{max-width:520px;margin-inline:auto}
        .foot{border-top:1px solid var(--line);padding:16px 32px;color:var(--quiet);font-size:.875rem}
        .two{display:grid;gap:28px;grid-template-columns:minmax(0,1fr) 340px;align-items:start}
        .three{display:grid;gap:20px;grid-template-columns:repeat(auto-fit,minmax(260px,1fr));margin-top:28px}
        .sheet{background:var(--sheet);border:1px solid var(--line);border-radius:12px;padding:22px 24px;margin-block:16px}
        .sheet>:first-child{margin-top:0}
        .three>.sheet{margin-block:0}
        .beside{position:sticky;top:12px}
        @media (max-width:860px){.two{grid-template-columns:minmax(0,1fr)}.beside{position:static}}
        @media (max-width:700px){.top,.banner,.foot{padding-inline:16px}main{padding:20px 16px 40px}.sheet{padding:16px}
        .top nav{flex-wrap:nowrap;overflow-x:auto;max-width:100%;scrollbar-width:none}.top nav a{flex:none}
        .who{margin-left:0}.me{max-width:38vw}
        [data-open-keys]{display:none}h1{font-size:1.4rem}.big{font-size:2rem}}

        """

    private static let parts = """
        .pill{display:inline-flex;gap:6px;align-items:center;border-radius:6px;padding:1px 9px;font-size:.875rem;font-weight:600}
        .pill::before{content:"";flex:none;width:9px;height:9px;background:currentColor}
        .late{color:var(--seal);background:var(--seal-wash)}.late::before{clip-path:polygon(50% 0,100% 100%,0 100%)}
        .today{color:var(--gold);background:var(--gold-wash)}.today::before{border-radius:2px}
        .near{color:var(--gold);background:none;box-shadow:inset 0 0 0 1px currentColor}
        .near::before{clip-path:polygon(50% 0,100% 50%,50% 100%,0 50%)}
        .fine{color:var(--green);background:var(--green-wash)}.fine::before{border-radius:50%}
        .move{color:var(--blue);background:var(--blue-wash)}
        .move::before{clip-path:polygon(0 20%,60% 20%,60% 0,100% 50%,60% 100%,60% 80%,0 80%)}
        .wait{color:var(--quiet);box-shadow:inset 0 0 0 1px var(--line)}
        .wait::before{clip-path:polygon(0 0,35% 0,35% 100%,65% 100%,65% 0,100% 0,100% 100%,0 100%)}
        .notice{border-left:4px solid var(--blue);background:var(--blue-wash);padding:12px 16px;border-radius:0 8px 8px 0;margin:16px 0}
        .notice.bad{border-color:var(--seal);background:var(--seal-wash)}
        .notice.good{border-color:var(--green);background:var(--green-wash)}
        .check{list-style:none;padding:0}.check li{padding:8px 0;border-bottom:1px solid var(--line)}.check details{border:0}
        .facts{display:grid;grid-template-columns:minmax(120px,max-content) minmax(0,1fr);gap:6px 20px}
        .facts dt{color:var(--quiet)}.facts dd{margin:0}
        .chips{display:flex;flex-wrap:wrap;gap:8px;padding:0;list-style:none}
        .chips a{display:inline-block;line-height:42px;padding:0 14px;border:1px solid var(--line);border-radius:8px;
        color:var(--ink);text-decoration:none;background:var(--sheet)}
        .chips a[aria-current]{border-color:var(--ink);box-shadow:inset 0 0 0 1px var(--ink)}
        .plainlist{list-style:none;padding:0}
        .plainlist>li{border-bottom:1px solid var(--line);padding:10px 0}
        .plainlist>li>a:first-child{display:inline-block;min-height:32px;font-weight:600}
        details{border-bottom:1px solid var(--line)}
        summary{cursor:pointer;min-height:44px;padding:10px 0;font-weight:600}
        details[open]{padding-bottom:16px}
        .history{list-style:none;padding:0}.history li{padding:8px 0;border-bottom:1px solid var(--line)}
        @media (max-width:500px){.facts{grid-template-columns:minmax(0,1fr);gap:0}.facts dd{margin-bottom:8px}}

        """

    private static let forms = """
        .field,fieldset{margin:14px 0;border:0;padding:0;min-width:0}
        label,legend{display:block;font-size:.9375rem;font-weight:600;margin-bottom:4px;padding:0}
        .hint{color:var(--quiet);font-size:.875rem;margin:0 0 4px}
        .error{color:var(--seal);font-weight:600;margin:0 0 4px}
        .need{color:var(--seal)}
        .marked{color:var(--green);font-size:.875rem;font-weight:600}
        input,select,textarea{font:inherit;width:100%;min-height:44px;padding:9px 12px;border:1px solid var(--edge);border-radius:8px;
        background:var(--sheet);color:var(--ink)}
        textarea{min-height:88px}
        input:focus-visible,select:focus-visible,textarea:focus-visible{outline:3px solid var(--blue);outline-offset:1px;border-radius:8px}
        [aria-invalid=true]{border:2px solid var(--seal)}
        .short{max-width:220px}
        input[type=checkbox],input[type=radio]{width:22px;height:22px;min-height:0;flex:none;accent-color:var(--ink);margin:1px 0 0}
        .pick{display:flex;gap:10px;align-items:flex-start;min-height:44px;padding:9px 0;font-weight:400;margin:0}
        .row{display:grid;gap:0 20px;grid-template-columns:repeat(auto-fit,minmax(220px,1fr))}
        .paper-row{display:grid;gap:4px 12px;grid-template-columns:minmax(0,1fr) 92px 190px;align-items:center;
        border-bottom:1px solid var(--line);padding:4px 0}
        .buttons{display:flex;flex-wrap:wrap;gap:10px;margin-top:18px}
        button,.do{font:inherit;font-weight:650;border:1px solid transparent;border-radius:8px;background:var(--ink);color:var(--paper);
        padding:9px 20px;min-height:44px;min-width:44px;cursor:pointer;text-decoration:none;display:inline-block}
        .seal{background:var(--seal);color:var(--on-seal)}
        .quietly{background:var(--sheet);color:var(--ink);border-color:var(--edge)}
        .plain{background:none;color:var(--quiet);padding:0;font-weight:400;text-decoration:underline;text-underline-offset:3px}
        .full{width:100%;text-align:center}
        .search{display:flex;gap:8px;align-items:end;flex-wrap:wrap}.search .field{flex:1 1 180px;margin:0}
        @media (max-width:600px){.paper-row{grid-template-columns:1fr 1fr}.paper-row>:first-child{grid-column:1/-1}}

        """

    private static let tables = """
        .scroll{overflow-x:auto}
        table{width:100%;border-collapse:collapse;margin-bottom:12px}
        caption{text-align:left;font-weight:600;color:var(--quiet);padding:20px 0 6px}
        th{font-size:.8125rem;color:var(--quiet);text-align:left;font-weight:600;padding:8px 10px;border-bottom:1px solid var(--line);
        background:var(--paper);position:sticky;top:0}
        td,tbody th{padding:10px;border-bottom:1px solid var(--line);vertical-align:top}
        tbody th{font-size:1rem;color:inherit;position:static;background:none}
        td.pickcell{width:44px}
        tr:hover td,tr:hover th{background:var(--sheet)}
        td a{font-weight:600}
        [data-rows] td{padding-block:8px}
        [data-rows] td>a{color:var(--ink);text-decoration:none}
        [data-rows] td>a:hover{text-decoration:underline}
        td small{display:block}
        [data-rows] td:nth-child(-n+3) small{white-space:nowrap}
        td .pill{white-space:nowrap}td .pill.move{white-space:normal}
        td br+.pill,td small+.pill{margin-top:4px}
        tr.at td{background:var(--sheet)}
        tr.at td:first-child{box-shadow:inset 3px 0 0 var(--seal)}
        .empty{color:var(--quiet);padding:32px 0;text-align:center}
        @media (max-width:700px){.stack thead{display:none}.stack tr{display:block;padding:10px 0;border-bottom:1px solid var(--line)}
        .stack td,.stack tbody th{display:block;border:0;padding:2px 0;width:auto}}

        """

    private static let panes = """
        kbd{font:600 .75rem/1 ui-monospace,monospace;border:1px solid var(--edge);border-bottom-width:2px;border-radius:4px;
        padding:2px 5px;color:var(--quiet);background:var(--sheet);margin-left:4px}
        button kbd,.do kbd{color:inherit;background:none;border-color:currentColor}
        .headline{display:flex;flex-wrap:wrap;gap:8px 24px;align-items:end;justify-content:space-between}
        .headline .buttons{margin:0}
        .toolbar{margin:16px 0 4px}
        .toolbar details{border:0}
        .toolbar .search{max-width:720px}
        .panes{display:block}
        .pane{display:none}
        .pane:has(article){display:block}
        .pane article{background:var(--sheet);border:1px solid var(--line);border-radius:12px;padding:18px 20px}
        .pane .facts{grid-template-columns:minmax(0,1fr);gap:0}.pane .facts dd{margin-bottom:8px}
        .pane .rail li{font-size:.875rem;padding-bottom:12px}
        .name{color:var(--ink);font-size:1.25rem;margin:6px 0 2px}
        @media (min-width:1160px){.panes{display:grid;gap:28px;grid-template-columns:minmax(0,1fr) 360px;align-items:start}
        .panes:has(>.pane>.empty){grid-template-columns:minmax(0,1fr)}
        .pane:has(article){display:block;position:sticky;top:12px;max-height:calc(100vh - 24px);overflow:auto}}
        .batch{padding:12px 20px}
        .batch .row{align-items:end}
        .batch .buttons{margin:14px 0}
        .sticky{position:sticky;top:0;background:var(--paper);padding:8px 0;margin:0;z-index:1}
        .picks{display:grid;gap:0 20px;grid-template-columns:repeat(auto-fill,minmax(230px,1fr))}
        .ways{margin:0 0 14px;align-items:center}
        .suggest{position:absolute;z-index:3;list-style:none;margin:2px 0 0;padding:4px;background:var(--sheet);
        border:1px solid var(--edge);border-radius:8px;max-width:min(100%,720px);box-shadow:0 6px 24px rgb(0 0 0/.12)}
        .suggest a{display:block;padding:9px 12px;min-height:44px;color:var(--ink);text-decoration:none;border-radius:6px}
        .suggest [aria-selected=true] a,.suggest a:hover{background:var(--blue-wash)}
        .field:has(.suggest){position:relative}
        dialog{margin:auto;color:var(--ink);max-width:560px;width:calc(100% - 32px)}
        dialog::backdrop{background:rgb(0 0 0/.4)}
        [hidden]{display:none!important}
        .who .plain{min-width:44px}

        """

    private static let charts = """
        .swatches{display:grid;gap:12px;grid-template-columns:repeat(auto-fill,minmax(200px,1fr));list-style:none;padding:0}
        .swatch{display:flex;gap:12px;align-items:center}
        .sample{border-bottom:1px solid var(--line);padding-bottom:20px}
        .spark{vertical-align:middle}.spark polyline{fill:none;stroke:var(--ink);stroke-width:2}.spark circle{fill:var(--seal)}
        .bars tbody th{font-weight:400;width:30%}.bars svg{width:min(60%,320px);height:12px;vertical-align:middle}
        .bars rect{fill:var(--blue)}.bar b{margin-left:6px}
        .tilemap{margin:12px 0}.tilemap svg{width:100%;max-width:1000px;height:auto;display:block}
        .tile{stroke:none}.t0{fill:#d8e8dd}.t1{fill:#e9efd9}.t2{fill:#f6e9c4}.t3{fill:#f3cfa8}.t4{fill:#f0b3a6}.tx{fill:var(--line)}
        .tilemap text{text-anchor:middle;fill:#1d1c1a;font-size:11px}.tilemap .tile-value{font-size:13px;font-weight:650}
        .tilemap .tx~text{fill:var(--ink)}
        .figures{list-style:none;padding:0;margin:8px 0 24px;display:grid;
        grid-template-columns:repeat(auto-fill,minmax(190px,1fr));gap:12px}
        .figures li{border-top:1px solid var(--line);padding:8px 0;display:flex;flex-direction:column;gap:2px}
        .figures b{font-size:1.6rem;font-variant-numeric:tabular-nums;line-height:1.2}
        .better{color:var(--green)}.worse{color:var(--seal)}.chooser{display:flex;flex-wrap:wrap;gap:12px;align-items:end;margin:8px 0 16px}
        .chooser label{min-width:0;max-width:100%}.chooser .field{margin:0}
        .chooser select,.chooser input{width:auto;min-width:0;max-width:100%;vertical-align:bottom}
        .tally td{text-align:right;font-variant-numeric:tabular-nums}
        .tally thead th+th,.tally thead tr+tr th{text-align:right}.tally .left{text-align:left}
        @media (max-width:700px){.tally.stack td{text-align:left}}
        .said{white-space:pre-line;margin:4px 0}
        .projected{font-size:1.35rem}.projected h1{font-size:2.6rem}.projected .filters,.projected details{font-size:1rem}
        .tilemap a:focus-visible .tile,.tilemap a:hover .tile{stroke:var(--ink);stroke-width:3}

        """

    private static let rail = """
        .rail{display:flex;margin:26px 0 8px;padding:0;list-style:none}
        .rail li{flex:1;position:relative;padding:30px 8px 0 0;font-size:.875rem;color:var(--quiet);min-width:0}
        .rail li::before{content:"";position:absolute;top:8px;left:0;right:0;height:4px;background:var(--line)}
        .rail li:last-child::before{right:calc(100% - 8px)}
        .rail li::after{content:"";position:absolute;top:0;left:0;width:20px;height:20px;border-radius:50%;background:var(--sheet);
        border:4px solid var(--line)}
        .rail .done::before{background:var(--ink)}.rail .done::after{background:var(--ink);border-color:var(--ink)}
        .rail .here{color:var(--ink);font-weight:650}.rail .here::after{border-color:var(--seal);background:var(--seal)}
        .rail li:has(+.train)::before,.rail .train:first-child::before{background:repeating-linear-gradient(90deg,var(--blue) 0 8px,
        transparent 8px 14px)}
        .rail small{display:block;font-weight:400}
        @media (max-width:900px){.rail{flex-direction:column}.rail li{padding:0 0 18px 34px}
        .rail li::before,.rail li:last-child::before{top:4px;bottom:-4px;left:8px;right:auto;width:4px;height:auto}
        .rail li:last-child::before{display:none}
        .rail li:has(+.train)::before,.rail .train:first-child::before{background:repeating-linear-gradient(var(--blue) 0 8px,
        transparent 8px 14px)}}
        .tall{flex-direction:column}.tall li{padding:0 0 18px 34px;font-size:1rem}
        .tall li::before,.tall li:last-child::before{top:4px;bottom:-4px;left:8px;right:auto;width:4px;height:auto}
        .tall li:last-child::before{display:none}
        .tall li:has(+.train)::before,.tall .train:first-child::before{background:repeating-linear-gradient(var(--blue) 0 8px,
        transparent 8px 14px)}

        """

    private static let paper = """
        .official{background:#fff;color:#000;font:1.0625rem/1.5 "Times New Roman","Liberation Serif","Noto Serif",serif;
        padding:40px 48px;max-width:800px;margin:16px auto;border:1px solid var(--line)}
        .official h1{font-size:1.25rem;text-align:center;margin:20px 0 4px;letter-spacing:0}
        .official .heads{display:grid;grid-template-columns:1fr 1fr;gap:24px;text-align:center}
        .official .heads p{margin:0}.official ol{padding-left:24px}
        .official .signs{display:grid;grid-template-columns:1fr 1fr;gap:24px;text-align:center;margin-top:28px;min-height:140px}
        .official .code{font-weight:700;letter-spacing:.06em;font-size:1.2rem;white-space:nowrap}
        .official .small{color:#333}
        .official .code{overflow-wrap:anywhere}
        @media (max-width:600px){.official .code{white-space:normal}.official{padding:20px 16px}.official .heads{grid-template-columns:1fr}}
        @media print{:root{--paper:#fff;--sheet:#fff;--ink:#000;--quiet:#333;--line:#999}
        @page{size:A4;margin:18mm 16mm}
        .top,.banner,.foot,.skip,.noprint,form{display:none!important}
        body{background:#fff;color:#000;font-size:11pt}main{max-width:none;padding:0}.two{display:block}
        .official{border:0;padding:0;max-width:none;font-size:12pt}.sheet{border:0;padding:0}
        .pill{box-shadow:inset 0 0 0 1px currentColor;print-color-adjust:exact}details>*{display:block}
        tr,li{break-inside:avoid}a{color:inherit;text-decoration:none}}
        @media (prefers-contrast:more){:root{--line:var(--edge);--quiet:var(--ink)}}
        @media (forced-colors:active){.pill{border:1px solid}.pill::before{forced-color-adjust:none}}

        """
}
