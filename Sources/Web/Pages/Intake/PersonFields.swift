// PersonFields.swift: what is asked of a person, at the counter and online alike.

import Casework
import Office

enum PersonFields {
    static var all: [Field] {
        [
            Field(
                "type", Texts.Form.personType.words, .choice, required: true,
                choices: [
                    .init(value: "citizen", label: Texts.Form.citizen.words),
                    .init(value: "organisation", label: Texts.Form.organisation.words),
                ], suggested: "citizen"),
            Field("name", Texts.Form.name.words, .text, required: true),
            Field("idNumber", Texts.Form.idNumber.words, .idNumber, required: true),
            Field("phone", Texts.Form.phone.words, .phone),
            Field("email", Texts.Form.email.words, .text),
            Field("address", Texts.Form.address.words, .text, required: true),
        ]
    }
}
