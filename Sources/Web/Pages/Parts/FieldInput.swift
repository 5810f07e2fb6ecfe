// FieldInput.swift: any Casework `Field` as a labelled input: the same list that the API shows draws the form.
//
// Label, mark of a required field, hint, error beside the field (`aria-describedby`, `aria-invalid`), the suggested or
// typed value. A unit is typed or picked from one list on the page (`UnitList`), as “Tên · mã”.

import Casework
import Office

struct FieldInput {
    var field: Field
    var id: String
    var name: String
    var value: String
    var error: String?
    var hint: Text?
    /// Filled in by us (from a card): said beside the field.
    var marked = false
    /// Characters that the browser takes; for what becomes part of an address. Others are told in words.
    var longest: Int?
    var markWords = Texts.Form.fromCard
    /// Where the work goes on: the page opens with the focus here.
    var focus = false
    var autocomplete = "off"
    var labels: [String: String] = [:]

    /// - Parameters:
    ///   - prefix: keeps ids apart where several forms stand on a page.
    ///   - name: of the input, where it is not the field's own.
    ///   - value: what was typed; nil = the suggested value.
    init(
        _ field: Field, prefix: String = "", name: String? = nil, value: String? = nil, error: String? = nil,
        hint: Text? = nil,
        marked: Bool = false, autocomplete: String = "off"
    ) {
        self.field = field
        self.name = name ?? field.name
        id = (prefix + self.name).replacing(".", with: "-")
        self.value = value ?? field.suggested ?? ""
        self.error = error
        self.hint = hint
        self.marked = marked
        self.autocomplete = autocomplete
    }

    var html: HTML {
        switch field.type {
        case .choice where field.required && (field.choices ?? []).count <= 4:
            return group("radio", field.choices ?? [])
        case .choice: return labelled(select(field.choices ?? []))
        case .user where field.choices != nil: return labelled(select(field.choices ?? []))
        case .multiChoice where field.choices != nil, .paper where field.choices != nil:
            return group("checkbox", field.choices ?? [])
        case .boolean where field.required:
            return group(
                "radio",
                [
                    .init(value: "true", label: Texts.Form.yes.words),
                    .init(value: "false", label: Texts.Form.no.words),
                ])
        case .boolean: return single
        case .longText:
            return labelled(
                "<textarea id=\"\(id)\" name=\"\(name)\" rows=\"3\"\(attributes)>\(value)</textarea>")
        default: return labelled(input)
        }
    }

    // MARK: the inputs

    private var input: HTML {
        switch field.type {
        case .date:
            return
                "<input class=\"short\" type=\"date\" id=\"\(id)\" name=\"\(name)\" value=\"\(value)\"\(attributes)>"
        case .dateTime:
            return
                "<input class=\"short\" type=\"datetime-local\" id=\"\(id)\" name=\"\(name)\" value=\"\(localTime)\"\(attributes)>"
        case .integer, .money:
            return
                "<input class=\"short\" inputmode=\"numeric\" id=\"\(id)\" name=\"\(name)\" value=\"\(value)\"\(attributes)>"
        case .idNumber:
            return
                "<input class=\"short\" inputmode=\"numeric\" id=\"\(id)\" name=\"\(name)\" value=\"\(value)\"\(attributes)>"
        case .phone:
            return
                "<input class=\"short\" type=\"tel\" id=\"\(id)\" name=\"\(name)\" value=\"\(value)\"\(attributes)>"
        case .unit:
            return
                "<input list=\"units\" id=\"\(id)\" name=\"\(name)\" value=\"\(labels[value] ?? value)\"\(attributes)>"
        default: return "<input id=\"\(id)\" name=\"\(name)\" value=\"\(value)\"\(attributes)>"
        }
    }

    /// What a `datetime-local` input takes: Vietnamese time without seconds and offset.
    private var localTime: String {
        Instant(value).map { "\($0.date)T\($0.timeOfDay)" } ?? value
    }

    private func select(_ choices: [Procedure.Choice]) -> HTML {
        let none: HTML =
            field.required && !value.isEmpty ? "" : "<option value=\"\">\(Texts.Form.choose)</option>"
        let options: [HTML] = choices.map { choice in
            "<option value=\"\(choice.value)\"\(choice.value == value ? HTML(safe: " selected") : "")>\(choice.label)</option>"
        }
        return "<select id=\"\(id)\" name=\"\(name)\"\(attributes)>\(none)\(options)</select>"
    }

