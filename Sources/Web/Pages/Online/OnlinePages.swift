// OnlinePages.swift: filing online without a log-in: choose, fill in, leave and come back by code, check, send, receipt.

import Casework
import Office

extension Pages {
    static let onlineRoutes = [
        page("GET", "/nop", .everyone, "Choose what to file") { chooseOnline($0) },
        page("GET", "/nop/tiep-tuc", .everyone, "Come back to an unfinished filing") { goOn($0) },
        page("POST", "/nop/tiep-tuc", .everyone, "Open an unfinished filing by its code") { try await comeBack($0) },
        page("POST", "/nop/thoat", .everyone, "Forget the return code on this device") { exchange in
            .redirect("/nop/tiep-tuc?thoat=1", headers: [ReturnCode.clear])
        },
        page("GET", "/nop/{code}", .everyone, "The form to file online") { exchange in
            let begin = exchange.query.filter { ["unit", "case"].contains($0.key) }
            var filing = try await OnlineFiling.open(exchange, typed: nil, begin: begin)
            if exchange.query["kiem"] != nil { filing.draft.errors = filing.problems() }
            return OnlineForm(filing).reply
        },
        page("POST", "/nop/{code}", .everyone, "Keep, check, take files in", intake: .form) { try await typed($0) },
        page("POST", "/nop/{code}/nhap", .everyone, "Keep what is typed") { exchange in
            let filing = try await OnlineFiling.open(exchange, typed: exchange.typed)
            try await filing.save()
            return Reply(contentType: "text/plain; charset=utf-8", body: [])
        },
        page("GET", "/nop/{code}/tep/{id}", .everyone, "One's own file of an unfinished filing") { try await ownFile($0) },
        page("GET", "/nop/{code}/xem-lai", .everyone, "Everything before it is filed") { exchange in
            let filing = try await OnlineFiling.open(exchange, typed: nil)
            guard filing.isKept else { return .redirect("/nop/tiep-tuc?het=1") }
            return OnlineCheck(filing).reply()
        },
        page("POST", "/nop/{code}/gui", .everyone, "File it") { try await send($0) },
        page("GET", "/tra-cuu/{number}/giay-tiep-nhan", .trackingCode, "The receipt of an online filing") {
            exchange in
            let view = try await TrackAPI.view(exchange)
            return ReceiptPage(view, code: exchange.query["code"] ?? "", exchange).reply
        },
    ]

    private static func chooseOnline(_ exchange: Exchange) -> Reply {
        let directory = exchange.house.server.office.directory
        let q = exchange.text("q")
        let found = CatalogueQuestion.ranked(q, on: exchange.now.date, directory) { $0.channels.contains(.online) }
        let body: HTML = """
            <h1>\(Texts.Online.title)</h1>
            <p>\(Texts.Online.lead)</p>
            <p><a class="do quietly" href="/nop/tiep-tuc">\(Texts.Citizen.goOn)</a></p>
            \(searchForm("/nop", q, Texts.Portal.findLabel, suggest: "/thu-tuc/goi-y?nop=1&q="))
            <p class="small" role="status">\(Texts.Catalogue.found(found.count))</p>
            \(procedureList(found, to: "/nop/", directory))
            """
        return exchange.page(Texts.Online.title.words, at: "/nop", body)
    }

    // MARK: the form

    private static func typed(_ exchange: Exchange) async throws -> Reply {
        let procedure = try known(exchange)
        let carried = ReturnCode.carried(exchange)
        let house = exchange.house
        let form = try await UploadDesk(exchange: exchange) { input, values in
            let paper = String(input.dropFirst("file.".count))
            guard input.hasPrefix("file."), procedure.papers.contains(where: { $0.id == paper }),
                let code = carried ?? ReturnCode.normalized(values["ma"] ?? "")
            else { return nil }
            return (ReturnCode.owner(code, house), "\(procedure.code)/\(paper)")
        }.receive()
        var filing = try await OnlineFiling.open(exchange, typed: form.values)
        filing.fileErrors = form.problems
        do { try await filing.save() } catch let refusal as Refusal {
            filing.draft.refuse(refusal)
            return OnlineForm(filing).reply
        }
        let base = "/nop/\(procedure.code)"
        let mark = [ReturnCode.set(filing.code)]
        if let id = form.values["bo"], let upload = filing.uploads.first(where: { $0.id == id }) {
            try await API.offload { try house.server.office.papers.drop(upload.id) }
            return .redirect("\(base)#file-\(filing.paper(upload))", headers: mark)
        }
        if !filing.fileErrors.isEmpty { return OnlineForm(filing).reply }
        switch form["do"] {
        case "check":
            filing.draft.errors = filing.problems()
            return filing.draft.errors.isEmpty
                ? .redirect("\(base)/xem-lai", headers: mark) : OnlineForm(filing).reply
        case "refresh": return .redirect("\(base)#phan-noi", headers: mark)
        default: return .redirect("\(base)?luu=1", headers: mark)
        }
    }

