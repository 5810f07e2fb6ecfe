// Schemas+Network.swift: the JSON Schemas of sites and contested items. See Schemas.swift.

extension Schemas {
    static let network = """
        "SiteLineState": {
          "type": "object",
          "required": ["site", "isHub", "isUp", "since", "lastHeard", "waiting", "words"],
          "properties": {
            "site": {"type": "string"},
            "isHub": {"type": "boolean"},
            "isUp": {"type": "boolean"},
            "since": {"type": ["string", "null"]},
            "lastHeard": {"type": ["string", "null"]},
            "waiting": {
              "type": "object",
              "required": ["entries", "papers"],
              "properties": {"entries": {"type": "integer"}, "papers": {"type": "integer"}}
            },
            "words": {"type": ["string", "null"]}
          }
        },
        "SiteList": {
          "type": "object",
          "required": ["items", "next"],
          "properties": {
            "items": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["site", "units", "lastHeard", "program", "clockSkewSeconds", "lag", "ready", "files", "parked", "contested"],
                "properties": {
                  "site": {"type": "string"},
                  "units": {"type": "array", "items": {"type": "string"}},
                  "lastHeard": {"type": "string"},
                  "program": {"type": "string"},
                  "clockSkewSeconds": {"type": "integer"},
                  "lag": {"type": "integer"},
                  "ready": {"type": "integer"},
                  "files": {"type": "integer"},
                  "parked": {"type": "integer"},
                  "contested": {"type": "integer"}
                }
              }
            },
            "next": {"type": ["string", "null"]}
          }
        },
        "ContestList": {
          "type": "object",
          "required": ["items", "next"],
          "properties": {
            "items": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["id", "kind", "unit", "about", "happenedAt", "noticedAt", "one", "other", "proposal", "decisions", "decision"],
                "properties": {
                  "id": {"type": "string"},
                  "kind": {"type": "string"},
                  "unit": {"type": "string"},
                  "about": {"type": "string"},
                  "happenedAt": {"type": "string"},
                  "noticedAt": {"type": "string"},
                  "one": {"type": "array", "items": {"type": "string"}},
                  "other": {"type": "array", "items": {"type": "string"}},
                  "proposal": {"type": "string"},
                  "decisions": {"type": "array", "items": {"type": "string"}},
                  "decision": {"type": "string"},
                  "decidedBy": {"type": "string"}
                }
              }
            },
            "next": {"type": ["string", "null"]}
          }
        },
        "ContestDecision": {
          "type": "object",
          "required": ["decision", "words"],
          "properties": {
            "decision": {"type": "string", "enum": ["stands", "adopt", "set-aside"]},
            "words": {"type": "string"}
          }
        }
        """
}
