// StyleSheet+Admin.swift: administration: definitions as text, progress of a calendar, one-time passwords.

extension StyleSheet {
    static let admin = """
        .yaml{font:.875rem/1.5 ui-monospace,"DejaVu Sans Mono",monospace;min-height:220px;white-space:pre;overflow:auto}
        progress{width:100%;max-width:420px;height:14px;accent-color:var(--green)}
        .code{font-family:ui-monospace,"DejaVu Sans Mono",monospace;letter-spacing:.06em;font-size:1.15rem}
        input[type=date]:focus-within,input[type=datetime-local]:focus-within{outline:3px solid var(--blue);outline-offset:1px}
        dl.facts dd{overflow-wrap:anywhere}
        #khac td{overflow-wrap:anywhere}
        .sheet>form:first-of-type .field:first-of-type{margin-top:0}

        """
}
