// StyleSheet+Leader.swift: the leader's page and the one-page morning paper.

extension StyleSheet {
    static let leader = """
        .numbers{display:grid;gap:12px;padding:0;list-style:none;margin:16px 0;
        grid-template-columns:repeat(auto-fit,minmax(min(150px,100%),1fr))}
        .numbers>li{background:var(--sheet);border:1px solid var(--line);border-radius:12px;padding:0}
        .numbers a,.numbers span.cell{display:block;padding:12px 16px;min-height:44px;color:var(--ink);text-decoration:none}
        .numbers b.sums{font-size:1.45rem}
        .numbers b{display:block;font-size:2rem;line-height:1.2;font-weight:650}
        .numbers .alarm b{color:var(--seal)}
        .bar{display:block;fill:var(--edge)}
        .bar .over{fill:var(--seal)}
        .inline{display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin:0}
        .inline form{margin:0}
        .morning{max-width:820px;margin:0 auto}
        .morning h2{color:var(--ink);margin:14px 0 4px;border-bottom:1px solid var(--ink)}
        .morning table{font-size:.9375rem;margin:0}
        .morning td,.morning th{padding:4px 8px}
        .morning caption{padding:6px 0 2px}
        .morning .numbers{grid-template-columns:repeat(auto-fit,minmax(min(230px,100%),1fr))}
        .morning .numbers b{font-size:1.5rem}
        @page morning{size:A4;margin:10mm 12mm}
        @media print{body:has(.morning){page:morning}.morning{max-width:none}.morning h1{font-size:13pt;margin:0}
        .morning,.morning table,.morning th,.morning td small{font-size:8.5pt;line-height:1.3}
        .morning p{margin:2px 0}.morning .notice{padding:2px 0;border:0}.morning ul{margin:2px 0}
        .morning .numbers{grid-template-columns:repeat(6,1fr);gap:4px;margin:4px 0}
        .morning .numbers>li{border-radius:0}.morning .numbers span.cell{padding:2px 4px;min-height:0}
        .morning .numbers b{font-size:12pt;color:#000}.morning td,.morning th{padding:1px 4px}
        .morning .lines table{table-layout:fixed;width:100%}.morning .lines th:nth-child(1){width:12%}
        .morning .lines th:nth-child(2){width:36%}.morning .lines th:nth-child(3){width:19%}
        .morning .lines td span{display:-webkit-box;-webkit-box-orient:vertical;overflow:hidden;-webkit-line-clamp:2}
        .morning .lines td:nth-child(2) span{-webkit-line-clamp:1}.morning .lines small{white-space:nowrap}
        .morning caption{padding:4px 0 0}.morning h2{margin:6px 0 2px;font-size:9pt}
        .morning *{color:#000!important;background:none!important}}

        """
}
