"""What a check asks of a tool's JSON Schema: its arguments, values for them, strictness."""

import re

# What a text must look like is tried on these; a new pattern may want a new one.
TEXTS = [
    "text", "1", "DE", "EUR", "2026-03-01", "2026-03-01T00:00:00Z", "491512345678", "#a1b2c3",
    "12:30", "https://example.com/a", "a@example.com", "example.com",
    "123e4567-e89b-42d3-a456-426614174000",
]
# Structured outputs of OpenAI know no others, and none of these keywords.
STRICT_FORMATS = {
    "date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid",
}
NOT_STRICT = {
    "allOf", "contains", "default", "dependentRequired", "dependentSchemas", "else", "if",
    "maxLength", "maxProperties", "minLength", "minProperties", "not", "oneOf",
    "patternProperties", "propertyNames", "then", "unevaluatedItems", "unevaluatedProperties",
    "uniqueItems",
}


def children(schema):
    """The schemas one step below: (their name, or None for one in the same place, the schema)."""
    for word in ("anyOf", "oneOf", "allOf"):
        yield from ((None, choice) for choice in schema.get(word) or [])
    yield from (schema.get("properties") or {}).items()
    if schema.get("items"):
        yield "[]", schema["items"]


def resolved(schema, root):
    """What a reference stands for."""
    return root["$defs"][schema["$ref"].rpartition("/")[2]]


def nodes(schema, root=None, path=()):
    """Every schema in a schema with its path, references resolved."""
    root = root or schema
    if "$ref" in schema:
        schema = resolved(schema, root)
    yield path, schema
    for name, child in children(schema):
        yield from nodes(child, root, path if name is None else (*path, name))


def by_path(schema):
    """The schemas at each path: more than one where a union has them."""
    found = {}
    for path, node in nodes(schema):
        found.setdefault(path, []).append(node)
    return found


def types(schemas):
    """The types that schemas at one path allow, in small letters."""
    written = [schema.get("type") or [] for schema in schemas]
    return {
        word.lower()
        for words in written
        for word in (words if isinstance(words, list) else [words])
    }


def is_free(schema):
    """Whether it is an object whose members nobody has named."""
    return types([schema]) == {"object"} and not schema.get("properties")


def lost(published, converted):
    """What a conversion has dropped or closed, in words; nothing is right."""
    told = by_path(converted)
    for path, schemas in by_path(published).items():
        name = ".".join(path) or "the arguments"
        if path not in told:
            yield f"{name} is gone"
            continue
        free = [schema for schema in schemas if path and is_free(schema)]
        if free and any(
            is_free(schema) and schema.get("additionalProperties") is False for schema in told[path]
        ):
            yield f"{name} is closed"
        missing = types(schemas) - types(told[path]) - {"null"}
        # The server reads a text as what it means.
        if missing and "string" not in types(told[path]):
            yield f"{name} is no longer {', '.join(sorted(missing))}"
        for description in [schema["description"] for schema in schemas if "description" in schema]:
            if not any(description in schema.get("description", "") for schema in told[path]):
                yield f"{name} has lost its description"


def not_strict(schema):
    """What OpenAI's strict mode would refuse in a schema, in words; nothing is right."""
    if "anyOf" in schema:
        yield "the root is a union"
    for path, node in nodes(schema):
        name = ".".join(path) or "the root"
        for word in NOT_STRICT & node.keys():
            yield f"{name} has {word}"
        if node.get("format", "date") not in STRICT_FORMATS:
            yield f"{name} has the format {node['format']}"
        if not node.keys() & {"type", "anyOf", "enum", "const"}:
            yield f"{name} has no type"
        if "array" in types([node]) and not node.get("items"):
            yield f"{name} has items of no type"
        if "object" in types([node]):
            if node.get("additionalProperties") is not False:
                yield f"{name} is open"
            if set(node.get("required", [])) != set(node.get("properties", {})):
                yield f"{name} has optional members"


def sample(schema, root=None):
    """A value that fits a schema; at the root, one for every argument."""
    root = root or schema
    if "$ref" in schema:
        schema = resolved(schema, root)
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        return sample(choices[0], root)
    if values := schema.get("enum") or [schema[word] for word in ("const",) if word in schema]:
        return values[0]
    match types([schema]).pop():
        case "object":
            free = {} if schema is root else {"any": {"type": "string"}}
            members = schema.get("properties") or free
            return {name: sample(member, root) for name, member in members.items()}
        case "array":
            return [sample(schema["items"], root)] * max(1, schema.get("minItems", 1))
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return True
    days = {"date": ["2026-03-01"], "date-time": ["2026-03-01T00:00:00Z"]}
    texts = days.get(schema.get("format"), TEXTS)
    pattern = re.compile(schema.get("pattern", ""))
    least, most = schema.get("minLength", 0), schema.get("maxLength", 1000)
    return next(text for text in texts if pattern.search(text) and least <= len(text) <= most)


def blank(schema):
    """What a model writes where it has nothing to say, but must."""
    if "default" in schema:
        return schema["default"]
    choices = schema.get("anyOf") or [schema]
    kinds = types(choices)
    if schema.get("nullable") or "null" in kinds:
        return None
    blanks = {"array": [], "boolean": False, "integer": 0, "number": 0, "object": {}}
    return blanks.get(kinds.pop(), "")
