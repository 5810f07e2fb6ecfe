// StyleSheet+Queue.swift: the kiosk's large choices, numerals that are read from ten metres, the slip of 80 mm.

extension StyleSheet {
    static let queue = """
        .choices{display:grid;gap:16px;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));margin:20px 0}
        .choice{display:flex;flex-direction:column;gap:4px;align-items:flex-start;text-align:left;
        background:var(--sheet);color:var(--ink);
        border:1px solid var(--edge);border-left:6px solid var(--seal);border-radius:12px;padding:24px 28px;
        min-height:132px;font-weight:400}
        .choice b{font-size:1.7rem;line-height:1.25;font-weight:700}
        .choice span{color:var(--quiet);font-size:1.0625rem}
        .choice .wait-words{color:var(--ink);font-weight:600}
        .choice:hover{border-color:var(--ink);border-left-color:var(--seal)}
        .chiprow{display:flex;flex-wrap:wrap;gap:10px;margin:8px 0}
        .pick.chip{align-items:center;border:1px solid var(--edge);border-radius:10px;padding:10px 18px;min-height:56px;
        background:var(--sheet);font-size:1.0625rem}
        .pick.chip:has(:checked){border-color:var(--ink);box-shadow:inset 0 0 0 1px var(--ink);font-weight:650}
        .numeral{font-size:clamp(4rem,16vw,8rem);font-weight:750;line-height:1.1;letter-spacing:-.02em;margin:8px 0}
        .numeral.calling{color:var(--seal)}
        .ticket{text-align:center}.ticket .check{text-align:left}.ticket .buttons{justify-content:center}
        .hand .numeral{font-size:4.5rem;margin:0}
        .hand .buttons button{min-height:56px;font-size:1.0625rem}
        .board h1{font-size:clamp(1.4rem,3vw,2.4rem)}
        .boardcols{display:grid;gap:32px;grid-template-columns:minmax(0,3fr) minmax(0,2fr);align-items:start}
        .boardcols td,.boardcols tbody th{font-size:clamp(1rem,1.6vw,1.5rem)}
        @media (max-height:800px) and (min-width:861px){.board .numeral{font-size:clamp(3rem,8vw,6rem)}
        .boardcols td,.boardcols tbody th{padding-block:4px;font-size:1.05rem}.top:has(+aside+main .board){display:none}}
        .calls{list-style:none;padding:0}
        .calls li{display:flex;flex-wrap:wrap;gap:0 32px;align-items:baseline;border-bottom:1px solid var(--line);padding:8px 0}
        .calls li:first-child .numeral{color:var(--seal)}
        .board .numeral{font-size:clamp(3.6rem,11vw,9rem);margin:0}
        .calls .where{font-size:clamp(1.6rem,4.4vw,3.6rem);font-weight:650}
        .small-calls{display:flex;flex-wrap:wrap;gap:0 32px}.small-calls li{border:0;gap:0 10px;font-size:clamp(1.1rem,2vw,1.8rem)}
        .says p{font-size:1.25rem;color:var(--quiet)}
        .bars{max-width:100%;height:auto;display:block;margin:12px 0}
        .bars .bar{fill:var(--blue)}.bars text{fill:var(--ink);font-size:12px}
        .slip{display:none}
        .whole{white-space:nowrap}
        main.wide:has(.board){max-width:1840px}
        @media (max-width:860px){.boardcols{grid-template-columns:minmax(0,1fr)}}
        @media (max-width:600px){.choice{padding:16px 18px;min-height:96px}.choice b{font-size:1.35rem}}
        @page slip{size:80mm 140mm;margin:4mm}
        @media print{.ticket:has(.slip){page:slip;max-width:none}.ticket:has(.slip) section>*:not(.slip){display:none}
        .ticket .slip{display:block;text-align:center;color:#000;font-size:11pt}.ticket .slip .numeral{font-size:44pt}
        .slip svg{margin:4px auto}}

        """
}
