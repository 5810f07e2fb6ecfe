// Schemas+Papers.swift: the JSON Schemas of uploads and papers' files. See Schemas.swift.

extension Schemas {
    static let papers = """
        "Bytes": {"type": "string"},
        "NewUpload": {
          "type": "object",
          "required": ["size"],
          "properties": {
            "size": {"type": "integer", "minimum": 1, "maximum": 20971520},
            "name": {"type": "string", "maxLength": 200},
            "note": {"type": "string", "maxLength": 200},
            "paper": {"type": "string", "maxLength": 200},
            "draft": {"type": "string"},
            "number": {"type": "string"},
            "code": {"type": "string"},
            "form": {"type": "string", "maxLength": 65}
          }
        },
        "Upload": {
          "type": "object",
          "required": ["id", "name", "offset", "complete", "expires"],
          "properties": {
            "id": {"type": "string"},
            "name": {"type": "string"},
            "paper": {"type": ["string", "null"]},
            "size": {"type": ["integer", "null"]},
            "offset": {"type": "integer"},
            "complete": {"type": "boolean"},
            "media": {"type": ["string", "null"]},
            "file": {"type": ["string", "null"]},
            "expires": {"type": "string"}
          }
        },
        "Attachment": {
          "type": "object",
          "required": ["uploads"],
          "properties": {
            "uploads": {
              "type": "array",
              "minItems": 1,
              "maxItems": 100,
              "items": {"$ref": "#/components/schemas/AttachedUpload"}
            }
          }
        },
        "AttachedUpload": {
          "type": "object",
          "required": ["upload"],
          "properties": {"upload": {"type": "string"}, "paper": {"type": ["string", "null"]}}
        },
        "PaperFileList": {
          "type": "object",
          "required": ["items", "next"],
          "properties": {
            "items": {
              "type": "array",
              "items": {"type": "object", "required": ["file", "media", "bytes", "filedAt", "unit"]}
            },
            "next": {"$ref": "#/components/schemas/Cursor"}
          }
        }
        """
}
