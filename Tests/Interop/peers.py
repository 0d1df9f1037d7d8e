"""One face for the three client libraries: what the checks ask, each library's way of asking.

Every answer is the JSON that was on the wire, as a dict, whatever classes a library wraps it in.
"""

import contextlib

from harness import installed


def dump(model):
    """A library's object as the JSON it stands for."""
    return model.model_dump(mode="json", by_alias=True, exclude_none=True)


def all_peers():
    """The clients this environment has: (name, whether its connection is modern, how to make it)."""
    if version := installed("fastmcp"):
        return [(f"fastmcp {version} {mode}", mode != "legacy", FastMCP(mode)) for mode in ("auto", "legacy")]
    version = installed("mcp")
    if version.startswith("1."):
        return [(f"mcp {version}", False, MCP1())]
    modes = ("legacy", "auto", "2026-07-28")
    return [(f"mcp {version} {mode}", mode != "legacy", MCP2(mode)) for mode in modes]


class MCP2:
    """`mcp` 2: its Client over its stdio transport."""

    def __init__(self, mode):
        self.mode = mode

    @contextlib.asynccontextmanager
    async def connect(self, command, elicit):
        import mcp_types
        from mcp import Client, StdioServerParameters

        async def answer(_context, params):
            return mcp_types.ElicitResult(**elicit(dump(params)))

        parameters = StdioServerParameters(command=command[0], args=command[1:])
        async with Client(parameters, mode=self.mode, elicitation_callback=answer) as client:
            yield MCP2Connection(client)


class MCP2Connection:
    def __init__(self, client):
        self.client = client

    @property
    def protocol_version(self):
        return self.client.protocol_version

    async def tools(self):
        return dump(await self.client.list_tools())["tools"]

    async def call(self, name, arguments, progress=None):
        return dump(await self.client.call_tool(name, arguments, progress_callback=progress))

    async def withdraw(self, task):
        """The library tells the server by itself when whoever called gives up."""
        task.cancel()

    async def ping(self):
        return dump(await self.client.session.send_ping())

    async def resources(self):
        return dump(await self.client.list_resources())["resources"]

    async def templates(self):
        return dump(await self.client.list_resource_templates())["resourceTemplates"]

    async def read(self, uri):
        return dump(await self.client.read_resource(uri))["contents"]

    async def prompts(self):
        return dump(await self.client.list_prompts())["prompts"]

    async def prompt(self, name, arguments):
        return dump(await self.client.get_prompt(name, arguments))["messages"]

    async def complete(self, reference, name, value):
        import mcp_types

        kinds = {
            "ref/prompt": mcp_types.PromptReference,
            "ref/resource": mcp_types.ResourceTemplateReference,
        }
        reference = kinds[reference["type"]](**reference)
        result = await self.completion(reference, {"name": name, "value": value})
        return dump(result)["completion"]["values"]

    async def completion(self, reference, argument):
        return await self.client.complete(reference, argument)


class FastMCP:
    """`fastmcp` 4: a client of its own on top of `mcp` 2."""

    def __init__(self, mode):
        self.mode = mode

    @contextlib.asynccontextmanager
    async def connect(self, command, elicit):
        from fastmcp import Client
        from fastmcp.client.elicitation import ElicitResult
        from fastmcp.client.transports import StdioTransport

        async def answer(_message, _type, params, _context):
            return ElicitResult(**elicit(dump(params)))

        transport = StdioTransport(command[0], command[1:], keep_alive=False)
        async with Client(transport, mode=self.mode, elicitation_handler=answer) as client:
            yield FastMCPConnection(client)


class FastMCPConnection(MCP2Connection):
    async def tools(self):
        return [dump(tool) for tool in await self.client.list_tools()]

    async def call(self, name, arguments, progress=None):
        return dump(await self.client.call_tool_mcp(name, arguments, progress_handler=progress))

    async def ping(self):
        return {} if await self.client.ping() else None

    async def resources(self):
        return [dump(resource) for resource in await self.client.list_resources()]

    async def templates(self):
        return [dump(template) for template in await self.client.list_resource_templates()]

    async def read(self, uri):
        return [dump(content) for content in await self.client.read_resource(uri)]

    async def prompts(self):
        return [dump(prompt) for prompt in await self.client.list_prompts()]

    async def completion(self, reference, argument):
        return await self.client.complete_mcp(reference, argument)


class MCP1:
    """`mcp` 1: a session over two streams."""

    @contextlib.asynccontextmanager
    async def connect(self, command, elicit):
        from mcp import ClientSession, StdioServerParameters, types
        from mcp.client.stdio import stdio_client

        async def answer(_context, params):
            return types.ElicitResult(**elicit(dump(params)))

        # Only the notification itself tells which request it belongs to.
        tokens = []

        async def note(message):
            if isinstance(getattr(message, "root", None), types.ProgressNotification):
                tokens.append(message.root.params.progressToken)

        parameters = StdioServerParameters(command=command[0], args=command[1:])
        async with stdio_client(parameters) as streams:
            async with ClientSession(
                *streams, elicitation_callback=answer, message_handler=note
            ) as session:
                greeting = await session.initialize()
                yield MCP1Connection(session, greeting.protocolVersion, tokens)


class MCP1Connection(MCP2Connection):
    def __init__(self, session, protocol_version, tokens):
        super().__init__(session)
        self.version = protocol_version
        self.tokens = tokens

    @property
    def protocol_version(self):
        return self.version

    async def withdraw(self, task):
        """The library leaves it to its user to tell the server. A request's progress token is
        its id."""
        from mcp import types

        params = types.CancelledNotificationParams(requestId=self.tokens[-1])
        notification = types.CancelledNotification(params=params)
        await self.client.send_notification(types.ClientNotification(notification))
        task.cancel()

    async def ping(self):
        return dump(await self.client.send_ping())

    async def read(self, uri):
        from pydantic import AnyUrl

        return dump(await self.client.read_resource(AnyUrl(uri)))["contents"]

    async def complete(self, reference, name, value):
        from mcp import types

        kinds = {
            "ref/prompt": types.PromptReference,
            "ref/resource": types.ResourceTemplateReference,
        }
        reference = kinds[reference["type"]](**reference)
        result = await self.client.complete(reference, {"name": name, "value": value})
        return dump(result)["completion"]["values"]
