// Schemas+Secondment.swift: the JSON Schemas of outlook, plan, offers and postings. See Schemas.swift.

extension Schemas {
    static let secondment = """
        "Spread": {
          "type": "object",
          "required": ["low", "middle", "high"],
          "properties": {"low": {"type": "number"}, "middle": {"type": "number"}, "high": {"type": "number"}}
        },
        "Outlook": {
          "type": "object",
          "required": ["at", "days", "known", "items", "next"],
          "properties": {
            "at": {"type": "string", "format": "date-time"},
            "days": {"type": "array", "items": {"type": "string", "format": "date"}},
            "known": {"type": "integer"},
            "items": {
              "type": "array",
              "items": {
                "type": "object",
                "required": [
                  "unit", "field", "basis", "open", "overdue", "tonight", "officerHundredths", "minutesPerDossier", "arrivals",
                  "late", "breaksOn", "onlyIfMany"
                ],
                "properties": {
                  "unit": {"type": "string"},
                  "field": {"type": "string"},
                  "basis": {"enum": ["forecast", "calm", "unknown"]},
                  "open": {"type": "integer"},
                  "overdue": {"type": "integer"},
                  "tonight": {"type": "integer", "description": "Due by tonight and not done by then, if the officers go on as reckoned."},
                  "officerHundredths": {"type": "integer"},
                  "minutesPerDossier": {"type": "integer"},
                  "arrivals": {"anyOf": [{"$ref": "#/components/schemas/Spread"}, {"type": "null"}]},
                  "late": {"anyOf": [{"$ref": "#/components/schemas/Spread"}, {"type": "null"}]},
                  "breaksOn": {"type": ["string", "null"]},
                  "onlyIfMany": {"type": "boolean"}
                }
              }
            },
            "next": {"$ref": "#/components/schemas/Cursor"}
          }
        },
        "SecondmentPlan": {
          "type": "object",
          "required": ["at", "days", "officers", "late", "avoided", "items", "next", "longestQueue"],
          "properties": {
            "at": {"type": "string", "format": "date-time"},
            "days": {"type": "integer"},
            "officers": {"type": "integer"},
            "late": {"type": "number"},
            "avoided": {"type": "number"},
            "items": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["department", "field", "unit", "reason", "officers", "days", "kilometres", "avoided"],
                "properties": {
                  "department": {"type": "string"},
                  "field": {"type": "string"},
                  "unit": {"type": "string"},
                  "reason": {"enum": ["late-already", "will-break", "breaks-if-many-come", "few-late"]},
                  "officers": {"type": "integer"},
                  "days": {"type": "integer"},
                  "kilometres": {"type": "integer"},
                  "avoided": {"type": "number"}
                }
              }
            },
            "next": {"$ref": "#/components/schemas/Cursor"},
            "longestQueue": {
              "type": "object",
              "required": ["officers", "places", "avoided"],
              "properties": {
                "officers": {"type": "integer"},
                "places": {"type": "integer"},
                "avoided": {"type": "number"}
              }
            }
          }
        },
        "OfficerOffer": {
          "type": "object",
          "required": ["department", "field", "officers", "from", "days"],
          "properties": {
            "department": {"type": "string"},
            "field": {"type": "string"},
            "officers": {"type": "integer", "minimum": 1, "maximum": 2000},
            "from": {"type": "string", "format": "date"},
            "days": {"type": "integer", "minimum": 1, "maximum": 260}
          }
        },
        "Posting": {
          "type": "object",
          "required": ["user", "unit", "field", "from", "to"],
          "properties": {
            "user": {"type": "string"},
            "unit": {"type": "string"},
            "field": {"type": "string"},
            "from": {"type": "string", "format": "date"},
            "to": {"type": "string", "format": "date"}
          }
        },
        "Recorded": {
          "type": "object",
          "required": ["id"],
          "properties": {"id": {"type": "string"}}
        }
        """
}
