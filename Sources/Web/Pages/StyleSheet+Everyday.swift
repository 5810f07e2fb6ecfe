// StyleSheet+Everyday.swift: shelf places, hand-over lists on paper, and the colours of practice.

extension StyleSheet {
    static let everyday = """
        .place{font-weight:700;font-size:1.125rem;white-space:nowrap}
        h1+.search{margin-top:16px}.why{display:block;margin-top:4px}td small{display:block}
        .waybill{min-width:150px;max-width:240px}
        .told{list-style:none;padding:0}.told li{padding:6px 0;border-bottom:1px solid var(--line)}
        .official table{font-size:.9375rem}.official th,.official td{border:1px solid #000;color:#000;padding:4px 6px;background:#fff}
        .official th{position:static}
        .practice{--paper:#fdf3dc;--sheet:#fffaf0;--line:#dccb9f;--quiet:#5c5646;
        border-top:10px solid var(--gold)}
        .practice-mark{background:var(--gold);color:var(--sheet);font-weight:700;text-align:center;margin:0;padding:6px 16px}
        .practice-mark a,.practice-mark button{color:inherit}
        @media (prefers-color-scheme:dark){.practice{--paper:#251f10;--sheet:#2e2717;--line:#574a26;--quiet:#c4bda9}
        .practice-mark{color:#1d1c1a}}
        @media print{form.printed{display:block!important}.printed .pickcell,.printed .buttons{display:none}}
        @media print{.practice{border-top:0}.practice-mark{display:block!important;background:none;color:#000;border:3px solid #000;
        font-size:16pt;letter-spacing:.1em}.practice-mark a{display:none}}

        """
}