    private static func ownFile(_ exchange: Exchange) async throws -> Reply {
        let (office, id) = (exchange.house.server.office, exchange.parameter("id"))
        guard let code = ReturnCode.carried(exchange),
            let upload = try await API.offload({ try office.papers.upload(id) }),
            upload.owner == ReturnCode.owner(code, exchange.house), let media = upload.media,
            let reader = try await API.offload({ try office.papers.read(upload) })
        else { throw Refusal.unknownUpload(id) }
        return try await PaperReply.send(reader, name: upload.name, media, download: false)
    }

    private static func send(_ exchange: Exchange) async throws -> Reply {
        var filing = try await OnlineFiling.open(exchange, typed: nil)
        guard filing.isKept else { return .redirect("/nop/tiep-tuc?het=1") }
        guard filing.problems().isEmpty else { return .redirect("/nop/\(filing.procedure.code)?kiem=1") }
        do {
            let receipt = try await filing.send()
            let code = URLText.encoded(receipt.trackingCode ?? "")
            return .redirect(
                "/tra-cuu/\(receipt.number)/giay-tiep-nhan?code=\(code)", headers: [ReturnCode.clear])
        } catch let refusal as Refusal {
            // A draft that was changed after it had been sent once is another dossier.
            filing.draft.refuse(refusal, freshKey: exchange.house.randomID())
            try await filing.save()
            return OnlineCheck(filing).reply(refusal: filing.draft.refusal)
        }
    }

    // MARK: coming back

    private static func goOn(
        _ exchange: Exchange, code: String = "", factor: String = "", refusal: Refusal? = nil
    ) -> Reply {
        func input(_ name: String, _ title: Text, _ value: String, _ hint: Text?) -> HTML {
            let wrong = refusal?.field == name ? refusal.map { Text($0.vi, $0.en).words } : nil
            return FieldInput(
                Field(name, title.words, .text, required: true), prefix: "lai-", value: value, error: wrong,
                hint: hint
            ).html
        }
        let said: HTML =
            exchange.query["thoat"] != nil
            ? Lines.good(Texts.Citizen.left)
            : exchange.query["het"] != nil ? "<p class=\"notice\">\(Texts.Citizen.gone)</p>" : ""
        let body: HTML = """
            <div class="narrow"><h1>\(Texts.Citizen.goOnTitle)</h1>\(said)
            \(ProblemNotice(refusal, target: refusal?.field.map { "lai-" + $0 }))
            <p>\(Texts.Citizen.goOnLead)</p>
            <form method="post" action="/nop/tiep-tuc" novalidate>\(exchange.mark)
            \(input("ma", Texts.Citizen.returnCode, code, Texts.Citizen.returnCodeHint))
            \(input("so", Texts.Citizen.factor, factor, nil))
            <p class="buttons"><button class="do seal">\(Texts.Citizen.open)</button></p></form></div>
            """
        return exchange.page(Texts.Citizen.goOnTitle.words, at: "/nop", status: refusal?.status ?? 200, body)
    }

    private static func comeBack(_ exchange: Exchange) async throws -> Reply {
        let typed = exchange.typed
        do {
            let draft = try await exchange.guardingCodes {
                try await find(typed["ma"] ?? "", typed["so"] ?? "", exchange)
            }
            return .redirect("/" + draft.form, headers: [ReturnCode.set(ReturnCode.normalized(typed["ma"] ?? "") ?? "")])
        } catch let refusal as Refusal {
            return goOn(exchange, code: typed["ma"] ?? "", factor: typed["so"] ?? "", refusal: refusal)
        }
    }

    /// The newest draft of a code whose phone or id number is known to who asks. One refusal for every way to be wrong.
    private static func find(_ code: String, _ factor: String, _ exchange: Exchange) async throws -> Draft {
        if ReturnCode.normalized(code) == nil { throw wrongCode }
        let (house, owner, now) = (exchange.house, ReturnCode.owner(code, exchange.house), exchange.now)
        let drafts = try await API.offload { try house.drafts.list(owner: owner, now: now) }
        let fitting = drafts.filter { draft in
            guard draft.form.hasPrefix("nop/") else { return false }
            let person = Person(
                type: .citizen, name: "", idNumber: draft.values["applicant.idNumber"] ?? "",
                phone: draft.values["applicant.phone"], email: nil, address: "")
            return person.isKnown(by: factor)
        }
        guard let draft = fitting.first else { throw wrongCode }
        return draft
    }

    private static var wrongCode: Refusal {
        Refusal(
            .notFound, "unknown-return-code", field: "ma",
            vi: "Mã quay lại hoặc số không đúng, hoặc hồ sơ đã quá hạn giữ. Hãy xem lại mã đã ghi.",
            en: "The return code or the number is wrong, or the draft has expired. Look at the code again.")
    }
}
