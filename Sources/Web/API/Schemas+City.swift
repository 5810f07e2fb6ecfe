// Schemas+City.swift: the JSON Schemas of the city's figures. See Schemas.swift.

extension Schemas {
    static let city = """
        "CityOverview": {
          "type": "object",
          "required": ["period", "items", "next"],
          "properties": {
            "period": {"type": "string"},
            "items": {
              "type": "array",
              "items": {
                "type": "object",
                "required": [
                  "unit", "name", "received", "early", "onTime", "late", "open", "overdue", "onlineShare", "satisfaction",
                  "answers", "lastHeardFrom"
                ],
                "properties": {
                  "unit": {"type": "string"},
                  "name": {"type": "string"},
                  "received": {"type": "integer"},
                  "early": {"type": "integer"},
                  "onTime": {"type": "integer"},
                  "late": {"type": "integer"},
                  "open": {"type": "integer"},
                  "overdue": {"type": "integer"},
                  "onlineShare": {"type": ["number", "null"]},
                  "satisfaction": {"type": ["number", "null"]},
                  "answers": {"type": "integer"},
                  "lastHeardFrom": {"type": ["string", "null"], "description": "its own site, where it has one; else its latest entry"}
                }
              }
            },
            "next": {"$ref": "#/components/schemas/Cursor"}
          }
        },
        "IndicatorList": {
          "type": "object",
          "required": ["items", "next", "positions"],
          "properties": {
            "items": {"type": "array", "items": {"$ref": "#/components/schemas/Indicator"}},
            "next": {"$ref": "#/components/schemas/Cursor"},
            "positions": {"type": "object", "additionalProperties": {"type": "integer"}}
          }
        },
        "Indicator": {
          "type": "object",
          "required": ["unit", "period", "definition", "version", "numerator", "denominator", "value", "positions"],
          "properties": {
            "unit": {"type": "string"},
            "period": {"type": "string"},
            "definition": {"type": "string"},
            "version": {"type": "integer"},
            "numerator": {"type": "integer"},
            "denominator": {"type": "integer"},
            "value": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
            "positions": {"type": "object", "additionalProperties": {"type": "integer"}}
          }
        },
        "DefinitionList": {
          "type": "object",
          "required": ["items", "next"],
          "properties": {
            "items": {"type": "array", "items": {"$ref": "#/components/schemas/Definition"}},
            "next": {"$ref": "#/components/schemas/Cursor"}
          }
        },
        "Definition": {
          "type": "object",
          "required": ["id", "name", "nameEn", "source", "group", "event", "denominator", "numerator", "from"],
          "properties": {
            "id": {"type": "string", "pattern": "^[a-z0-9-]{1,40}$"},
            "name": {"type": "string"},
            "nameEn": {"type": "string"},
            "source": {"type": "string"},
            "version": {"type": "integer"},
            "group": {"enum": ["publicity", "progress", "digitising", "online", "satisfaction", "watch"]},
            "event": {"enum": ["received", "resolved", "rated", "published", "complained"]},
            "counts": {"enum": ["things", "procedures"]},
            "denominator": {"type": "array", "items": {"type": "string"}},
            "numerator": {"type": "array", "items": {"type": "string"}},
            "points": {"type": "integer"},
            "higherIsBetter": {"type": "boolean"},
            "isPublic": {"type": "boolean"},
            "from": {"type": "string", "format": "date"},
            "to": {"type": "string", "format": "date"}
          }
        }
        """
}
