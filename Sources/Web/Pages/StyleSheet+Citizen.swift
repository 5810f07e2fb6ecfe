// StyleSheet+Citizen.swift: the citizen's pages and files: slots, viewer, the return code, stars to tap.

extension StyleSheet {
    static let citizen = """
        .files{list-style:none;padding:0;margin:4px 0}
        .files li{display:flex;flex-wrap:wrap;gap:2px 10px;align-items:center;min-height:44px}
        .slot{margin:4px 0 8px}.slot input[type=file]{padding:8px}
        .slot progress{flex:1 1 120px;accent-color:var(--green);height:10px}
        .paper{border-bottom:1px solid var(--line);padding-bottom:10px;margin-bottom:12px}
        .paper:last-child{border:0}.paper h3{margin-top:8px}
        .online h2{margin-top:0;color:var(--ink);font-size:1.2rem}
        .return-code{font-size:1.6rem;letter-spacing:.08em;font-variant-numeric:tabular-nums}
        .parts{display:flex;flex-wrap:wrap;gap:0 18px;padding-left:20px}.parts li{padding-right:6px}
        .parts a{display:inline-block;line-height:44px}
        .thumb{display:block;max-width:100%;max-height:200px;border:1px solid var(--line);border-radius:6px;flex-basis:100%}
        .viewer{display:grid;gap:28px;grid-template-columns:minmax(0,3fr) minmax(260px,2fr);align-items:start}
        .viewer img{max-width:100%;border:1px solid var(--line);background:#fff}
        .viewer iframe{width:100%;height:80vh;border:1px solid var(--line);background:#fff}
        .viewer .facts{grid-template-columns:minmax(0,1fr);gap:0}.viewer .facts dd{margin-bottom:8px}
        @media (max-width:860px){.viewer{grid-template-columns:minmax(0,1fr)}.viewer iframe{height:70vh}}
        .stars div{display:grid;grid-template-columns:repeat(5,minmax(44px,1fr));gap:8px}
        .stars label{margin:0;position:relative}
        .stars input{position:absolute;opacity:0;inset:0;width:100%;height:100%;margin:0;cursor:pointer}
        .stars span{display:block;text-align:center;min-height:52px;line-height:50px;border:1px solid var(--edge);border-radius:8px;
        background:var(--sheet);font-weight:650}
        .stars span.unseen{min-height:0;border:0}
        .stars input:checked+span{background:var(--ink);color:var(--paper);border-color:var(--ink)}
        .stars input:focus-visible+span{outline:3px solid var(--blue);outline-offset:2px}
        .chips a{line-height:1.45;padding:10px 14px;min-height:44px}
        .track .lead{margin:10px 0}
        .onlystack{display:none}
        @media (max-width:700px){.stack .onlystack{display:inline;color:var(--quiet)}}
        .qr{max-width:100%;height:auto}

        """
}
