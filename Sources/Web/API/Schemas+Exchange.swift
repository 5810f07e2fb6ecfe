// Schemas+Exchange.swift: the JSON Schemas of the exchange and of reconciliation. See Schemas.swift.

extension Schemas {
    static let exchange = """
        "Exchange": {
          "type": "object",
          "required": ["systems", "items", "next"],
          "properties": {
            "systems": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["system", "name", "since", "taken", "held", "differing", "repeats", "sent", "waiting", "failing"],
                "properties": {
                  "system": {"type": "string"},
                  "name": {"type": "string"},
                  "since": {"type": "string", "format": "date-time"},
                  "heardAt": {"type": "string", "format": "date-time"},
                  "failingSince": {"type": "string", "format": "date-time"},
                  "error": {"type": "string"},
                  "taken": {"type": "integer"},
                  "held": {"type": "integer"},
                  "differing": {"type": "integer"},
                  "repeats": {"type": "integer"},
                  "sent": {"type": "integer"},
                  "waiting": {"type": "integer"},
                  "failing": {"type": "integer"}
                }
              }
            },
            "items": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["id", "system", "direction", "kind", "state", "at", "attempts", "repeats"],
                "properties": {
                  "id": {"type": "string"},
                  "system": {"type": "string"},
                  "direction": {"enum": ["in", "out"]},
                  "kind": {"enum": ["filing", "supplement", "withdrawal", "answer", "unknown", "status", "case"]},
                  "state": {
                    "enum": ["new", "taken", "held", "differs", "superseded", "settled", "waiting", "sending", "sent"]
                  },
                  "at": {"type": "string", "format": "date-time"},
                  "number": {"type": "string"},
                  "outside": {"type": "string"},
                  "reason": {"type": "string"},
                  "nextAt": {"type": "string", "format": "date-time"},
                  "doneAt": {"type": "string", "format": "date-time"},
                  "status": {"type": "integer"},
                  "code": {"type": "integer"},
                  "attempts": {"type": "integer"},
                  "repeats": {"type": "integer"}
                }
              }
            },
            "next": {"$ref": "#/components/schemas/Cursor"}
          }
        },
        "Reconciliation": {
          "type": "object",
          "required": ["day", "units", "items", "next"],
          "properties": {
            "day": {"type": "string", "format": "date"},
            "units": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["unit", "system", "at", "dossiers", "differing", "byLink", "entry", "heard", "sound"],
                "properties": {
                  "unit": {"type": "string"},
                  "system": {"type": "string"},
                  "at": {"type": "string", "format": "date-time"},
                  "dossiers": {"type": "integer"},
                  "differing": {"type": "integer"},
                  "byLink": {"type": "integer"},
                  "entry": {"type": "integer"},
                  "heard": {"type": "boolean"},
                  "sound": {"type": "boolean"},
                  "wardHeardAt": {
                    "type": "string",
                    "format": "date-time",
                    "description": "until when the unit's own site had been heard: its word is as of then; absent without such a site"
                  },
                  "wardSilent": {"type": "boolean", "description": "with wardHeardAt: nothing was heard for two minutes and more"}
                }
              }
            },
            "items": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["unit", "system", "what", "whose", "since", "holdsUp"],
                "properties": {
                  "unit": {"type": "string"},
                  "system": {"type": "string"},
                  "number": {"type": "string"},
                  "outside": {"type": "string"},
                  "what": {"enum": ["status", "due", "presence", "delay"]},
                  "ward": {"type": "string"},
                  "city": {"type": "string"},
                  "said": {"type": "string"},
                  "since": {"type": "string", "format": "date-time"},
                  "until": {"type": "string", "format": "date-time"},
                  "whose": {"enum": ["link", "theirs", "ours", "sync"]},
                  "holdsUp": {"type": "boolean"}
                }
              }
            },
            "next": {"$ref": "#/components/schemas/Cursor"}
          }
        }
        """
}
