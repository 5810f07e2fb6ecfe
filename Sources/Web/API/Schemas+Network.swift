// Schemas+Network.swift: the JSON Schemas of sites and contested items. See Schemas.swift.

extension Schemas {
    static let network = """
        "SiteLineState": {
          "type": "object",
          "required": ["site", "isHub", "isUp", "since", "lastHeard", "waiting", "reason", "trouble", "words"],
          "properties": {
            "site": {"type": "string"},
            "isHub": {"type": "boolean"},
            "isUp": {"type": "boolean"},
            "since": {"type": ["string", "null"]},
            "lastHeard": {"type": ["string", "null"]},
            "waiting": {
              "type": "object",
              "required": ["entries", "papers", "papersToCome"],
              "properties": {
                "entries": {"type": "integer"},
                "papers": {"type": "integer", "description": "files that are here and not at the hub"},
                "papersToCome": {"type": "integer", "description": "files that entries name and that are not here"}
              }
            },
            "reason": {"type": ["string", "null"], "description": "why the line is down, or why the hub turns this site away"},
            "trouble": {"type": ["string", "null"], "description": "why this machine itself does not do its part of a round"},
            "words": {"type": ["string", "null"], "description": "what the bar on the pages says"}
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
                "required": [
                  "id", "kind", "unit", "site", "about", "detail", "happenedAt", "noticedAt", "one", "other", "proposal", "decisions",
                  "entries", "decision", "decidedBy", "decidedAt", "reason"
                ],
                "properties": {
                  "id": {"type": "string"},
                  "kind": {"type": "string"},
                  "unit": {"type": "string"},
                  "site": {"type": "string"},
                  "about": {"type": "string"},
                  "detail": {"type": "string"},
                  "happenedAt": {"type": "string"},
                  "until": {
                    "type": "string",
                    "format": "date-time",
                    "description": "what a clock showed last that was in doubt since happenedAt; left out where it is not known"
                  },
                  "noticedAt": {"type": "string"},
                  "one": {"type": "array", "items": {"type": "string"}},
                  "other": {"type": "array", "items": {"type": "string"}},
                  "proposal": {"type": "string"},
                  "decisions": {"type": "array", "items": {"type": "string"}},
                  "entries": {
                    "type": "array",
                    "description": "what is said by the first twenty of either side; keys left out",
                    "items": {"$ref": "#/components/schemas/ContestEntry"}
                  },
                  "decision": {"type": "string"},
                  "decidedBy": {"type": "string"},
                  "decidedAt": {"type": "string"},
                  "reason": {"type": "string", "description": "of the decision, for those who may decide; empty where it cannot be read"}
                }
              }
            },
            "next": {"$ref": "#/components/schemas/Cursor"}
          }
        },
        "ContestEntry": {
          "type": "object",
          "required": ["place", "side", "where", "kind", "title", "actor", "at", "to", "text", "facts"],
          "properties": {
            "place": {"type": "string"},
            "side": {"type": "string", "enum": ["one", "other"]},
            "where": {"type": "string", "enum": ["ledger", "parked", "branch", "carried", "absent"]},
            "kind": {"type": "string"},
            "title": {"type": "string"},
            "actor": {"type": "string"},
            "at": {"type": "string"},
            "to": {"type": "string"},
            "text": {"type": "string"},
            "facts": {"type": "object"}
          }
        },
        "ContestDecision": {
          "type": "object",
          "required": ["decision"],
          "properties": {
            "decision": {"type": "string", "enum": ["stands", "adopt", "set-aside"]},
            "words": {"type": "string", "description": "why; needed, here or as reason"},
            "reason": {"type": "string"}
          }
        }
        """
}