    private var single: HTML {
        """
        <div class="field">\(under)<label class="pick"><input type="checkbox" id="\(id)" name="\(name)" value="true"\
        \(value == "true" ? HTML(safe: " checked") : "")\(described)><span>\(field.title)</span></label></div>
        """
    }

    private func group(_ type: StaticString, _ choices: [Procedure.Choice]) -> HTML {
        let picked = value.split(separator: ",").map(String.init)
        let boxes: [HTML] = choices.enumerated().map { index, choice in
            """
            <label class="pick"><input type="\(HTML(safe: type))" id="\(id)-\(index)" name="\(name)" value="\(choice.value)"\
            \(picked.contains(choice.value) ? HTML(safe: " checked") : "")\(index == 0 ? focusing : "")><span>\(choice.label)</span></label>

            """
        }
        return "<fieldset id=\"\(id)\"\(describedBy)><legend>\(title)</legend>\(under)\n\(boxes)</fieldset>"
    }

    // MARK: around them

    private func labelled(_ control: HTML) -> HTML {
        "<div class=\"field\"><label for=\"\(id)\">\(title)</label>\(under)\(control)</div>"
    }

    private var title: HTML {
        let need: HTML = field.required ? " <span class=\"need\" aria-hidden=\"true\">*</span>" : ""
        let mark: HTML = marked ? " <span class=\"marked\">✓ \(markWords)</span>" : ""
        return "\(field.title)\(need)\(mark)"
    }

    private var under: HTML {
        let said: HTML? = hint.map { "<p class=\"hint\" id=\"\(id)-hint\">\($0)</p>" }
        let wrong: HTML? = error.map { "<p class=\"error\" id=\"\(id)-error\">\($0)</p>" }
        return "\(said)\(wrong)"
    }

    private var describedBy: HTML {
        let ids = [hint == nil ? nil : id + "-hint", error == nil ? nil : id + "-error"].compactMap { $0 }
            .joined(separator: " ")
        return ids.isEmpty ? "" : " aria-describedby=\"\(ids)\""
    }
    private var described: HTML { error == nil ? describedBy : describedBy + " aria-invalid=\"true\"" }

    private var focusing: HTML { focus ? " autofocus" : "" }

    private var attributes: HTML {
        let need: HTML = field.required && field.unless == nil ? " required" : ""
        let most: HTML? = longest.map { " maxlength=\"\($0)\"" }
        return "\(need)\(most) autocomplete=\"\(autocomplete)\"\(focusing)\(described)"
    }
}

/// The units that inputs of a page pick from, once a page; and the way back from what was typed to a code.
enum UnitList {
    static func label(_ unit: Casework.Unit) -> String { "\(unit.name) · \(unit.code)" }

    static func html(_ directory: Directory, where fits: (Casework.Unit) -> Bool = { _ in true }) -> HTML {
        let options: [HTML] = directory.unitCodes.compactMap { directory.unit($0) }
            .filter { $0.kind != .portal && $0.kind != .city && fits($0) }.map {
                "<option value=\"\(label($0))\"></option>"
            }
        return "<datalist id=\"units\">\(options)</datalist>"
    }

    /// The code in `Tên · mã`, of a name, or the text itself.
    static func code(_ typed: String, _ directory: Directory) -> String {
        let text = VietnameseText.plain(typed)
        if text.isEmpty || directory.unit(text) != nil { return text }
        let last = VietnameseText.plain(String(text.split(separator: "·").last ?? ""))
        if directory.unit(last) != nil { return last }
        let folded = VietnameseText.folded(text)
        let found = directory.unitCodes.filter { code in
            directory.unit(code).map {
                [.ward, .commune, .specialZone, .department, .body].contains($0.kind)
                    && VietnameseText.folded($0.name).hasSuffix(folded)
            } ?? false
        }
        return found.count == 1 ? found[0] : text
    }

    /// Code → what an input shows.
    static func labels(_ codes: [String?], _ directory: Directory) -> [String: String] {
        var labels: [String: String] = [:]
        for code in codes.compactMap({ $0 }) { labels[code] = directory.unit(code).map(label) }
        return labels
    }
}
