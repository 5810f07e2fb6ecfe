// Schemas.swift: the JSON Schemas of the API (OpenAPI 3.1, JSON Schema 2020-12).

enum Schemas {
    static let all = """
        {
          "Problem": {
            "type": "object",
            "required": ["type", "title", "status", "detail"],
            "properties": {
              "type": {"type": "string"},
              "title": {"type": "string"},
              "status": {"type": "integer"},
              "detail": {"type": "string"},
              "detailEn": {"type": "string"},
              "field": {"type": "string"}
            }
          },
          "LogIn": {
            "type": "object",
            "required": ["user", "password"],
            "properties": {"user": {"type": "string"}, "password": {"type": "string"}}
          },
          "Token": {"type": "object", "required": ["token"], "properties": {"token": {"type": "string"}}},
          "Done": {"type": "object", "required": ["done"], "properties": {"done": {"type": "boolean"}}},
          "Health": {
            "type": "object",
            "required": ["status"],
            "properties": {"status": {"type": "string"}, "units": {"type": "string"}}
          },
          "OpenAPI": {"type": "object"},
          "Caller": {
            "type": "object",
            "required": ["user", "name", "rights"],
            "properties": {
              "user": {"type": "string"},
              "name": {"type": "string"},
              "rights": {"type": "array", "items": {"type": "object"}}
            }
          },
          "Cursor": {"type": ["string", "null"]},
          "UnitList": {
            "type": "object",
            "required": ["items", "next"],
            "properties": {
              "items": {"type": "array", "items": {"$ref": "#/components/schemas/Unit"}},
              "next": {"$ref": "#/components/schemas/Cursor"}
            }
          },
          "Unit": {
            "type": "object",
            "required": ["code", "name", "type", "formerUnits", "openingHours"],
            "properties": {
              "code": {"type": "string"},
              "name": {"type": "string"},
              "type": {"type": "string"},
              "agencyCode": {"type": "string"},
              "validFrom": {"type": "string", "format": "date"},
              "formerUnits": {"type": "array", "items": {"type": "object"}},
              "openingHours": {"type": "object"}
            }
          },
          "ProcedureList": {
            "type": "object",
            "required": ["items", "next"],
            "properties": {
              "items": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": ["code", "name", "field"],
                  "properties": {
                    "code": {"type": "string"},
                    "name": {"type": "string"},
                    "shortName": {"type": "string"},
                    "field": {"type": "string"},
                    "version": {"type": "integer"}
                  }
                }
              },
              "next": {"$ref": "#/components/schemas/Cursor"}
            }
          },
          "Procedure": {
            "type": "object",
            "required": [
              "code", "name", "field", "cases", "papers", "form", "limits", "fees", "steps", "source",
              "confidence"
            ],
            "properties": {
              "code": {"type": "string"},
              "name": {"type": "string"},
              "field": {"type": "string"},
              "version": {"type": "integer"},
              "cases": {"type": "array", "items": {"type": "object"}},
              "papers": {"type": "array", "items": {"type": "object"}},
              "form": {"type": "array", "items": {"$ref": "#/components/schemas/Field"}},
              "limits": {"type": "array", "items": {"type": "object"}},
              "fees": {"type": "array", "items": {"type": "object"}},
              "steps": {"type": "array", "items": {"type": "object"}},
              "source": {"type": "array", "items": {"type": "string"}},
              "confidence": {"type": "object"}
            }
          },
          "Field": {
            "type": "object",
            "required": ["name", "title", "type", "required"],
            "properties": {
              "name": {"type": "string"},
              "title": {"type": "string"},
              "type": {
                "enum": [
                  "text", "longText", "integer", "money", "date", "dateTime", "boolean", "choice",
                  "multiChoice", "idNumber", "phone", "unit", "user", "paper"
                ]
              },
              "required": {"type": "boolean"},
              "choices": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": ["value", "label"],
                  "properties": {"value": {"type": "string"}, "label": {"type": "string"}}
                }
              },
              "suggested": {"type": "string"}
            }
          },
          "Person": {
            "type": "object",
            "required": ["name", "idNumber"],
            "properties": {
              "type": {"enum": ["citizen", "organisation"]},
              "name": {"type": "string", "minLength": 1, "maxLength": 200},
              "idNumber": {"type": "string"},
              "phone": {"type": ["string", "null"]},
              "email": {"type": ["string", "null"]},
              "address": {"type": ["string", "null"], "maxLength": 200}
            }
          },
          "Filing": {
            "type": "object",
            "required": ["unit", "procedure", "channel", "applicant"],
            "properties": {
              "unit": {"type": "string"},
              "procedure": {"type": "string"},
              "case": {"type": ["string", "null"]},
              "channel": {"enum": ["counter", "online", "post"]},
              "receivedAt": {"type": ["string", "null"], "format": "date-time"},
              "applicant": {"$ref": "#/components/schemas/Person"},
              "authorised": {"$ref": "#/components/schemas/Person"},
              "form": {"type": "object", "additionalProperties": {"type": ["string", "integer", "boolean"]}},
              "papers": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": ["id"],
                  "properties": {
                    "id": {"type": "string"},
                    "copies": {"type": "integer"},
                    "source": {"enum": ["handedIn", "shown", "fromData", "reused", "digital"]},
                    "file": {"type": ["string", "null"]}
                  }
                }
              },
              "quantity": {"type": "integer"},
              "competentAgency": {"type": ["string", "null"]},
              "pickUpUnit": {"type": ["string", "null"]},
              "supportPoint": {"type": ["string", "null"]},
              "resultChannel": {"enum": ["counter", "online", "post", null]},
              "exemptions": {"type": "array", "items": {"type": "string"}},
              "accept": {"type": "boolean"},
              "needsVerification": {"type": "boolean"},
              "due": {"type": ["string", "null"]},
              "ground": {"type": ["string", "null"]},
              "uploads": {"type": "array", "items": {"$ref": "#/components/schemas/AttachedUpload"}},
              "draft": {"type": ["string", "null"]}
            }
          },
          "Status": {
            "type": "object",
            "required": ["national", "state"],
            "properties": {
              "national": {"type": "integer", "minimum": 1, "maximum": 10},
              "state": {"type": "string"},
              "vi": {"type": "string"}
            }
          },
          "Receipt": {
            "type": "object",
            "required": ["number", "status", "version"],
            "properties": {
              "number": {"type": "string"},
              "status": {"$ref": "#/components/schemas/Status"},
              "received": {"type": "string"},
              "due": {"type": ["string", "null"]},
              "acceptBy": {"type": ["string", "null"]},
              "version": {"type": "integer"},
              "trackingCode": {"type": ["string", "null"]}
            }
          },
          "ActionInput": {
            "type": "object",
            "additionalProperties": {
              "type": ["string", "integer", "boolean", "array", "null"],
              "items": {"type": "string"}
            }
          },
          "Batch": {
            "type": "object",
            "required": ["numbers"],
            "properties": {
              "numbers": {"type": "array", "minItems": 1, "maxItems": 500, "items": {"type": "string"}}
            },
            "additionalProperties": {"type": ["string", "integer", "boolean", "null"]}
          },
          "BatchResult": {
            "type": "object",
            "required": ["items"],
            "properties": {
              "items": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": ["number", "done"],
                  "properties": {
                    "number": {"type": "string"},
                    "done": {"type": "boolean"},
                    "refusal": {"$ref": "#/components/schemas/Problem"}
                  }
                }
              },
              "next": {"$ref": "#/components/schemas/Cursor"}
            }
          },
          "DossierLine": {
            "type": "object",
            "required": ["number", "procedure", "status", "version"],
            "properties": {
              "number": {"type": "string"},
              "procedure": {"type": "string"},
              "procedureName": {"type": "string"},
              "status": {"$ref": "#/components/schemas/Status"},
              "due": {"type": ["string", "null"]},
              "remainingMinutes": {"type": ["integer", "null"]},
              "version": {"type": "integer"}
            }
          },
          "DossierList": {
            "type": "object",
            "required": ["items", "next"],
            "properties": {
              "items": {"type": "array", "items": {"$ref": "#/components/schemas/DossierLine"}},
              "next": {"$ref": "#/components/schemas/Cursor"}
            }
          },
          "Action": {
            "type": "object",
            "required": ["action", "title", "next", "fields"],
            "properties": {
              "action": {"type": "string"},
              "title": {"type": "string"},
              "next": {"type": "boolean"},
              "fields": {"type": "array", "items": {"$ref": "#/components/schemas/Field"}}
            }
          },
          "Dossier": {
            "type": "object",
            "required": [
              "number", "status", "custody", "clock", "steps", "papers", "history", "version", "holder",
              "actions"
            ],
            "properties": {
              "number": {"type": "string"},
              "status": {"$ref": "#/components/schemas/Status"},
              "custody": {
                "type": "object",
                "required": ["unit"],
                "properties": {"unit": {"type": "string"}, "inTransitTo": {"type": ["string", "null"]}}
              },
              "clock": {"type": "object", "required": ["lines"]},
              "steps": {"type": "array", "items": {"type": "object"}},
              "papers": {"type": "array", "items": {"type": "object"}},
              "history": {"type": "array", "items": {"type": "object"}},
              "version": {"type": "integer"},
              "holder": {"type": "object"},
              "actions": {"type": "array", "items": {"$ref": "#/components/schemas/Action"}}
            }
          },
          "Track": {
            "type": "object",
            "required": ["number", "status", "timeline", "missing", "nextStep"],
            "properties": {
              "number": {"type": "string"},
              "status": {"$ref": "#/components/schemas/Status"},
              "due": {"type": ["string", "null"]},
              "timeline": {"type": "array", "items": {"type": "object"}},
              "missing": {"type": "array", "items": {"type": "string"}},
              "nextStep": {"type": "string"}
            }
          },
          "Rating": {
            "type": "object",
            "required": ["scores"],
            "properties": {
              "scores": {
                "type": "object",
                "additionalProperties": false,
                "minProperties": 1,
                "properties": {
                  "access": {"$ref": "#/components/schemas/Score"},
                  "procedure": {"$ref": "#/components/schemas/Score"},
                  "staff": {"$ref": "#/components/schemas/Score"},
                  "result": {"$ref": "#/components/schemas/Score"},
                  "feedback": {"$ref": "#/components/schemas/Score"}
                }
              },
              "comment": {"type": ["string", "null"]}
            }
          },
          "RightList": {
            "type": "object",
            "required": ["items", "next"],
            "properties": {
              "items": {
                "type": "array",
                "items": {"type": "object", "required": ["user", "id", "role", "unit", "ground", "from"]}
              },
              "next": {"$ref": "#/components/schemas/Cursor"}
            }
          },
          "RightID": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}},
          "NewRight": {
            "type": "object",
            "required": ["user", "role", "unit"],
            "properties": {
              "user": {"type": "string"},
              "role": {"enum": ["counter", "officer", "leader", "city", "admin", "auditor"]},
              "unit": {"type": "string"},
              "ground": {"enum": ["role", "posting", "delegation"]},
              "from": {"type": "string"},
              "to": {"type": "string"},
              "fields": {"type": "array", "items": {"type": "string"}},
              "procedures": {"type": "array", "items": {"type": "string"}}
            }
          },
          "NewAccount": {
            "type": "object",
            "required": ["user", "name", "password"],
            "properties": {
              "user": {"type": "string", "minLength": 1, "maxLength": 200},
              "name": {"type": "string", "minLength": 1, "maxLength": 200},
              "password": {"type": "string", "minLength": 10}
            }
          },
          "Calendar": {
            "type": "object",
            "required": ["version", "from", "to", "off", "work"],
            "properties": {
              "version": {"type": "string"},
              "from": {"type": "string"},
              "to": {"type": "string"},
              "off": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": ["date", "name", "provisional"],
                  "properties": {
                    "date": {"type": "string"},
                    "name": {"type": "string"},
                    "provisional": {"type": "boolean"},
                    "group": {"type": ["string", "null"]}
                  }
                }
              },
              "work": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": ["date", "instead", "ground"],
                  "properties": {
                    "date": {"type": "string"},
                    "instead": {"type": "string"},
                    "ground": {"type": "string"}
                  }
                }
              }
            }
          },
          "Adoption": {
            "type": "object",
            "required": ["calendar"],
            "properties": {
              "calendar": {"type": "string"},
              "switchedOff": {"type": "array", "items": {"type": "string"}}
            }
          },
          "Adopted": {
            "type": "object",
            "required": ["moved"],
            "properties": {"moved": {"type": "array", "items": {"type": "string"}}}
          },
          "Erasure": {
            "type": "object",
            "required": ["ground"],
            "properties": {"ground": {"type": "string", "minLength": 1, "maxLength": 200}}
          },
          \(queue)
          \(counter),
          "Score": {"type": "integer", "minimum": 1, "maximum": 5},
          \(everyday),
          \(city),
          \(steering),
          \(secondment),
          \(exchange),
          \(network),
          \(papers)
        }
        """
}
