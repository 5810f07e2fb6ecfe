// Schemas+Steering.swift: the JSON Schemas of matters of steering. See Schemas.swift.

extension Schemas {
    static let steering = """
        "MatterInput": {
          "type": "object",
          "required": ["action"],
          "properties": {"action": {"type": "string"}},
          "additionalProperties": {"type": ["string", "integer", "boolean", "array"]}
        },
        "MatterList": {
          "type": "object",
          "required": ["items", "next"],
          "properties": {
            "items": {"type": "array", "items": {"$ref": "#/components/schemas/Matter"}},
            "next": {"$ref": "#/components/schemas/Cursor"}
          }
        },
        "Matter": {
          "type": "object",
          "required": ["kind", "id", "unit", "state", "openedAt", "parts", "events", "actions"],
          "properties": {
            "kind": {"enum": [
              "difficulty", "guidance", "directive", "model", "round", "complaint", "outage", "cost", "offer", "posting"
            ]},
            "id": {"type": "string"},
            "unit": {"type": "string"},
            "state": {"enum": ["open", "reported", "done", "ended"]},
            "openedAt": {"type": "string"},
            "responsible": {"type": "string"},
            "due": {"type": "string"},
            "closedAt": {"type": "string"},
            "category": {"type": "string"},
            "procedure": {"type": "string"},
            "step": {"type": "string"},
            "dossier": {"type": "string"},
            "indicator": {"type": "string"},
            "parent": {"type": "string"},
            "text": {"type": "string"},
            "parts": {"type": "array", "items": {"type": "object"}},
            "events": {"type": "array", "items": {"type": "object"}},
            "actions": {"type": "array", "items": {"type": "object"}}
          }
        }
        """
}
