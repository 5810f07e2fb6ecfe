// StyleSheet+Counter.swift: the counter, the certification lane, the cash book and their printed papers.

extension StyleSheet {
    static let counter = """
        @media (min-width:900px){#scans .paper{display:grid;grid-template-columns:minmax(0,2fr) minmax(0,3fr);gap:4px 24px}
        #scans .paper h3{margin:8px 0;font-weight:400}}
        .scan{border-bottom:1px solid var(--line);padding-bottom:8px}
        .scan .field{flex:1 1 260px}
        .chosen{color:var(--ink);font-size:1.25rem;margin-top:16px}
        .bare{list-style:none;padding:0}.left{text-align:left}
        .indent{padding-left:32px}
        .draft-row{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center;justify-content:space-between}
        .draft-row a{font-weight:600}
        .cert-lines{border-bottom:1px solid var(--line);padding-bottom:8px}
        .cert-line{display:grid;gap:0 16px;grid-template-columns:minmax(200px,1fr) 110px 110px 120px;align-items:end;
        border-bottom:1px solid var(--line);padding-bottom:8px}
        .cert-line details,.cert-line>button{grid-column:1/-1}
        .cert-line details{border-bottom:0}.cert-line>button{justify-self:start}
        .cert-line .fee{margin:0 0 24px;text-align:right}
        .money{text-align:right;white-space:nowrap}.whole{white-space:nowrap}
        .qr-row{display:flex;gap:20px;align-items:center;margin:12px 0}.qr-row svg{flex:none}
        .qr-row p{min-width:0;max-width:100%;overflow-wrap:anywhere}
        .official table{font-size:1rem}.official caption,.official small,.official a{color:#222}
        .official th{background:none;color:#000;position:static}
        .official td,.official th{border-color:#999;padding:6px}
        .stamp{text-align:center;border:2px solid currentColor;padding:6px;margin:12px auto;max-width:420px}
        .js .noscript{display:none}
        @media (max-width:700px){.cert-line{grid-template-columns:1fr 1fr}
        .cert-line>.field:first-of-type{grid-column:1/-1}
        .cert-line .fee{grid-column:1/-1;text-align:left;margin:0}.stack .money{text-align:left}
        .qr-row{flex-direction:column;align-items:flex-start}}

        """
}
