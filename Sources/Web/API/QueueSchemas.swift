// QueueSchemas.swift: the JSON Schemas of the queue, joined into Schemas.all.

extension Schemas {
    /// Members of the object `components/schemas`, with a comma at the end.
    static let queue = """
        "Nothing": {"type": "object"},
          "WaitRange": {
            "type": "object",
            "required": ["from", "to"],
            "properties": {"from": {"type": "integer"}, "to": {"type": "integer"}}
          },
          "QueueGroup": {
            "enum": [
              "certification", "civil-status", "business", "land", "construction", "social", "residence", "other",
              "result"
            ]
          },
          "TicketRequest": {
            "type": "object",
            "required": ["group"],
            "properties": {
              "group": {"$ref": "#/components/schemas/QueueGroup"},
              "priority": {"enum": ["elderly", "disabled", "pregnant"]},
              "channel": {"enum": ["kiosk", "phone", "desk"]}
            }
          },
          "TicketLink": {
            "type": "object",
            "required": ["number"],
            "properties": {"number": {"type": "string"}}
          },
          "Ticket": {
            "type": "object",
            "required": ["ticket", "number", "unit", "group", "state", "takenAt"],
            "properties": {
              "ticket": {"type": "string"},
              "number": {"type": "string"},
              "unit": {"type": "string"},
              "group": {"$ref": "#/components/schemas/QueueGroup"},
              "priority": {"type": "string"},
              "channel": {"type": "string"},
              "state": {"enum": ["waiting", "called", "serving", "done", "missed", "cancelled"]},
              "code": {"type": "string"},
              "counter": {"type": "integer"},
              "ahead": {"type": "integer"},
              "calls": {"type": "integer"},
              "expected": {"$ref": "#/components/schemas/WaitRange"},
              "promised": {"$ref": "#/components/schemas/WaitRange"},
              "takenAt": {"type": "string"},
              "calledAt": {"type": "string"},
              "endedAt": {"type": "string"},
              "waitedSeconds": {"type": "integer"},
              "dossiers": {"type": "array", "items": {"type": "string"}}
            }
          },
          "CounterRequest": {
            "type": "object",
            "properties": {
              "groups": {"type": "array", "items": {"$ref": "#/components/schemas/QueueGroup"}},
              "group": {"$ref": "#/components/schemas/QueueGroup"},
              "ticket": {"type": "string"},
              "toCounter": {"type": "integer"}
            }
          },
          "Counter": {
            "type": "object",
            "required": ["counter", "open", "groups", "waiting"],
            "properties": {
              "counter": {"type": "integer"},
              "open": {"type": "boolean"},
              "groups": {"type": "array", "items": {"type": "string"}},
              "ticket": {"$ref": "#/components/schemas/Ticket"},
              "waiting": {"type": "integer"}
            }
          },
          "Queue": {
            "type": "object",
            "required": ["unit", "day", "now", "counters", "groups", "waiting"],
            "properties": {
              "unit": {"type": "string"},
              "day": {"type": "string", "format": "date"},
              "now": {"type": "string"},
              "counters": {"type": "array", "items": {"$ref": "#/components/schemas/Counter"}},
              "groups": {"type": "array", "items": {"type": "object"}},
              "waiting": {"type": "array", "items": {"$ref": "#/components/schemas/Ticket"}}
            }
          },
          "QueueStatistics": {
            "type": "object",
            "required": ["unit", "day", "total", "byHour", "byCounter", "byGroup", "promises"],
            "properties": {
              "unit": {"type": "string"},
              "day": {"type": "string", "format": "date"},
              "total": {"type": "object"},
              "byHour": {"type": "array", "items": {"type": "object"}},
              "byCounter": {"type": "array", "items": {"type": "object"}},
              "byGroup": {"type": "array", "items": {"type": "object"}},
              "promises": {"type": "object"}
            }
          },
        """
}
